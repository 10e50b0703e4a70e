// wechat-crypto (npm) against our envelopes: envelope.mjs OURS THEIRS
// A line of OURS is the answer to a callback that we have sealed; it must be opened. THEIRS becomes callbacks that the
// package has encrypted and signed, for our side to open.
import { readFileSync, writeFileSync } from "node:fs";
import { randomBytes } from "node:crypto";
import WXBizMsgCrypt from "wechat-crypto";

const ours = readFileSync(process.argv[2], "utf8").trim().split("\n").map((line) => JSON.parse(line));

const field = (xml, name) => new RegExp(`<${name}>(?:<!\\[CDATA\\[)?(.*?)(?:\\]\\]>)?</${name}>`).exec(xml)[1];

const problemOf = (one) => {
  const crypt = new WXBizMsgCrypt(one.token, one.aes_key, one.app_id);
  const encrypted = field(one.answer, "Encrypt");
  const signature = crypt.getSignature(field(one.answer, "TimeStamp"), field(one.answer, "Nonce"), encrypted);
  if (signature !== field(one.answer, "MsgSignature")) return "the signature";
  const opened = crypt.decrypt(encrypted);
  if (opened.id !== one.app_id) return "the app id";
  return opened.message.includes(`<MsgType><![CDATA[${one.kind}]]></MsgType>`) ? "" : "the message";
};

const wrong = ours.map((one) => [one, problemOf(one)]).filter(([, problem]) => problem);
for (const [one, problem] of wrong) console.error("differs:", problem, JSON.stringify(one).slice(0, 300));

const theirs = [...Array(200).keys()].map((i) => {
  const aes_key = randomBytes(32).toString("base64").slice(0, 43);
  const [token, app_id, nonce] = [`Tok3n${i}`, `wx${i}`, String(1372623149 + i)];
  const message = `<xml><MsgType>text</MsgType><Content><![CDATA[${[..."你好 😀 转人工"].slice(0, i % 9).join("")}${"x".repeat(i)}]]></Content></xml>`;
  const crypt = new WXBizMsgCrypt(token, aes_key, app_id);
  const encrypted = crypt.encrypt(message);
  const body = `<xml><ToUserName><![CDATA[gh_1]]></ToUserName><Encrypt><![CDATA[${encrypted}]]></Encrypt></xml>`;
  return { token, aes_key, app_id, nonce, message, body, signature: crypt.getSignature("1700000000", nonce, encrypted) };
});
writeFileSync(process.argv[3], theirs.map((one) => JSON.stringify(one)).join("\n") + "\n");

console.log(`wechat-crypto: ${ours.length} answers of ours, ${wrong.length} differ; ${theirs.length} callbacks written`);
process.exit(ours.length < 200 || wrong.length > 0 ? 1 : 0);
