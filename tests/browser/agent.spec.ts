import { drawn, expect, oneTimePassword, ownPassword, picture, reportAnswers, shot, test } from './desk';

test('A one-time password must be changed, and only the new one works after', async ({ newAgent }) => {
  const agent = await newAgent('ann');
  await agent.signIn('certainly wrong');
  await expect(agent.page.getByRole('alert')).toContainText('wrong');
  await agent.signIn(oneTimePassword('ann'));
  await expect(agent.page.getByRole('heading', { name: 'Choose your password' })).toBeVisible();
  await shot(agent.page, 'choose-password');
  await agent.page.getByLabel('New password', { exact: true }).fill('short');
  await agent.page.getByLabel('New password again').fill('short');
  await agent.page.getByRole('button', { name: 'Save and go on' }).click();
  await expect(agent.page.getByRole('alert')).toContainText('10');
  await agent.page.getByLabel('New password', { exact: true }).fill(ownPassword);
  await agent.page.getByLabel('New password again').fill(ownPassword);
  await agent.page.getByRole('button', { name: 'Save and go on' }).click();
  await agent.signOut();
  await agent.signIn(oneTimePassword('ann'));
  await expect(agent.page.getByRole('alert')).toContainText('wrong');
  await agent.signIn(ownPassword);
  await expect(agent.page.getByRole('navigation', { name: 'Conversations' })).toBeVisible();
});

test('From a question to a person: card, reply, note, silence of the bot, give back, resolve', async ({
  newVisitor,
  newAgent,
}) => {
  const agent = await newAgent('kim');
  await agent.signInFirstTime();
  const visitor = await newVisitor();
  await visitor.visit();
  await visitor.page.getByRole('button', { name: 'Send sample context' }).click();
  await visitor.launcher.click();
  await visitor.rows('greeting').waitFor();
  await visitor.say('how do I reset my pasword');
  await visitor.press(visitor.t.no);
  await visitor.startReport();
  await visitor.fillReport({ ...reportAnswers, actual: 'Kim, every message is late today' }, async () => {
    await visitor.pick([picture]);
    await expect(visitor.panel.locator('.tray .ready')).toBeVisible();
    await visitor.field.press('Enter');
  });
  await visitor.press(visitor.t.submit);
  await expect(visitor.said(/number \d+/)).toBeVisible();
  await visitor.handOver();

  // It comes without a reload, marked as new.
  const entry = agent.entry('Kim, every message is late');
  await expect(entry).toBeVisible();
  await expect(agent.page).toHaveTitle(/^\(\d+\)/);
  await expect(entry.getByRole('img', { name: 'new' })).toBeVisible();
  await entry.click();
  await expect(agent.button('Reply').first()).toBeVisible();
  await expect(agent.page.getByText('Take the conversation to reply.')).toBeVisible();
  await agent.take();

  // The card says what was collected.
  for (const fact of ['Kim, every message is late', 'team', '3.4.1', 'c-20931', 'wifi']) {
    await expect(agent.card).toContainText(fact);
  }
  await expect(agent.card).toContainText('did not help');
  await expect(agent.card.getByRole('link', { name: /Download screenshot.png/ })).toBeVisible();
  await expect(agent.card.getByRole('img', { name: /Preview of screenshot.png/ })).toBeVisible();
  await shot(agent.page, 'console-card');

  // The user sees the reply at once, and never the note.
  await expect(visitor.panel.getByText('Kim is with you')).toBeVisible();
  await agent.note('looks like number 812');
  await expect(agent.transcript.locator('[data-kind="note"]')).toContainText('looks like number 812');
  await agent.reply('I can reproduce it.');
  await expect(visitor.said('I can reproduce it.')).toBeVisible();
  await expect(agent.transcript.locator('[data-delivery="sent"]').last()).toBeAttached();
  await expect(visitor.panel.getByText('number 812')).toHaveCount(0);
  await shot(agent.page, 'console-note');
  await shot(visitor.page, 'agent-replied');

  // The bot stays silent while Kim holds the conversation.
  const answers = await visitor.rows('answer').count();
  await visitor.say('how do I reset my password');
  await expect(agent.transcript.getByText('how do I reset my password', { exact: true })).toBeVisible();
  await agent.reply('One moment.');
  await expect(visitor.said('One moment.')).toBeVisible();
  expect(await visitor.rows('answer').count()).toBe(answers);

  await agent.button('Give back to bot').click();
  await expect(visitor.panel.locator('[data-speaker="bot"]')).toBeVisible();
  await visitor.say('I get no notifications on my phone');
  await expect(visitor.rows('answer')).toHaveCount(answers + 1);

  await agent.take();
  await agent.button('Resolve').click();
  await expect(agent.button('Give back to bot')).toHaveCount(0);
  await agent.page.getByRole('button', { name: 'Closed' }).click();
  await expect(agent.entry('Kim, every message is late')).toBeVisible();
  await visitor.page.reload();
  await expect(visitor.said('I can reproduce it.')).toBeVisible();
  await expect(visitor.panel.getByText('number 812')).toHaveCount(0);
});

test('Two agents take at once: one wins, the other is told who', async ({ newVisitor, newAgent }) => {
  const [bob, eve] = [await newAgent('bob'), await newAgent('eve')];
  await Promise.all([bob.signInFirstTime(), eve.signInFirstTime()]);
  const visitor = await newVisitor();
  await visitor.open();
  await visitor.handOver();
  await visitor.say('who of you is faster today');
  for (const agent of [bob, eve]) {
    await agent.entry('who of you is faster today').click();
    await expect(agent.transcript.getByText('who of you is faster today')).toBeVisible();
  }
  // Both buttons are pressed before either press has left its page.
  let letBothGo = () => {};
  const bothPressed = new Promise<void>((resolve) => (letBothGo = resolve));
  for (const agent of [bob, eve]) {
    await agent.page.route('**/take', async (route) => {
      await bothPressed;
      await route.continue();
    });
    await agent.page.locator('.conversation > header').getByRole('button', { name: /^Take/ }).click();
  }
  letBothGo();
  const won = (agent: typeof bob) => agent.button('Give back to bot');
  await expect.poll(async () => (await won(bob).count()) + (await won(eve).count())).toBe(1);
  const [winner, loser] = (await won(bob).count()) ? [bob, eve] : [eve, bob];
  await expect(loser.page.getByText(`${winner.display} has this conversation.`)).toBeVisible();
  await expect(won(loser)).toHaveCount(0);
  await expect(loser.page.getByRole('textbox', { name: 'Reply' })).toHaveCount(0);
  await expect(visitor.panel.getByText(`${winner.display} is with you`)).toBeVisible();
  await shot(loser.page, 'collision');
});

test('The console works by keyboard and on a phone', async ({ newVisitor, newAgent }) => {
  const visitor = await newVisitor();
  await visitor.open();
  await visitor.handOver();
  await visitor.say('is there anybody on a phone');
  const agent = await newAgent('lee', { viewport: { width: 390, height: 780 }, colorScheme: 'dark' });
  await agent.signInFirstTime();
  const entry = agent.entry('is there anybody on a phone');
  await expect(entry).toBeVisible();
  for (let n = 0; n < 60 && !(await entry.evaluate((el) => el === document.activeElement)); n++)
    await agent.page.keyboard.press('j');
  await agent.page.keyboard.press('Enter');
  await expect(agent.transcript).toBeVisible();
  await agent.page.keyboard.press('t');
  await expect(agent.page.getByRole('textbox', { name: 'Reply' })).toBeFocused();
  await agent.page.keyboard.type('Yes, right here.');
  await agent.page.keyboard.press('Control+Enter');
  await expect(visitor.said('Yes, right here.')).toBeVisible();
  await agent.page.getByRole('button', { name: 'Details' }).click();
  await expect(agent.card).toBeVisible();
  await shot(agent.page, 'console-phone');
  expect(await agent.page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
});

test('The reply has the focus as soon as it can be seen, and sends what stands in it', async ({ newVisitor, newAgent }) => {
  const [visitor, agent] = [await newVisitor(), await newAgent('ray')];
  await agent.signInFirstTime();
  await visitor.open();
  await visitor.handOver();
  await visitor.say('does anybody type as fast as I do');
  await agent.entry('does anybody type as fast as I do').click();
  await expect(agent.transcript).toBeVisible();
  // The moment in which the field comes: what has the focus then?
  const focused = agent.page.evaluate(
    () =>
      new Promise<string>((resolve) => {
        new MutationObserver((_, observer) => {
          const field = document.querySelector('.composer textarea');
          if (!field) return;
          observer.disconnect();
          resolve(document.activeElement === field ? 'the field' : String(document.activeElement?.tagName));
        }).observe(document.body, { childList: true, subtree: true });
      }),
  );
  await agent.page.keyboard.press('t');
  expect(await focused).toBe('the field');

  // A key and Control+Enter before the page is drawn again.
  const typeAndSend = (words: string) =>
    agent.page.locator('.composer textarea').evaluate((field: HTMLTextAreaElement, value) => {
      field.value = value;
      field.dispatchEvent(new InputEvent('input', { bubbles: true }));
      field.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', ctrlKey: true, bubbles: true, cancelable: true }));
    }, words);
  await typeAndSend('As fast as this.');
  await expect(visitor.said('As fast as this.')).toBeVisible();

  // A note is never sent as a reply, however fast the change: each has its own words at once.
  await agent.button('Internal note').click();
  await agent.page.getByRole('textbox', { name: 'Internal note' }).fill('not for the visitor');
  await agent.page.evaluate(async () => {
    document.querySelector<HTMLElement>('.modes button')!.click();
    await Promise.resolve();
    document
      .querySelector('.composer textarea')!
      .dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', ctrlKey: true, bubbles: true, cancelable: true }));
  });
  await agent.reply('What you may read.');
  await expect(visitor.said('What you may read.')).toBeVisible();
  await expect(visitor.panel.getByText('not for the visitor')).toHaveCount(0);
  await agent.button('Internal note').click();
  await expect(agent.page.getByRole('textbox', { name: 'Internal note' })).toHaveValue('not for the visitor');
});

test('A reply that comes late undoes nothing that is known by then', async ({ newVisitor, newAgent }) => {
  const [first, second, agent] = [await newVisitor(), await newVisitor(), await newAgent('ivy')];
  await agent.signInFirstTime();
  await first.open();
  await first.handOver();
  await first.say('am I in the late list');
  await second.open();
  await agent.entry('am I in the late list').click();

  // The list as it is now arrives after everything that follows.
  let letGo = () => {};
  const late = new Promise<void>((resolve) => (letGo = resolve));
  await agent.page.route(
    '**/conversations?view=open',
    async (route) => {
      const response = await route.fetch();
      await late;
      await route.fulfill({ response });
    },
    { times: 1 },
  );
  const asked = agent.page.waitForRequest('**/conversations?view=open');
  await agent.page.getByRole('button', { name: 'Open', exact: true }).click();
  const request = await asked;
  await second.handOver();
  await second.say('and am I in no list');
  await expect(agent.entry('and am I in no list')).toBeVisible();
  await agent.take();
  letGo();
  await (await request.response())!.finished();
  await drawn(agent.page);
  await expect(agent.button('Give back to bot')).toBeVisible({ timeout: 1 });
  await expect(agent.entry('and am I in no list')).toBeVisible({ timeout: 1 });
});

test('A user sees that a person is writing a reply, and of a note nothing', async ({ newVisitor, newAgent }) => {
  const agent = await newAgent('ada');
  await agent.signInFirstTime();
  const visitor = await newVisitor();
  await visitor.open();
  await visitor.handOver();
  await visitor.say('can somebody look at my account');
  await agent.entry('can somebody look at my account').click();
  await agent.take();
  await expect(visitor.panel.locator('[data-speaker="agent"]')).toBeVisible();

  const sign = visitor.panel.getByRole('img', { name: 'Ada is writing' });
  const field = agent.page.getByRole('textbox', { name: 'Reply' });
  const sent: string[] = [];
  agent.page.on('request', (r) => void (r.url().endsWith('/typing') && sent.push(r.postData() ?? '')));
  await field.fill('Let me');
  await expect(sign).toBeVisible();
  await shot(visitor.page, 'widget-person-writes');
  await field.fill('');
  await expect(sign).toHaveCount(0);
  await field.fill('Let me look.');
  await expect(sign).toBeVisible();
  await agent.reply('Let me look.');
  await expect(visitor.said('Let me look.')).toBeVisible();
  await expect(sign).toHaveCount(0);

  sent.length = 0;
  await agent.note('Nothing for the user');
  await expect(agent.transcript.locator('[data-kind="note"]').last()).toContainText('Nothing for the user');
  expect(sent.filter((body) => body.includes('true'))).toEqual([]);
});
