// Tokens that jose signs, and what Microsoft's own connector says of them: node tokens.mjs FOLDER
// (verdicts.jsonl is written; TeamsPeer of adapters_test compares our verdicts)
import { createServer } from 'node:http';
import { writeFileSync } from 'node:fs';
import connector from 'botframework-connector';
import { CompactSign, SignJWT, UnsecuredJWT, exportJWK, generateKeyPair } from 'jose';

const folder = process.argv[2];
const { error: complain } = console;
console.error = () => {}; // the connector tells of each refusal
const app = '11111111-2222-3333-4444-555555555555';
const service = 'https://smba.trafficmanager.net/emea/aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee/';
const now = Math.floor(Date.now() / 1000);

const jwkOf = async (key, kid, endorsements, alg = 'RS256') => ({ ...(await exportJWK(key)), kid, use: 'sig', alg, endorsements });
const pairs = {};
for (const name of ['ours', 'stranger', 'slack']) pairs[name] = await generateKeyPair('RS256', { modulusLength: 2048 });
const curve = await generateKeyPair('ES256');
const jwks = {
  keys: [
    await jwkOf(pairs.ours.publicKey, 'key-1', ['msteams', 'webchat']),
    await jwkOf(pairs.slack.publicKey, 'key-slack', ['slack']),
    await jwkOf(curve.publicKey, 'key-curve', ['msteams'], 'ES256'),
  ],
};

const keys = createServer((request, response) => {
  const { port } = keys.address();
  const metadata = { issuer: 'https://api.botframework.com', jwks_uri: `http://127.0.0.1:${port}/keys`, id_token_signing_alg_values_supported: ['RS256'] };
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify(request.url === '/keys' ? jwks : metadata));
});
await new Promise((resolve) => keys.listen(0, '127.0.0.1', resolve));
const base = `http://127.0.0.1:${keys.address().port}/metadata`;
const judge = connector.BotFrameworkAuthenticationFactory.create(
  '', true, 'https://login.microsoftonline.com/botframework.com', 'https://api.botframework.com', 'https://api.botframework.com', '',
  base, base, '', new connector.PasswordServiceClientCredentialFactory(app, 'unused'), { requiredEndorsements: [] },
);

const claims = (more = {}) => ({ iss: 'https://api.botframework.com', aud: app, serviceurl: service, nbf: now - 10, exp: now + 3600, ...more });
const sign = (payload, { key = pairs.ours.privateKey, kid = 'key-1', alg = 'RS256', ...header } = {}) =>
  new SignJWT(payload).setProtectedHeader({ typ: 'JWT', alg, kid, ...header }).sign(key);
const without = (name) => Object.fromEntries(Object.entries(claims()).filter(([key]) => key !== name));
const psKey = (await crypto.subtle.generateKey({ name: 'RSA-PSS', modulusLength: 2048, publicExponent: new Uint8Array([1, 0, 1]), hash: 'SHA-256' }, true, ['sign'])).privateKey;
const secret = new TextEncoder().encode(JSON.stringify(jwks.keys[0]));
const good = await sign(claims());
const parts = good.split('.');
const cases = [
  ['good', good],
  ['four minutes late', await sign(claims({ exp: now - 240 }))],
  ['six minutes late', await sign(claims({ exp: now - 360 }))],
  ['four minutes early', await sign(claims({ nbf: now + 240 }))],
  ['six minutes early', await sign(claims({ nbf: now + 360 }))],
  ['no exp', await sign(without('exp')), { stricter: true }],
  ['another issuer', await sign(claims({ iss: 'https://api.botframework.us' }))],
  ['another bot', await sign(claims({ aud: 'another' }))],
  ['a list of bots', await sign(claims({ aud: [app] }))],
  ['no bot', await sign(without('aud'))],
  ['another serviceUrl', await sign(claims({ serviceurl: 'https://smba.trafficmanager.net/apac/' }))],
  ['no serviceUrl', await sign(without('serviceurl'))],
  ["a stranger's key under a known name", await sign(claims(), { key: pairs.stranger.privateKey })],
  ["a stranger's key in the header", await sign(claims(), { key: pairs.stranger.privateKey, kid: 'key-9', jwk: await exportJWK(pairs.stranger.publicKey) })],
  ['an unknown key', await sign(claims(), { kid: 'key-2' })],
  ["another channel's key", await sign(claims(), { key: pairs.slack.privateKey, kid: 'key-slack' })],
  ['an elliptic curve', await sign(claims(), { key: curve.privateKey, kid: 'key-curve', alg: 'ES256' })],
  ['PS256', await sign(claims(), { key: psKey, alg: 'PS256' })],
  ['HS256 by the public key', await new CompactSign(new TextEncoder().encode(JSON.stringify(claims()))).setProtectedHeader({ alg: 'HS256', kid: 'key-1' }).sign(secret)],
  ['unsigned', new UnsecuredJWT(claims()).encode()],
  ['cut', good.slice(0, -2)],
  ['other claims', `${parts[0]}.${Buffer.from(JSON.stringify(claims({ exp: now + 7200 }))).toString('base64url')}.${parts[2]}`],
  ['nothing', ''],
];
const activity = { type: 'message', id: '1', channelId: 'msteams', serviceUrl: service, channelData: { tenant: { id: 'aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee' } } };
const verdicts = [];
for (const [name, token, more = {}] of cases) {
  const authorization = `Bearer ${token}`;
  const accepted = await judge.authenticateRequest(activity, authorization).then(() => true, () => false);
  verdicts.push({ name, now, authorization, activity, jwks, accepted, ...more });
}
writeFileSync(`${folder}/verdicts.jsonl`, verdicts.map((one) => `${JSON.stringify(one)}\n`).join(''));
keys.close();
if (!verdicts[0].accepted || verdicts.filter((one) => one.accepted).length !== 4) {
  complain(verdicts.map((one) => `${one.accepted ? 'yes' : 'no '} ${one.name}`).join('\n'));
  process.exit(1);
}
console.log(`Microsoft's connector takes ${verdicts.filter((one) => one.accepted).length} of ${verdicts.length} tokens that jose signed`);
process.exit(0);
