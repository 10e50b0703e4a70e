// Bolt, Slack's framework for apps, reads the requests that we sign, and says of others which it takes:
// node verify.mjs FOLDER   (requests.jsonl in it; verdicts.jsonl is written)
import { createHmac } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import bolt from '@slack/bolt';

const folder = process.argv[2];
const secret = 'throwaway-slack-signing-secret-0001';
const lines = (name) => readFileSync(`${folder}/${name}`, 'utf8').trim().split('\n').map((line) => JSON.parse(line));
const fail = (why) => {
  console.error(why);
  process.exit(1);
};

const quiet = { debug() {}, info() {}, warn() {}, error() {}, setLevel() {}, getLevel() { return 'error'; }, setName() {} };
const receiver = new bolt.HTTPReceiver({ signingSecret: secret, logger: quiet });
const app = new bolt.App({ receiver, logger: quiet, authorize: async () => ({ botToken: 'xoxb-1', botId: 'B0BOT', botUserId: 'U0BOT' }) });
const heard = [];
app.use(async ({ ack, body }) => {
  heard.push(body);
  if (ack) await ack();
});
const server = await receiver.start({ port: 0, host: '127.0.0.1' });
const url = `http://127.0.0.1:${server.address().port}/slack/events`;

const requests = lines('requests.jsonl');
for (const { name, headers, body, good } of requests) {
  const answer = await fetch(url, { method: 'POST', headers, body });
  if (answer.status !== (good ? 200 : 401)) fail(`${name}: Bolt says ${answer.status}`);
}
await receiver.stop();
const texts = heard.map((body) => body.event?.text ?? body.actions?.[0].value ?? body.text);
const expected = ['Привет <@U0BOT> &amp; co ✅', 'a&b', 'my VPN & me'];
if (JSON.stringify(texts) !== JSON.stringify(expected)) fail(`Bolt has heard ${JSON.stringify(texts)}`);
console.log(`Bolt took ${heard.length} of our requests and refused ${requests.length - heard.length}, as it should`);

// The other way: requests that are signed here, and Bolt's verdict.
const now = 1767225600000;
const sign = (body, time, key = secret) => `v0=${createHmac('sha256', key).update(`v0:${time}:${body}`).digest('hex')}`;
const body = JSON.stringify({ type: 'event_callback', event: { type: 'message', text: '消息 – ✅' } });
const time = String(now / 1000);
const right = sign(body, time);
const cases = [
  ['right', body, time, right],
  ['empty body', '', time, sign('', time)],
  ['300 seconds old', body, String(now / 1000 - 300), sign(body, String(now / 1000 - 300))],
  ['301 seconds old', body, String(now / 1000 - 301), sign(body, String(now / 1000 - 301))],
  ['of the future', body, String(now / 1000 + 301), sign(body, String(now / 1000 + 301)), true],
  ['another secret', body, time, sign(body, time, 'another-slack-signing-secret-00002')],
  ['another body', `${body} `, time, right],
  ['another time', body, String(now / 1000 - 1), right],
  ['another version', body, time, right.replace('v0', 'v1')],
  ['no version', body, time, right.slice(3)],
  ['upper case', body, time, right.toUpperCase().replace('V0', 'v0')],
  ['cut', body, time, right.slice(0, -1)],
  ['nothing', body, time, ''],
];
const verdicts = cases.map(([name, text, stamp, signature, stricter = false]) => {
  const headers = { 'x-slack-request-timestamp': stamp, 'x-slack-signature': signature };
  const accepted = bolt.isValidSlackRequest({
    signingSecret: secret,
    body: text,
    headers: { ...headers, 'x-slack-request-timestamp': Number(stamp) },
    nowMilliseconds: now,
  });
  return { name, now, secret, headers, body: text, accepted, stricter };
});
writeFileSync(`${folder}/verdicts.jsonl`, verdicts.map((one) => `${JSON.stringify(one)}\n`).join(''));
console.log(`Bolt takes ${verdicts.filter((one) => one.accepted).length} of ${verdicts.length} other requests`);
