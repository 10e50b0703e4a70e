// Slack's own Socket Mode client is sent frames, and what it writes back is kept for ours to be compared with:
// node socket.mjs FOLDER   (acks.jsonl is written)
import { createServer } from 'node:http';
import { writeFileSync } from 'node:fs';
import { SocketModeClient } from '@slack/socket-mode';
import { WebSocketServer } from 'ws';

const folder = process.argv[2];
const event = (text) => ({
  type: 'event_callback',
  team_id: 'T0001',
  event_id: `Ev${text}`,
  authorizations: [{ team_id: 'T0001', user_id: 'U0BOT', is_bot: true }],
  event: { type: 'message', channel: 'D0001', channel_type: 'im', user: 'U0001', text, ts: '1767225599.000100' },
});
const envelope = (id, type, payload, answers = false) => ({ envelope_id: id, type, payload, accepts_response_payload: answers });
const click = {
  type: 'block_actions',
  team: { id: 'T0001' },
  user: { id: 'U0001' },
  container: { type: 'message', message_ts: '1767225500.000200', channel_id: 'D0001' },
  trigger_id: '1.2.ab',
  actions: [{ type: 'button', action_id: 'press:fd-7:0', value: 'x', action_ts: '1.1' }],
};
const command = { command: '/support', text: 'my VPN', user_id: 'U0001', team_id: 'T0001', channel_id: 'C0001', trigger_id: '1.3' };
const frames = [
  { type: 'hello', num_connections: 1, connection_info: { app_id: 'A0001' } },
  envelope('e-1', 'events_api', event('hello')),
  { ...envelope('e-2', 'events_api', event('hello')), retry_attempt: 1, retry_reason: 'timeout' },
  envelope('e-3', 'interactive', click),
  envelope('e-4', 'slash_commands', command, true),
];

const http = createServer((request, response) => {
  const url = `ws://127.0.0.1:${http.address().port}/link`;
  const body = request.url.endsWith('/apps.connections.open') ? { ok: true, url } : { ok: false, error: 'unknown_method' };
  response.setHeader('content-type', 'application/json').end(JSON.stringify(body));
});
const acks = new Map();
let connections = 0;
const all = new Promise((done) => {
  new WebSocketServer({ server: http }).on('connection', (socket) => {
    connections += 1;
    socket.on('message', (bytes) => {
      const ack = JSON.parse(bytes.toString());
      acks.set(ack.envelope_id, ack);
      if (acks.size < frames.length - 1) return;
      // The client goes to another link when this one is about to be closed.
      if (connections === 1) socket.send(JSON.stringify({ type: 'disconnect', reason: 'refresh_requested' }));
    });
    if (connections === 1) for (const frame of frames) socket.send(JSON.stringify(frame));
    if (connections === 2) {
      socket.send(JSON.stringify(frames[0]));
      done();
    }
  });
});
await new Promise((ready) => http.listen(0, '127.0.0.1', ready));

const quiet = { debug() {}, info() {}, warn() {}, error() {}, setLevel() {}, getLevel() { return 'error'; }, setName() {} };
const client = new SocketModeClient({
  appToken: 'xapp-1',
  logger: quiet,
  clientOptions: { slackApiUrl: `http://127.0.0.1:${http.address().port}/api/` },
});
client.on('slack_event', async ({ ack, type }) => {
  if (type === 'slash_commands') return ack({ response_type: 'ephemeral', text: 'I have answered you in a direct message.' });
  return ack();
});
await client.start();
await all;

const lines = frames.map((frame) => ({ frame, ack: acks.get(frame.envelope_id) ?? null }));
writeFileSync(`${folder}/acks.jsonl`, lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
console.log(`the Socket Mode client wrote ${acks.size} acknowledgements and opened ${connections} links`);
process.exit(0); // the client would go on to reconnect
