// Two engines on Node.js, on the same bases and questions as bench_knowledge: MiniSearch and NLP.js (node-nlp).
//   node search.mjs minisearch|node-nlp NAME ARTICLES QUESTIONS
import { readFileSync } from "node:fs";
import { performance } from "node:perf_hooks";

const SAMPLES = 3000, WARM_UP = 50;
const [engine, name, articlesPath, questionsPath] = process.argv.slice(2);

const lines = (path) => readFileSync(path, "utf8").split("\n").filter(Boolean).map((line) => JSON.parse(line));

function readRows(path) {
  const byLabel = new Map();
  const rows = [];
  for (const line of lines(path)) {
    if (line.label === undefined) {
      rows.push({ id: line.id, title: line.title ?? "", body: line.body ?? "", tags: line.tags ?? [],
        phrasings: [...(line.phrasings ?? []), ...(line.questions ?? [])] });
    } else if (line.label !== "oos") {
      if (!byLabel.has(line.label)) byLabel.set(line.label, rows.push({ id: line.label, title: "", body: "", tags: [], phrasings: [] }) - 1);
      rows[byLabel.get(line.label)].phrasings.push(line.text);
    }
  }
  return rows;
}

const readAsked = (path) => lines(path).map((line) => ({
  text: line.query ?? line.text,
  relevant: line.relevant ?? (line.label === "oos" ? [] : [line.label]),
}));

// Words, and Chinese characters as overlapping pairs.
function tokens(text) {
  return (text.match(/[\p{Script=Han}]+|[^\p{Script=Han}\s\p{P}]+/gu) ?? []).flatMap((run) => {
    if (!/\p{Script=Han}/u.test(run) || [...run].length === 1) return [run];
    const characters = [...run];
    return characters.slice(1).map((character, i) => characters[i] + character);
  });
}

async function miniSearch(rows) {
  const { default: MiniSearch } = await import("minisearch");
  const index = new MiniSearch({ fields: ["title", "questions", "body"], tokenize: tokens,
    searchOptions: { boost: { title: 6, questions: 6 }, fuzzy: 0.2, tokenize: tokens } });
  index.addAll(rows.map((row) => ({ id: row.id, title: row.title, questions: row.phrasings.join("\n"),
    body: [...row.tags, row.body].join("\n") })));
  return async (text) => index.search(text).slice(0, 10).map((hit) => hit.id);
}

// Its classifier knows no bodies. Trained on titles and phrasings, in the language that most of them are in.
async function nodeNlp(rows) {
  const { NlpManager } = await import("node-nlp");
  const phrasings = rows.flatMap((row) => [row.title, ...row.phrasings].filter(Boolean).map((text) => [row.id, text]));
  const chinese = phrasings.filter(([, text]) => /\p{Script=Han}/u.test(text)).length * 2 > phrasings.length;
  const language = chinese ? "zh" : "en";
  const manager = new NlpManager({ languages: [language], forceNER: false, autoSave: false, nlu: { log: false } });
  for (const [id, text] of phrasings) manager.addDocument(language, text, id);
  await manager.train();
  return async (text) => {
    const { classifications } = await manager.process(language, text);
    return classifications.filter((hit) => hit.intent !== "None").slice(0, 10).map((hit) => hit.intent);
  };
}

const rounded = (value, digits) => Math.round(value * digits) / digits;
const rows = readRows(articlesPath), asked = readAsked(questionsPath);
const start = performance.now();
const ask = await { minisearch: miniSearch, "node-nlp": nodeNlp }[engine](rows);
const line = { engine: { minisearch: "MiniSearch", "node-nlp": "NLP.js" }[engine], base: name, articles: rows.length,
  phrasings: rows.reduce((sum, row) => sum + row.phrasings.length, 0), questions: asked.length,
  build_s: rounded((performance.now() - start) / 1000, 1e3) };

for (let i = 0; i < WARM_UP; ++i) await ask(asked[i % asked.length].text);
const micros = [];
for (let i = 0; i < Math.max(SAMPLES, asked.length); ++i) {
  const from = performance.now();
  await ask(asked[i % asked.length].text);
  micros.push((performance.now() - from) * 1000);
}
micros.sort((a, b) => a - b);
line.p50_us = rounded(micros[Math.floor(micros.length / 2)], 10);
line.p99_us = rounded(micros[Math.floor((micros.length * 99) / 100)], 10);
line.rss_mib = rounded(process.memoryUsage().rss / (1 << 20), 10);

const inScope = asked.filter((question) => question.relevant.length > 0);
let first = 0, three = 0, reciprocal = 0;
for (const { text, relevant } of inScope) {
  const place = (await ask(text)).findIndex((id) => relevant.includes(id)) + 1;
  first += place === 1 ? 1 : 0;
  three += place >= 1 && place <= 3 ? 1 : 0;
  reciprocal += place > 0 ? 1 / place : 0;
}
if (inScope.length > 0) {
  Object.assign(line, { recall_at_1: rounded(first / inScope.length, 1e4), recall_at_3: rounded(three / inScope.length, 1e4),
    mrr: rounded(reciprocal / inScope.length, 1e4) });
}
console.log(JSON.stringify(line));
