// The vendor's client makes the calls that ours has written down: same method, same place, same body.
// node api.mjs FOLDER   (calls.jsonl is read)
import { createServer } from 'node:http';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const { Client4 } = createRequire(import.meta.url)('@mattermost/client');
const folder = process.argv[2];
const ours = readFileSync(`${folder}/calls.jsonl`, 'utf8').trim().split('\n').map((line) => JSON.parse(line));

let last;
const http = createServer((request, response) => {
  const pieces = [];
  request.on('data', (piece) => pieces.push(piece));
  request.on('end', () => {
    const url = new URL(request.url, 'http://x');
    last = { method: request.method, url, body: Buffer.concat(pieces).toString(), headers: request.headers };
    response.setHeader('content-type', 'application/json').end('{}');
  });
});
await new Promise((ready) => http.listen(0, '127.0.0.1', ready));
const client = new Client4();
client.setUrl(`http://127.0.0.1:${http.address().port}`);
client.setToken('CANARYbottoken000000000001');

const theirs = {
  me: () => client.getMe(),
  user: () => client.getUser('user1'),
  direct: (body) => client.createDirectChannel(body),
  channels: () => client.getAllTeamsChannels(),
  channel: () => client.getChannel('dm1'),
  there: () => client.getPost('p9'),
  page: () => client.getPosts('dm1', 0, 200, false),
  after: () => client.getPostsAfter('dm1', 'p9', 0, 200, false),
  post: (body) => client.createPost(body),
  patch: (body) => client.patchPost({ id: 'p7', ...body }),
  upload: () => {
    const form = new FormData();
    form.append('channel_id', 'dm1');
    form.append('files', new Blob(['bytes'], { type: 'text/plain' }), 'log "1".txt');
    return client.uploadFile(form);
  },
};

let failed = 0;
const check = (name, what, ours, theirs) => {
  if (JSON.stringify(ours) === JSON.stringify(theirs)) return;
  console.error(`${name}: ${what}: ours ${JSON.stringify(ours)}, theirs ${JSON.stringify(theirs)}`);
  failed += 1;
};
const sorted = (value) =>
  value === null || typeof value !== 'object' || Array.isArray(value)
    ? value
    : Object.fromEntries(Object.keys(value).sort().map((key) => [key, sorted(value[key])]));
// What a form holds, without the line that tells its parts apart.
const parts = (call) => {
  const boundary = /boundary=(.*)$/.exec(call.type)[1];
  return call.body.split(`--${boundary}`).map((part) => part.trim());
};

for (const call of ours) {
  if (call.name === 'file') {
    check(call.name, 'address', call.url, client.getFileUrl('f1', 0).replace(client.getUrl(), ''));
    continue;
  }
  const json = call.type === 'application/json' ? JSON.parse(call.body) : undefined;
  await theirs[call.name](json);
  const url = new URL(call.url, 'http://x');
  check(call.name, 'method', call.method, last.method);
  check(call.name, 'path', url.pathname, last.url.pathname);
  for (const [key, value] of url.searchParams) check(call.name, key, value, last.url.searchParams.get(key));
  check(call.name, 'token', call.authorization.toLowerCase(), last.headers.authorization.toLowerCase());
  if (json !== undefined) {
    const body = JSON.parse(last.body);
    if (call.name === 'patch') delete body.id;
    check(call.name, 'body', sorted(json), sorted(body));
  }
  if (call.name === 'upload') check(call.name, 'form', parts(call), parts({ type: last.headers['content-type'], body: last.body }));
}
console.log(`the client made ${ours.length} calls as ours did`);
process.exit(failed === 0 && ours.length >= 10 ? 0 : 1);
