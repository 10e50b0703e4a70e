// What a bad line, a reload and a small screen do to a conversation: nothing.
import { expect, shot, test } from './desk';

test('A reload keeps the history and the open panel', async ({ newVisitor }) => {
  const visitor = await newVisitor();
  await visitor.open();
  await visitor.say('how do I reset my pasword');
  await expect(visitor.rows('answer')).toHaveCount(1);
  await visitor.page.reload();
  await expect(visitor.own('how do I reset my pasword')).toHaveCount(1);
  await expect(visitor.rows('answer')).toHaveCount(1);
  await expect(visitor.rows('greeting')).toHaveCount(1);
});

test('A dropped line misses nothing and doubles nothing', async ({ newVisitor, newAgent }) => {
  const visitor = await newVisitor();
  await visitor.open();
  await visitor.handOver();
  await visitor.say('my train goes into a tunnel');
  const agent = await newAgent('joe');
  await agent.signInFirstTime();
  await agent.entry('my train goes into a tunnel').click();
  await agent.take();
  await agent.reply('Before the tunnel');
  await expect(visitor.said('Before the tunnel')).toBeVisible();

  await visitor.page.context().setOffline(true);
  await expect(visitor.panel.getByText(/No connection/)).toBeVisible();
  await visitor.say('said inside the tunnel');
  await expect(visitor.panel.locator('[data-from="user"]').last()).not.toHaveAttribute('data-mark', 'sent');
  for (const text of ['Tunnel one', 'Tunnel two', 'Tunnel three']) {
    await agent.reply(text);
    await expect(agent.transcript.getByText(text)).toBeVisible();
  }
  await shot(visitor.page, 'offline');
  await visitor.page.context().setOffline(false);
  for (const text of ['Before the tunnel', 'Tunnel one', 'Tunnel two', 'Tunnel three']) {
    await expect(visitor.said(text)).toHaveCount(1);
  }
  await expect(agent.transcript.getByText('said inside the tunnel')).toHaveCount(1);
  await expect(visitor.own('said inside the tunnel')).toHaveCount(1);
  await expect(visitor.panel.locator('[data-from="user"]').last()).toHaveAttribute('data-mark', 'sent');
  const replies = await visitor.panel.locator('[data-from="agent"] .bubble').allInnerTexts();
  expect(replies.map((text) => text.trim())).toEqual(['Before the tunnel', 'Tunnel one', 'Tunnel two', 'Tunnel three']);
});

test('A message that reaches the desk twice, its receipt lost, is answered once', async ({ newVisitor }) => {
  const visitor = await newVisitor();
  await visitor.open();
  await visitor.page.route('**/events', async (route) => {
    const first = await route.fetch();
    const second = await route.fetch();
    expect([first.status(), second.status()]).toEqual([200, 200]);
    await route.abort();
  });
  await visitor.say('how do I reset my pasword');
  await expect(visitor.rows('answer')).toHaveCount(1);
  await expect(visitor.panel.locator('[data-from="user"]').last()).toHaveAttribute('data-mark', 'sent');
  await visitor.page.unrouteAll({ behavior: 'wait' });
  await visitor.page.reload();
  await expect(visitor.rows('answer')).toHaveCount(1);
  await expect(visitor.own('how do I reset my pasword')).toHaveCount(1);
});

test('A message that cannot be sent says so, and is sent again by hand', async ({ newVisitor }) => {
  const visitor = await newVisitor();
  await visitor.open();
  await visitor.page.route('**/events', (route) =>
    route.fulfill({
      status: 400,
      contentType: 'application/json',
      body: JSON.stringify({ error: { code: 'invalid', message: 'Not like this.' } }),
    }),
  );
  await visitor.say('this one is refused');
  await expect(visitor.panel.getByRole('alert')).toContainText('Not like this.');
  await visitor.page.unrouteAll();
  await visitor.page.clock.install();
  // Nor does the stream come back meanwhile: then everything would be sent again by itself.
  await visitor.page.route(/\/(events|stream)\b/, (route) => route.abort());
  await visitor.say('how do I reset my pasword');
  const again = visitor.panel.getByRole('button', { name: 'Try again' });
  await expect(async () => {
    await visitor.page.clock.runFor(2_000);
    expect(await again.isVisible()).toBe(true);
  }).toPass();
  await shot(visitor.page, 'not-sent');
  await again.click();
  await visitor.page.unrouteAll({ behavior: 'wait' });
  await expect(async () => {
    await visitor.page.clock.runFor(2_000);
    expect(await visitor.rows('answer').count()).toBe(1);
  }).toPass();
  await expect(visitor.own('how do I reset my pasword')).toHaveCount(1);
});

test('An unread answer is counted on the launcher', async ({ newVisitor, newAgent }) => {
  const visitor = await newVisitor();
  await visitor.open();
  await visitor.handOver();
  await visitor.say('please write while I am away');
  await visitor.field.press('Escape');
  await expect(visitor.panel).toHaveCount(0);
  const agent = await newAgent('zoe');
  await agent.signInFirstTime();
  await agent.entry('please write while I am away').click();
  await agent.take();
  await agent.reply('Here I am.');
  await expect(visitor.page.getByRole('button', { name: /unread/ })).toBeVisible();
  await visitor.page.getByRole('button', { name: /unread/ }).click();
  await expect(visitor.said('Here I am.')).toBeVisible();
});

test('On a phone the chat is a full sheet and nothing overflows', async ({ newVisitor }) => {
  const visitor = await newVisitor('zh', { viewport: { width: 375, height: 720 }, hasTouch: true, isMobile: true });
  await visitor.open();
  // The panel slides in: its place counts once it has come to rest.
  await expect.poll(() => visitor.panel.boundingBox()).toMatchObject({ x: 0, y: 0, width: 375, height: 720 });
  await visitor.say('怎么重置密码');
  await expect(visitor.rows('answer')).toHaveCount(1);
  await shot(visitor.page, 'phone-zh');
  const widest = await visitor.panel.evaluate((panel) =>
    Math.max(...[...panel.querySelectorAll('.row *')].map((el) => el.getBoundingClientRect().right)),
  );
  expect(widest).toBeLessThanOrEqual(375);
  expect(await visitor.page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(375);
  await visitor.panel.getByRole('button', { name: '关闭对话' }).click();
  await expect(visitor.panel).toHaveCount(0);
});

test('The keyboard alone is enough', async ({ newVisitor }) => {
  const visitor = await newVisitor();
  await visitor.visit();
  const keys = visitor.page.keyboard;
  for (let n = 0; n < 20 && !(await visitor.launcher.evaluate((el) => el.matches(':focus'))); n++)
    await keys.press('Tab');
  await keys.press('Enter');
  await visitor.rows('greeting').waitFor();
  await expect(visitor.field).toBeFocused();
  await keys.type('how do I reset');
  await keys.press('Shift+Enter');
  await keys.type('my pasword');
  await keys.press('Enter');
  await expect(visitor.rows('answer')).toHaveCount(1);
  const no = visitor.button(visitor.t.no);
  for (let n = 0; n < 12 && !(await no.evaluate((el) => el.matches(':focus'))); n++) await keys.press('Shift+Tab');
  await keys.press('Enter');
  await expect(visitor.own(visitor.t.no)).toBeVisible();
  await keys.press('Escape');
  await expect(visitor.panel).toHaveCount(0);
  await expect(visitor.launcher).toBeFocused();
});

test('Enter that ends the composing of a Chinese word does not send', async ({ newVisitor }) => {
  const visitor = await newVisitor('zh');
  await visitor.open();
  await visitor.field.fill('怎么重置');
  await visitor.field.evaluate((field) => {
    field.dispatchEvent(
      new KeyboardEvent('keydown', { key: 'Enter', isComposing: true, bubbles: true, cancelable: true }),
    );
  });
  await expect(visitor.field).toHaveValue('怎么重置');
  await expect(visitor.panel.locator('[data-from="user"]')).toHaveCount(0);
  await visitor.say('怎么重置密码');
  await expect(visitor.panel.locator('[data-from="user"]')).toHaveCount(1);
});
