// `frontdesk serve` with two accounts of a platform that is played here: feishu_served.mjs FRONTDESK WORKDIR
// One listens to a webhook, one over the long connection; every event that is posted is first given to the platform's
// own package, so that what is played is what the platform does.
import { execFileSync, spawn } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import lark from "@larksuiteoapi/node-sdk";
import { WebSocketServer } from "ws";
import { buttonsOf, clickOf, decode, encode, encrypted, saidOf, signed } from "./feishu_wire.mjs";

const [binary, work] = process.argv.slice(2);
const key = "served-encrypt-key";
const token = "served-verification-token";
const quiet = { error() {}, warn() {}, info() {}, debug() {}, trace() {} };
const fail = (why) => {
  throw new Error(why);
};
const until = async (what, holds) => {
  for (const end = Date.now() + 60_000; Date.now() < end; await new Promise((r) => setTimeout(r, 20))) {
    const found = holds();
    if (found) return found;
  }
  fail(`never came: ${what}`);
};

// --- the platform
const calls = [];
const gone = new Set(["om_group"]); // messages that were taken back
let sent = 0;
const answerTo = (method, path, body) => {
  const auth = path === "/open-apis/auth/v3/tenant_access_token/internal";
  if (auth) return { code: body.app_secret === "served" ? 0 : 10014, tenant_access_token: "t-served", expire: 7200 };
  if (path.startsWith("/open-apis/contact/"))
    return { code: 0, data: { user: { name: "张三", time_zone: "Asia/Shanghai" } } };
  if (path === "/callback/ws/endpoint") {
    const URL = `ws://127.0.0.1:${platform.address().port}/ws?device_id=1&service_id=33554678`;
    return { code: 0, data: { URL, ClientConfig: { PingInterval: 120, ReconnectCount: -1, ReconnectInterval: 1, ReconnectNonce: 1 } } };
  }
  const reply = path.match(/^\/open-apis\/im\/v1\/messages\/([^/]+)\/reply$/);
  if (reply && gone.has(reply[1])) return { code: 230011, msg: "The message is recalled." };
  if (method === "PATCH" || reply || path === "/open-apis/im/v1/messages")
    return { code: 0, data: { message_id: `om_sent_${++sent}` } };
  return { code: 99991400, msg: "unexpected" };
};
const platform = createServer((request, response) => {
  let text = "";
  request.on("data", (part) => (text += part));
  request.on("end", () => {
    const { pathname } = new URL(request.url, "http://x");
    const body = text ? JSON.parse(text) : {};
    const answer = answerTo(request.method, pathname, body);
    calls.push({ method: request.method, path: pathname, body, answer, content: body.content && JSON.parse(body.content) });
    response.writeHead(answer.code ? 400 : 200, { "content-type": "application/json" });
    response.end(JSON.stringify(answer));
  });
});
await new Promise((resolve) => platform.listen(0, "127.0.0.1", resolve));
const frames = [];
let line;
new WebSocketServer({ server: platform }).on("connection", (socket) => {
  line = socket;
  socket.on("message", (bytes) => frames.push(decode(bytes)));
});

// --- the desk
const desk = `${work}/desk`;
mkdirSync(work, { recursive: true });
execFileSync(binary, ["init", desk]);
execFileSync(binary, ["agent", "add", desk, "kim"]);
const account = (app, more) =>
  `{type: feishu, app_id: ${app}, app_secret: env:FEISHU_SECRET, bot: ou_bot, api_base: "http://127.0.0.1:${platform.address().port}", ${more}}`;
writeFileSync(
  `${desk}/frontdesk.yaml`,
  ["frontdesk: 1", "listen: 127.0.0.1:0", "locales: [zh, en]", "limits: {allow_hosts: [127.0.0.1]}", "accounts:",
    `  hook: ${account("cli_hook", "encrypt_key: env:FEISHU_KEY, verification_token: env:FEISHU_TOKEN, help_channels: [oc_desk]")}`,
    `  line: ${account("cli_line", "transport: websocket")}`,
    "desk: {channels: [{account: hook, channel: oc_desk, locale: zh}]}", "agents: {kim: {hook: ou_kim}}", ""].join("\n"),
);
writeFileSync(
  `${desk}/flows/parcel.yaml`,
  ["flow: parcel", "title: 包裹没有收到", "locale: zh", "start: {phrases: [包裹没有收到]}", "steps:",
    "  - {ask: number, title: 单号, type: text, text: 单号是多少？, form: true}",
    "  - {ask: note, title: 补充, type: text, text: 还有什么要补充的？, form: true, skip: true}",
    "  - ticket: {category: service, title: '包裹 {{number}}'}", "  - end: done", ""].join("\n"),
);
const env = { ...process.env, FEISHU_SECRET: "served", FEISHU_KEY: key, FEISHU_TOKEN: token };
const server = spawn(binary, ["serve", desk], { env });
let log = "";
server.stdout.on("data", (part) => (log += part));
server.stderr.on("data", (part) => (log += part));
let code = 1;
try {
  const base = (await until("the address", () => log.match(/http:\/\/127\.0\.0\.1:\d+/)))[0];
  await webhook(base);
  await deskChannel(base);
  await form(base);
  await longConnection();
  console.log("clicks, forms, threads and a desk channel by webhook, split events by long connection: all as Feishu has them");
  code = 0;
} catch (error) {
  console.error(error.message, "\n", log.slice(-3000));
} finally {
  server.kill();
  process.exit(code);
}

async function post(base, event, headers) {
  const body = encrypted(event, key);
  const sign = headers ?? signed(body, key);
  const response = await fetch(`${base}/hooks/hook`, { method: "POST", headers: { "content-type": "application/json", ...sign }, body });
  return { status: response.status, text: await response.text(), body, sign };
}

// The same bytes, judged by the platform's package.
async function postAsThePackageReads(base, event) {
  const { header } = event;
  let read = false;
  const dispatcher = new lark.EventDispatcher({ encryptKey: key, logger: quiet }).register({ [header.event_type]: () => void (read = true) });
  const answer = await post(base, event);
  await dispatcher.invoke(Object.assign(Object.create({ headers: answer.sign }), JSON.parse(answer.body)));
  if (!read) fail("what is played here is not what the platform's package reads");
  if (answer.status !== 200) fail(`refused: ${answer.status} ${answer.text}`);
  return answer;
}

async function webhook(base) {
  const challenge = await post(base, { challenge: "c-4711", token, type: "url_verification" }, {});
  const asked = lark.generateChallenge(JSON.parse(challenge.body), { encryptKey: key });
  if (!asked.isChallenge || challenge.text !== JSON.stringify(asked.challenge)) fail(`challenge: ${challenge.text}`);

  await postAsThePackageReads(base, saidOf("怎么重置密码", { chat_id: "oc_hook" }, token));
  const card = await until("an answer with buttons", () => calls.find((c) => c.body.receive_id === "oc_hook" && buttonsOf(c.content).length));
  const { value } = buttonsOf(card.content)[0].behaviors[0];
  const begun = Date.now();
  const clicked = await postAsThePackageReads(base, clickOf(value, card.answer.data.message_id, "oc_hook", token));
  const changed = JSON.parse(clicked.text);
  if (Date.now() - begun >= 3000) fail("a click was answered too late");
  if (changed.card?.type !== "raw" || changed.card.data.schema !== "2.0") fail(`no card in the answer: ${clicked.text}`);
  if (!JSON.stringify(changed.card.data).includes(`✓ ${value.label}`)) fail(`the choice is not shown: ${clicked.text}`);

  // In a group, below a message that is gone: beside it.
  const mentions = [{ key: "@_user_1", id: { open_id: "ou_bot" }, name: "小助手", mentioned_type: "bot" }];
  const where = { message_id: "om_group", chat_id: "oc_group", chat_type: "group", mentions };
  await postAsThePackageReads(base, saidOf("@_user_1 怎么重置密码", where, token));
  const refused = await until("a reply", () => calls.find((c) => c.path.endsWith("/om_group/reply")));
  if (refused.body.reply_in_thread !== true) fail("the reply opens no thread");
  await until("the words beside the thread", () => calls.find((c) => c.body.receive_id === "oc_group"));
}

// A form is answered with a toast, its card is closed by a call, and the flow goes on.
async function form(base) {
  await postAsThePackageReads(base, saidOf("包裹没有收到", { chat_id: "oc_form" }, token));
  const formOf = (c) => c.content?.body?.elements?.find((e) => e.tag === "form");
  const card = await until("a form", () => calls.find((c) => c.body.receive_id === "oc_form" && formOf(c)));
  const inputs = formOf(card).elements.filter((e) => e.tag === "input");
  if (inputs.map((i) => i.name).join() !== "number,note" || !inputs[0].required || inputs[1].required) fail(`inputs: ${JSON.stringify(inputs)}`);
  const { value } = buttonsOf(card.content).at(-1).behaviors[0];
  const id = card.answer.data.message_id;
  const click = clickOf(value, id, "oc_form", token);
  click.event.action.form_value = { number: "SF-4711" };
  const toast = JSON.parse((await postAsThePackageReads(base, click)).text).toast;
  if (toast?.type !== "success") fail(`no toast: ${JSON.stringify(toast)}`);
  const closed = await until("the closed form", () => calls.find((c) => c.method === "PATCH" && c.path.endsWith(`/${id}`)));
  if (formOf(closed)) fail("the form is still open");
  await until("what comes next", () => calls.findLast((c) => c.body.receive_id === "oc_form" && calls.indexOf(c) > calls.indexOf(card)));
}

// Each ticket has its thread below its card; a click there is answered at once, and the card changes a moment later.
async function deskChannel(base) {
  await postAsThePackageReads(base, saidOf("转人工", { chat_id: "oc_hook" }, token));
  const card = await until("a ticket's card", () => calls.find((c) => c.body.receive_id === "oc_desk" && buttonsOf(c.content).length));
  const id = card.answer.data.message_id;
  const below = (words) => () => calls.find((c) => c.path.endsWith(`/${id}/reply`) && JSON.stringify(c.content).includes(words));
  const { value } = buttonsOf(card.content)[0].behaviors[0];
  if (!value.value.startsWith("desk:take=")) fail(`the first button: ${JSON.stringify(value)}`);
  const begun = Date.now();
  const clicked = await postAsThePackageReads(base, clickOf(value, id, "oc_desk", token, "ou_kim"));
  if (clicked.text !== "{}" || Date.now() - begun > 1500) fail(`a click of the desk waited: ${clicked.text}`);
  await until("the taken card", () => calls.find((c) => c.method === "PATCH" && c.path.endsWith(`/${id}`)));
  await postAsThePackageReads(base, saidOf("我的订单号是 A-4711", { chat_id: "oc_hook" }, token));
  await until("the user's words below the card", below("A-4711"));
  const thread = { chat_id: "oc_desk", chat_type: "group", root_id: id, thread_id: "omt_1" };
  await postAsThePackageReads(base, saidOf("/回复 邮件已经重新发送", thread, token, "ou_kim"));
  await until("the agent's words", () => calls.find((c) => c.body.receive_id === "oc_hook" && c.body.content.includes("邮件已经重新发送")));
}

function frameOf(event, id, more = {}) {
  const headers = Object.entries({ type: "event", message_id: id, sum: "1", seq: "0", ...more });
  return {
    SeqID: 7, LogID: 9, service: 33554678, method: 1,
    headers: headers.map(([k, v]) => ({ key: k, value: v })),
    payload: Buffer.from(typeof event === "string" ? event : JSON.stringify(event)),
  };
}
function answered(id) {
  return until(`an answer to ${id}`, () => frames.find((f) => f.header.message_id === id));
}

async function longConnection() {
  const ping = await until("a ping", () => frames.find((f) => f.header.type === "ping"));
  if (ping.service !== 33554678 || ping.method !== 0) fail(`ping: ${JSON.stringify(ping)}`);

  // In two pieces, the second first, cut inside a character.
  const bytes = Buffer.from(JSON.stringify(saidOf("怎么重置密码", { chat_id: "oc_line" }, "")));
  const cut = bytes.indexOf(Buffer.from("密")) + 1;
  const piece = (seq, payload) => encode({ ...frameOf("", "m-split", { sum: "2", seq: String(seq) }), payload });
  line.send(piece(1, bytes.subarray(cut)));
  line.send(piece(0, bytes.subarray(0, cut)));
  const ack = await answered("m-split");
  if (ack.json.code !== 200 || ack.header.seq !== "0" || ack.SeqID !== "7") fail(`ack: ${JSON.stringify(ack)}`);
  const card = await until("an answer with buttons", () => calls.find((c) => c.body.receive_id === "oc_line" && buttonsOf(c.content).length));

  const { value } = buttonsOf(card.content)[0].behaviors[0];
  const id = card.answer.data.message_id;
  line.send(encode(frameOf(clickOf(value, id, "oc_line", ""), "m-click")));
  if ((await answered("m-click")).json.code !== 200) fail("a click was not acknowledged");
  const patch = await until("the changed card", () => calls.find((c) => c.method === "PATCH" && c.path.endsWith(`/${id}`)));
  if (!JSON.stringify(patch.content).includes(`✓ ${value.label}`)) fail(`the choice is not shown: ${JSON.stringify(patch.content)}`);

  // A connection that breaks is opened again, and an event that comes twice is one.
  const twice = saidOf("转人工", { chat_id: "oc_line" }, "");
  const before = line;
  before.terminate();
  await until("another connection", () => line !== before);
  for (const copy of ["m-a", "m-b"]) {
    line.send(encode(frameOf(twice, copy)));
    await answered(copy);
  }
}
