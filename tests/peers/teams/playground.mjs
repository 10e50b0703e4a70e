// `frontdesk serve` talks to Microsoft's playground, which plays Teams: playground.mjs FRONTDESK WORKDIR
// Both are in a network of their own, where ports are free.
import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import WebSocket from 'ws';

const [binary, work] = process.argv.slice(2);
const playground = 'http://localhost:56150';
const secret = 'playground-path-secret-0001';
const seen = []; // what the playground shows
const fail = (why) => {
  throw new Error(why);
};
const until = async (what, holds) => {
  for (const end = Date.now() + 60_000; Date.now() < end; await new Promise((r) => setTimeout(r, 50))) {
    const found = await holds();
    if (found) return found;
  }
  fail(`never came: ${what}`);
};
const post = async (path, body) => {
  const answer = await fetch(`${playground}${path}`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
  const text = await answer.text();
  if (answer.status !== 200) fail(`${path}: ${answer.status} ${text}`);
  return text ? JSON.parse(text) : {};
};

// --- the desk
const desk = `${work}/desk`;
mkdirSync(work, { recursive: true });
execFileSync(binary, ['init', desk]);
writeFileSync(
  `${desk}/frontdesk.yaml`,
  ['frontdesk: 1', 'listen: 127.0.0.1:3978', 'locales: [en, zh]', 'top_questions: [reset-password]', 'accounts:',
    `  teams: {type: teams, emulator: "${playground}/_connector", path_secret: env:TEAMS_PATH_SECRET, help_channels: ['19:none@thread.tacv2']}`, ''].join('\n'),
);
writeFileSync(
  `${desk}/flows/parcel.yaml`,
  ['flow: parcel', 'title: A parcel is missing', 'locale: en', 'start: {phrases: [my parcel is missing]}', 'steps:',
    '  - {ask: number, title: Number, type: text, text: Which number?, form: true}',
    '  - {ask: day, title: Day, type: date, text: Since when?, form: true}',
    "  - ticket: {category: service, title: 'Parcel {{number}} {{day}}'}", '  - end: done', ''].join('\n'),
);
const programs = [];
const run = (command, args, env = {}) => {
  const program = spawn(command, args, { env: { ...process.env, ...env } });
  program.log = '';
  for (const stream of [program.stdout, program.stderr]) stream.on('data', (part) => (program.log += part));
  programs.push(program);
  return program;
};
const server = run(binary, ['serve', desk], { TEAMS_PATH_SECRET: secret });
let code = 1;
try {
  await until('the desk', () => server.log.includes('http://127.0.0.1:3978'));
  run('node', ['node_modules/@microsoft/m365agentsplayground/cli.js', 'start', '-e', `http://127.0.0.1:3978/hooks/teams/${secret}`,
    '-c', 'msteams', '-p', '56150', '--conversation-id', 'conv1', '--dt']);
  await until('the playground', () => fetch(`${playground}/_internal/v1/config`).then((a) => a.ok, () => false));
  await talk();
  console.log('words, cards, forms, changed cards, a new member, a group and a channel: all as the playground of Microsoft has them');
  code = 0;
} catch (error) {
  console.error(error.message, '\n', JSON.stringify(seen.slice(-3)).slice(0, 3_000), '\n', programs.map((program) => program.log.slice(-3000)).join('\n---\n'));
} finally {
  for (const program of programs) program.kill();
  process.exit(code);
}

async function talk() {
  const line = new WebSocket('ws://localhost:56150/_ws_conversation/v1/conversations/stream');
  line.on('message', (bytes) => seen.push(JSON.parse(bytes)));
  await new Promise((resolve, reject) => line.on('open', resolve).on('error', reject));
  const ofBot = (action) => seen.filter((one) => one.action === action && one.message?.from.id !== 'user-id-0');
  const cardOf = (one) => one.message.attachments?.find((a) => a.contentType === 'application/vnd.microsoft.card.adaptive')?.content;
  const say = (text, conversation = 'conv1', more = {}) =>
    post(`/_conversation/v1/conversations/${conversation}/messages`, { from: { id: 'user-id-0' }, text, textFormat: 'plain', ...more });
  const wordsOf = (card) => JSON.stringify(card.body);
  const cardWith = (words) => until(`a card with ${words}`, () => ofBot('createMessage').find((one) => cardOf(one) && wordsOf(cardOf(one)).includes(words)));
  const execute = (message, action, more = {}) =>
    post('/_conversation/v1/invoke', {
      name: 'adaptiveCard/action', from: { id: 'user-id-0' }, conversation: { id: 'conv1' }, replyToId: message.messageId,
      value: { action: { type: action.type, title: action.title, verb: action.verb, data: { ...action.data, ...more } }, trigger: 'manual' },
    });

  // Whoever adds the bot is greeted.
  const bot = { id: '00000000-0000-0000-0000-00000000000011', name: 'Test Bot' };
  const member = {
    type: 'conversationUpdate', id: 'member-1', channelId: 'msteams', serviceUrl: `${playground}/_connector`, membersAdded: [bot], recipient: bot,
    from: { id: 'user-id-0', name: 'Alex Wilber' }, conversation: { id: 'conv1', conversationType: 'personal' }, timestamp: new Date().toISOString(),
  };
  await post('/_internal/v1/customActivities', member);
  await until('the greeting', () => ofBot('createMessage').length > 0);

  // An answer with buttons; a press is answered with the changed card.
  await say('how do I reset my password');
  const asked = await until('an answer with buttons', () => ofBot('createMessage').find((one) => cardOf(one)?.actions?.[0].data.fd.value.startsWith('verdict:')));
  const [yes] = cardOf(asked).actions;
  if (yes.type !== 'Action.Execute' || yes.fallback?.type !== 'Action.Submit') fail(`a button: ${JSON.stringify(yes)}`);
  const begun = Date.now();
  const pressed = await execute(asked.message, yes);
  if (Date.now() - begun > 5_000) fail('a press was answered too late');
  if (pressed.type !== 'application/vnd.microsoft.card.adaptive') fail(`a press: ${JSON.stringify(pressed)}`);
  if (!wordsOf(pressed.value).includes(`✓ ${yes.title}`) || pressed.value.actions) fail(`the changed card: ${JSON.stringify(pressed.value)}`);

  // A form: what is wrong comes back in the card with what was entered, what is right closes it.
  await say('my parcel is missing');
  const form = await cardWith('Input.Text');
  const send = cardOf(form).actions[0];
  const wrong = await execute(form.message, send, { 'in-number': 'A-17', 'in-day': 'the day after never' });
  const again = (wrong.value?.body ?? []).filter((one) => one.type.startsWith('Input.'));
  if (again.length !== 1 || again[0].id !== 'in-day') fail(`what was wrong is not asked again: ${JSON.stringify(wrong)}`);
  const right = await execute(form.message, wrong.value.actions[0], { 'in-day': '2026-03-01' });
  if (!wordsOf(right.value).includes('✓')) fail(`the form is still open: ${JSON.stringify(right)}`);
  await until('the end of the flow', () => ofBot('createMessage').find((one) => one.message.text?.includes('that is all we need')));

  // An old client sends the button as a message; the card is changed by a call.
  await say('report a problem');
  await until('a question', () => ofBot('createMessage').find((one) => one.message.text?.includes('What went wrong')));
  await say('My screen turns purple with yellow dots all the time & everywhere');
  const choice = await cardWith('Which part is it about?');
  const submit = cardOf(choice).actions[0].fallback;
  await post('/_conversation/v1/submit', { conversation: { id: 'conv1' }, from: { id: 'user-id-0' }, replyToId: choice.message.messageId, value: submit.data });
  await until('the changed card', () =>
    ofBot('updateMessage').find((one) => one.message.messageId === choice.message.messageId && wordsOf(cardOf(one)).includes(`✓ ${submit.title}`)));

  // In a group the bot answers who names it, and nobody else.
  const { config } = await (await fetch(`${playground}/_internal/v1/config`)).json();
  const mentions = [{ mentioned: { id: bot.id }, text: '<at>Test Bot</at>' }];
  const [group] = config.groupChats;
  await say('lunch?', group.id);
  await say('<at>Test Bot</at> how do I reset my password', group.id, { mentions });
  await until('an answer in the group', () => ofBot('createMessage').find((one) => one.actionConversationId === group.id && cardOf(one)));
  if (ofBot('createMessage').some((one) => JSON.stringify(one).includes('lunch'))) fail('the bot mixes in');

  // In a channel it answers below the post.
  const channel = config.teams[0].channels.at(-1).id;
  await say('<at>Test Bot</at> how do I reset my password', channel, { mentions });
  await until('an answer in the channel', () =>
    ofBot('createMessage').find((one) => one.actionConversationId.startsWith(`${channel};messageid=`) && cardOf(one)));
  line.close();
}
