// The vendor's WebSocket client in troubles that are not among the vectors: what it asks for and gives to its user is
// kept for ours to be compared with.
// node socket.mjs FOLDER   (traces.json is written)
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { WebSocket, WebSocketServer } from 'ws';

const { WebSocketClient } = createRequire(import.meta.url)('@mattermost/client');
globalThis.WebSocket ??= WebSocket;
globalThis.CloseEvent ??= class extends Event {
  constructor(type, init) {
    super(type);
    Object.assign(this, init);
  }
};
const log = console.log;
console.log = () => {};

const hello = (connection) => ({ event: 'hello', data: { connection_id: connection, server_hostname: 'h' }, broadcast: { user_id: 'bot1' }, seq: 0 });
const post = (id, seq) => ({
  event: 'posted',
  data: { channel_type: 'O', post: JSON.stringify({ id, channel_id: 'chan1', user_id: 'user1', message: `привет ${id} ✅`, create_at: 1000 + seq }), sender_name: '@ann', mentions: '[]' },
  broadcast: { channel_id: 'chan1' },
  seq,
});
const other = (event, seq) => ({ event, data: { user_id: 'user1' }, broadcast: { channel_id: 'chan1' }, seq });
const pong = { status: 'OK', seq_reply: 99, data: { text: 'pong' } };

// Each list is one connection; 'end' closes it from the server's side.
const scenes = {
  'events of other kinds count': [[hello('c1'), other('typing', 1), post('p1', 2), other('status_change', 3), post('p2', 4)]],
  'replies do not count': [[hello('c1'), pong, post('p1', 1), pong, pong, post('p2', 2)]],
  'a gap of kinds that nobody reads': [[hello('c1'), post('p1', 1), other('typing', 3)], [other('typing', 2), other('typing', 3), post('p2', 4)]],
  'two gaps': [[hello('c1'), post('p1', 1), post('p3', 3)], [post('p2', 2), post('p5', 5)], [post('p3', 3), post('p4', 4), post('p5', 5)]],
  'an end in between, and the server goes on': [[hello('c1'), post('p1', 1), 'end'], [post('p2', 2), post('p3', 3)]],
  'an end in between, and the server has forgotten': [[hello('c1'), post('p1', 1), post('p2', 2), 'end'], [hello('c2'), post('p8', 1), post('p9', 2)]],
};

const play = (name, connections) =>
  new Promise((done) => {
    const trace = [];
    let number = 0;
    const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
    const client = new WebSocketClient({
      newWebSocketFn: (url) => new WebSocket(url),
      minWebSocketRetryTime: 50,
      reconnectJitterRange: 1,
      clientPingInterval: 30_000,
    });
    client.addMessageListener((message) => {
      trace.push({ delivered_to_app: message.event, seq: message.seq });
      const left = number >= connections.length && message.seq === connections.at(-1).at(-1).seq;
      if (left) {
        client.close();
        server.close();
        done({ name, trace });
      }
    });
    client.addMissedMessageListener(() => trace.push({ app_callback: 'missed_events' }));
    server.on('connection', (socket, request) => {
      trace.push({ event: 'connect', url: request.url });
      const frames = connections[number++] ?? [];
      for (const frame of frames) {
        if (frame === 'end') {
          setTimeout(() => socket.close(1012), 50);
        } else {
          trace.push({ dir: 'server->client', msg: frame });
          socket.send(JSON.stringify(frame));
        }
      }
    });
    server.on('listening', () => client.initialize(`ws://127.0.0.1:${server.address().port}/api/v4/websocket`, 'bot-access-token'));
  });

const traces = [];
for (const [name, connections] of Object.entries(scenes)) traces.push(await play(name, connections));
writeFileSync(`${process.argv[2]}/traces.json`, JSON.stringify(traces));
log(`the WebSocket client has heard ${traces.length} scenes`);
process.exit(0);
