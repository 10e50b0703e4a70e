// The platform's side of the wire, for the peers: its envelope by Node's crypto, its frames by protobufjs.
import { createCipheriv, createHash, randomBytes } from "node:crypto";
import protobuf from "protobufjs";

const schema = `syntax = "proto2"; package pbbp2;
message Header { required string key = 1; required string value = 2; }
message Frame { required uint64 SeqID = 1; required uint64 LogID = 2; required int32 service = 3; required int32 method = 4;
  repeated Header headers = 5; optional string payload_encoding = 6; optional string payload_type = 7;
  optional bytes payload = 8; optional string LogIDNew = 9; }`;
const Frame = protobuf.parse(schema, { keepCase: true }).root.lookupType("pbbp2.Frame");

export const encode = (frame) => {
  const wrong = Frame.verify(frame);
  if (wrong) throw new Error(wrong);
  return Buffer.from(Frame.encode(frame).finish());
};
export const decode = (bytes) => {
  const frame = Frame.toObject(Frame.decode(bytes), { longs: String, bytes: Buffer });
  frame.header = Object.fromEntries((frame.headers ?? []).map((h) => [h.key, h.value]));
  frame.json = frame.payload?.length ? JSON.parse(frame.payload.toString()) : undefined;
  return frame;
};

export const encrypted = (event, key) => {
  const iv = randomBytes(16);
  const cipher = createCipheriv("aes-256-cbc", createHash("sha256").update(key).digest(), iv);
  const bytes = Buffer.concat([iv, cipher.update(JSON.stringify(event)), cipher.final()]);
  return JSON.stringify({ encrypt: bytes.toString("base64") });
};
export const signed = (body, key) => {
  const timestamp = String(Math.floor(Date.now() / 1000));
  const nonce = randomBytes(6).toString("hex");
  const signature = createHash("sha256").update(timestamp + nonce + key + body).digest("hex");
  return { "x-lark-request-timestamp": timestamp, "x-lark-request-nonce": nonce, "x-lark-signature": signature };
};

let events = 0;
export const eventOf = (type, event, token) => ({
  schema: "2.0",
  header: { event_id: `ev_${process.pid}_${++events}`, event_type: type, create_time: String(Date.now()), token },
  event,
});
export const saidOf = (text, where, token, who = "ou_zhang") =>
  eventOf(
    "im.message.receive_v1",
    {
      sender: { sender_id: { open_id: who }, sender_type: "user" },
      message: { message_id: `om_said_${++events}`, chat_id: "oc_dm", chat_type: "p2p", message_type: "text",
        content: JSON.stringify({ text }), ...where },
    },
    token,
  );
export const clickOf = (value, message, chat, token, who = "ou_zhang") =>
  eventOf(
    "card.action.trigger",
    {
      operator: { open_id: who },
      token: "c-1",
      action: { tag: "button", value },
      host: "im_message",
      context: { open_message_id: message, open_chat_id: chat },
    },
    token,
  );

// Of the cards' buttons, in order.
export const buttonsOf = (node) => {
  if (!node || typeof node !== "object") return [];
  if (node.tag === "button") return [node];
  return Object.values(node).flatMap(buttonsOf);
};
