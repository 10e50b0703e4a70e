// qq-official-bot (npm) against our signatures: signature.mjs OURS THEIRS
// A line of OURS is an answer of ours to the check of an address, and a body that we have signed as QQ does. THEIRS
// becomes bodies that the package has signed, for our side to verify.
import { createRequire } from "node:module";
import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

const require = createRequire(import.meta.url);
const { Ed25519 } = require(join(dirname(require.resolve("qq-official-bot")), "ed25519.js"));

const ours = readFileSync(process.argv[2], "utf8").trim().split("\n").map((line) => JSON.parse(line));

const problemOf = (one) => {
  const key = new Ed25519(one.secret);
  const { plain_token, event_ts } = one.check.d;
  if (one.answer.plain_token !== plain_token) return "the token";
  if (one.answer.signature !== key.sign(event_ts + plain_token)) return "the answer to the check";
  if (!key.verify(one.signature, one.timestamp + one.body)) return "the signature";
  return key.verify(one.signature, one.timestamp + one.body + " ") ? "a body that was changed" : "";
};

const wrong = ours.map((one) => [one, problemOf(one)]).filter(([, problem]) => problem);
for (const [one, problem] of wrong) console.error("differs:", problem, JSON.stringify(one).slice(0, 300));

const theirs = [...Array(200).keys()].map((i) => {
  const secret = `throwaway${"0123456789abcdefghijklmnopqrstuvwxyz".slice(0, i % 36)}`;
  const body = JSON.stringify({ op: 0, s: i, t: "C2C_MESSAGE_CREATE", d: { content: "你好 😀 转人工".slice(0, i % 9) } });
  return { secret, timestamp: "1700000000", body, signature: new Ed25519(secret).sign("1700000000" + body) };
});
writeFileSync(process.argv[3], theirs.map((one) => JSON.stringify(one)).join("\n") + "\n");

console.log(`qq-official-bot: ${ours.length} signatures of ours, ${wrong.length} differ; ${theirs.length} written`);
process.exit(ours.length < 200 || wrong.length > 0 ? 1 : 0);
