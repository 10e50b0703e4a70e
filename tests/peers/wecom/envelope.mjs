// The vendor's own npm packages against our envelopes: envelope.mjs OURS THEIRS
// A line of OURS is a message that we have encrypted and signed; both packages must open it, and agree about the
// signature. THEIRS becomes messages that the packages have encrypted, for our side to open.
import { readFileSync, writeFileSync } from "node:fs";
import { randomBytes } from "node:crypto";
import { WecomCrypto } from "@wecom/aibot-node-sdk";
import { decrypt, encrypt, getSignature } from "@wecom/crypto";

const ours = readFileSync(process.argv[2], "utf8").trim().split("\n").map((line) => JSON.parse(line));

const problemOf = (one) => {
  const sdk = new WecomCrypto(one.token, one.aes_key, one.receiver);
  if (!sdk.verifySignature(one.signature, one.timestamp, one.nonce, one.encrypted)) return "the robot SDK's signature";
  if (sdk.decrypt(one.encrypted) !== one.message) return "the robot SDK's message";
  if (getSignature(one.token, one.timestamp, one.nonce, one.encrypted) !== one.signature) return "the signature";
  const opened = decrypt(one.aes_key, one.encrypted);
  return opened.message !== one.message || opened.id !== one.receiver ? "the message" : "";
};

const caught = (one) => {
  try {
    return problemOf(one);
  } catch (error) {
    return String(error);
  }
};

const wrong = ours.map((one) => [one, caught(one)]).filter(([, problem]) => problem);
for (const [one, problem] of wrong) console.error("differs:", problem, JSON.stringify(one).slice(0, 300));

// Half of them by each package, of every length of padding.
const theirs = [...Array(400).keys()].map((i) => {
  const aes_key = randomBytes(32).toString("base64").slice(0, 43);
  const [token, timestamp, nonce] = [`Tok3n${i}`, String(1700000000 + i), String(1372623149 + i)];
  const receiver = i % 3 === 0 ? "" : `ww${i}`;
  const message = [..."你好 😀 ]]> "].slice(0, i % 9).join("") + "x".repeat(i);
  if (i % 2 === 0) {
    const encrypted = encrypt(aes_key, message, receiver);
    const signature = getSignature(token, timestamp, nonce, encrypted);
    return { token, aes_key, receiver, timestamp, nonce, message, encrypted, signature };
  }
  const made = new WecomCrypto(token, aes_key, receiver).encrypt(message, timestamp, nonce);
  return { token, aes_key, receiver, timestamp, nonce, message, encrypted: made.encrypt, signature: made.signature };
});
writeFileSync(process.argv[3], theirs.map((one) => JSON.stringify(one)).join("\n") + "\n");

console.log(`${ours.length} envelopes of ours, ${wrong.length} differ; ${theirs.length} of the vendor's packages written`);
process.exit(ours.length < 200 || wrong.length > 0 ? 1 : 0);
