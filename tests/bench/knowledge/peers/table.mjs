// The JSON lines of all engines as Markdown tables, one a base, each figure with its ratio to Frontdesk's. What else they
// print is passed over.
//   node table.mjs < LINES
import { readFileSync } from "node:fs";

const rows = readFileSync(0, "utf8").split("\n").filter((line) => line.startsWith("{")).map((line) => JSON.parse(line));
const percent = (share) => (share === undefined ? "-" : (100 * share).toFixed(1));
const ratio = (value, own) => (own > 0 && value !== own ? ` (x ${(value / own).toPrecision(2)})` : "");

for (const base of new Set(rows.map((row) => row.base))) {
  const ofBase = rows.filter((row) => row.base === base);
  const own = ofBase.find((row) => row.engine === "frontdesk") ?? {};
  const { articles, phrasings, questions } = ofBase[0];
  console.log(`\n**${base}**: ${articles} articles, ${phrasings} phrasings, ${questions} questions\n`);
  console.log("| engine | build s | p50 us | p99 us | RSS MiB | R@1 | R@3 | MRR |");
  console.log("|---|---|---|---|---|---|---|---|");
  for (const row of ofBase) {
    const cell = (key) => `${row[key]}${ratio(row[key], own[key])}`;
    console.log(`| ${row.engine} | ${cell("build_s")} | ${cell("p50_us")} | ${cell("p99_us")} | ${cell("rss_mib")} | ` +
      `${percent(row.recall_at_1)} | ${percent(row.recall_at_3)} | ${percent(row.mrr)} |`);
  }
}
