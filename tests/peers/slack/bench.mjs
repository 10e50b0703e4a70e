// What Bolt takes to verify and read one signed event, without a network: node bench.mjs
import { createHmac } from 'node:crypto';
import bolt from '@slack/bolt';

const kSecret = 'throwaway-slack-signing-secret-0001';
const kRounds = 9;
const kEvents = 20_000;

const body = JSON.stringify({
  token: 'deprecated-token',
  team_id: 'T0001',
  api_app_id: 'A0001',
  event: {
    type: 'message',
    channel: 'C0001',
    user: 'U0001',
    text: 'Привет — help <@U0BOT> &amp; co ✅',
    ts: '1767225599.000100',
    event_ts: '1767225599.000100',
    channel_type: 'channel',
  },
  type: 'event_callback',
  event_id: 'Ev0001',
  event_time: 1767225599,
  authorizations: [{ enterprise_id: null, team_id: 'T0001', user_id: 'U0BOT', is_bot: true, is_enterprise_install: false }],
  is_ext_shared_channel: false,
});
const time = String(Math.floor(Date.now() / 1000));
const headers = {
  'content-type': 'application/json',
  'x-slack-request-timestamp': time,
  'x-slack-signature': `v0=${createHmac('sha256', kSecret).update(`v0:${time}:${body}`).digest('hex')}`,
};
const { parseAndVerifyHTTPRequest, parseHTTPRequestBody } = bolt.HTTPModuleFunctions;
const options = { signingSecret: kSecret };

const takeOne = async () => {
  const request = await parseAndVerifyHTTPRequest(options, { headers, rawBody: Buffer.from(body) }, {});
  return parseHTTPRequestBody(request).event.text.length;
};

const micros = [];
let check = 0;
for (let round = 0; round <= kRounds; round += 1) {
  const begun = process.hrtime.bigint();
  for (let i = 0; i < kEvents; i += 1) check += await takeOne();
  if (round > 0) micros.push(Number(process.hrtime.bigint() - begun) / 1000 / kEvents);
}
micros.sort((a, b) => a - b);
console.log(
  JSON.stringify({
    what: 'Bolt: verify and parse one signed event',
    bytes: Buffer.byteLength(body),
    events: kRounds * kEvents,
    median_us: Number(micros[Math.floor(kRounds / 2)].toFixed(3)),
    least_us: Number(micros[0].toFixed(3)),
    most_us: Number(micros[kRounds - 1].toFixed(3)),
    check: check > 0,
  }),
);
