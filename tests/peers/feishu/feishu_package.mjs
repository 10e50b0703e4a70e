// The platform's npm package reads what our tests encrypt, sign and frame: feishu_package.mjs FILE
// Its EventDispatcher verifies and decrypts each event, and refuses it when one digit differs. Its WSClient takes each
// frame of ours and answers it; the answer must be ours but for the time that it took.
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import lark from "@larksuiteoapi/node-sdk";
import { WebSocketServer } from "ws";
import { decode } from "./feishu_wire.mjs";

const lines = readFileSync(process.argv[2], "utf8").trim().split("\n").map((line) => JSON.parse(line));
const key = "throwaway-feishu-encrypt-key";
const quiet = { error() {}, warn() {}, info() {}, debug() {}, trace() {} };
const problems = [];

const textOf = (event) => JSON.parse(event.message.content).text;
let heard = [];
const dispatcher = new lark.EventDispatcher({ encryptKey: key, logger: quiet }).register({
  "im.message.receive_v1": (event) => void heard.push(textOf(event)),
});

const events = lines.filter((line) => line.kind === "event");
for (const { body, headers, text } of events) {
  const invoke = (signed) => dispatcher.invoke(Object.assign(Object.create({ headers: signed }), JSON.parse(body)));
  heard = [];
  await invoke(headers);
  if (heard[0] !== text) problems.push(`not read: ${text.slice(0, 40)}`);
  heard = [];
  const digit = headers["x-lark-signature"][0] === "0" ? "1" : "0";
  await invoke({ ...headers, "x-lark-signature": digit + headers["x-lark-signature"].slice(1) });
  if (heard.length) problems.push(`read with another signature: ${text.slice(0, 40)}`);
}

const frames = lines.filter((line) => line.kind === "frame");
const server = createServer((request, response) => {
  const { port } = server.address();
  const URL = `ws://127.0.0.1:${port}/ws?device_id=1&service_id=33554678`;
  const ClientConfig = { ReconnectCount: 0, ReconnectInterval: 120, ReconnectNonce: 30, PingInterval: 120 };
  response.setHeader("content-type", "application/json");
  response.end(JSON.stringify({ code: 0, msg: "ok", data: { URL, ClientConfig } }));
});
await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
heard = [];
const answers = new Map();
const done = new Promise((resolve) => {
  new WebSocketServer({ server }).on("connection", (socket) => {
    socket.on("message", (bytes) => {
      const frame = decode(bytes);
      // It listens once it has said so.
      if (frame.header.type === "ping") for (const { bytes: event } of frames) socket.send(Buffer.from(event, "hex"));
      if (frame.method !== 1) return;
      answers.set(frame.header.message_id, frame);
      if (answers.size === frames.length) resolve();
    });
  });
});
const client = new lark.WSClient({
  appId: "cli_9f5343c580712544",
  appSecret: "throwaway",
  domain: `http://127.0.0.1:${server.address().port}`,
  logger: quiet,
});
await client.start({ eventDispatcher: dispatcher });
await done;
client.close?.();

const comparable = (frame) =>
  JSON.stringify({ ...frame, header: undefined, payload: undefined,
    headers: frame.headers.map((h) => (h.key === "biz_rt" ? h.key : h)) });
for (const { bytes, answer, text } of frames) {
  const { header } = decode(Buffer.from(bytes, "hex"));
  const theirs = answers.get(header.message_id);
  const ours = decode(Buffer.from(answer, "hex"));
  if (comparable(theirs) !== comparable(ours))
    problems.push(`answered otherwise: ${comparable(theirs)} and by us ${comparable(ours)}`);
  if (!heard.includes(text)) problems.push(`not delivered: ${text.slice(0, 40)}`);
}
for (const problem of problems.slice(0, 10)) console.error(problem);
console.log(`${events.length} events and ${frames.length} frames of ours read by Feishu's package, ${problems.length} differ`);
process.exit(events.length < 100 || frames.length < 100 || problems.length ? 1 : 0);
