// DingTalk's own package for its stream against our answers: stream_frames.mjs FILE
// The first line of FILE is our call that opens the stream, {"open": {"method", "url", "headers", "body"}}; each other
// line is a frame of the platform and what we write for it: {"frame", "answers"}. The package opens a stream of its own
// over a WebSocket server that stands here, is sent the same frames, and what it writes is compared with ours.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import axios from "axios";
import { WebSocketServer } from "ws";
import { DWClient, EventAck, TOPIC_CARD, TOPIC_ROBOT } from "dingtalk-stream";

const [{ open }, ...cases] = readFileSync(process.argv[2], "utf8").trim().split("\n").map((line) => JSON.parse(line));

// The package's open call ends here, whatever its address.
const http = createServer();
const server = new WebSocketServer({ server: http });
await new Promise((done) => http.listen(0, "127.0.0.1", done));
let opening;
axios.interceptors.request.use((request) => {
  opening = request;
  const data = { endpoint: `ws://127.0.0.1:${http.address().port}/connect`, ticket: "ticket-1" };
  request.adapter = async () => ({ data, status: 200, statusText: "OK", headers: {}, config: request });
  return request;
});

const connected = new Promise((done) => server.once("connection", (socket, request) => done({ socket, request })));
const ours = JSON.parse(open.body);
const client = new DWClient({ clientId: ours.clientId, clientSecret: ours.clientSecret, ua: ours.ua, autoReconnect: false });
client
  .registerAllEventListener(() => ({ status: EventAck.SUCCESS, message: "ok" }))
  .registerCallbackListener(TOPIC_ROBOT, (frame) => client.send(frame.headers.messageId, { response: null }))
  .registerCallbackListener(TOPIC_CARD, (frame) => client.socketCallBackResponse(frame.headers.messageId, {}));
await client.connect();
const { socket, request } = await connected;
assert.equal(request.url, "/connect?ticket=ticket-1");

// The open call: address, what it accepts, who asks, and for what.
assert.equal(open.method, opening.method.toUpperCase());
assert.equal(open.url, opening.url);
assert.equal(Object.fromEntries(open.headers).Accept, opening.headers.Accept);
assert.deepEqual(ours, typeof opening.data === "string" ? JSON.parse(opening.data) : opening.data);

// One frame at a time; a ping behind each says that nothing more comes for it.
const theirs = async (frame) => {
  const written = [];
  const mark = "mark-of-the-end";
  await new Promise((done) => {
    const hear = (bytes) => {
      const answer = JSON.parse(bytes);
      if (answer.headers.messageId !== mark) return written.push(answer);
      socket.off("message", hear);
      done();
    };
    socket.on("message", hear);
    socket.send(frame);
    socket.send(JSON.stringify({ type: "SYSTEM", headers: { topic: "ping", messageId: mark }, data: "{}" }));
  });
  return written;
};

// Of the headers the package copies all of a ping's back; the protocol asks for these two.
const essence = ({ code, message, headers, data }) => {
  assert.equal(typeof data, "string", "data is JSON written down as a text");
  return { code, message, messageId: headers.messageId, contentType: headers.contentType, data: JSON.parse(data) };
};

let differ = 0;
for (const { frame, answers } of cases) {
  const [mine, others] = [answers.map((text) => essence(JSON.parse(text))), (await theirs(frame)).map(essence)];
  try {
    assert.deepEqual(mine, others);
  } catch (error) {
    differ += 1;
    console.error("differs:", frame, "\nours:", JSON.stringify(mine), "\ntheirs:", JSON.stringify(others));
  }
}
console.log(`${cases.length} frames, ${differ} answered differently by the vendor's package`);
process.exit(cases.length < 800 || differ > 0 ? 1 : 0);
