// The vendor's own npm package against our tokens: agora_token.mjs FILE
// A line of FILE is a token and what it was made of: {"app_id", "certificate", "issued", "lifetime", "salt", "user",
// "privileges": {"2": 3600}, "token"}. What is inside must be equal to the byte; how it was compressed may differ.
import { readFileSync } from "node:fs";
import { inflateSync } from "node:zlib";
import tokens from "agora-token/src/AccessToken2.js";

const { AccessToken2, ServiceChat } = tokens;

const inside = (token) => {
  if (!token.startsWith("007")) throw new Error(`not a 007 token: ${token}`);
  return inflateSync(Buffer.from(token.slice(3), "base64")).toString("hex");
};

const theirs = (one) => {
  const token = new AccessToken2(one.app_id, one.certificate, one.issued, one.lifetime);
  token.salt = one.salt;
  const chat = new ServiceChat(one.user);
  for (const [privilege, seconds] of Object.entries(one.privileges)) chat.add_privilege(Number(privilege), seconds);
  token.add_service(chat);
  return token.build();
};

const lines = readFileSync(process.argv[2], "utf8").trim().split("\n").map((line) => JSON.parse(line));
const wrong = lines.filter((one) => inside(one.token) !== inside(theirs(one)));
const unread = lines.filter((one) => !new AccessToken2("", "", 0, 0).from_string(one.token));
for (const one of [...wrong, ...unread]) console.error("differs or cannot be read:", JSON.stringify(one));
console.log(`${lines.length} tokens, ${wrong.length} differ, ${unread.length} cannot be read by the vendor's package`);
process.exit(lines.length < 100 || wrong.length + unread.length > 0 ? 1 : 0);
