// The knowledge while people write: titles for a visitor, answers for an agent, reasons for whoever tries a question.
import { expect, shot, test } from './desk';

test('Titles come while the visitor writes, and a press shows the article', async ({ newVisitor }) => {
  const visitor = await newVisitor();
  await visitor.open();
  const titles = visitor.panel.getByRole('group', { name: /Suggested answers/ }).getByRole('button');
  await visitor.field.pressSequentially('re');
  await expect(titles).toHaveCount(0);
  await visitor.field.pressSequentially('set my pass');
  await expect(titles.first()).toHaveText('Reset your password');
  expect(await titles.count()).toBeLessThanOrEqual(3);
  await expect(visitor.panel.getByRole('status').filter({ hasText: 'Suggested answers' })).toBeAttached();
  await shot(visitor.page, 'suggestions-en');
  await titles.first().click();
  await expect(visitor.rows('answer')).toContainText('Forgot password');
  await expect(visitor.own('Reset your password')).toBeVisible();
  await expect(visitor.field).toHaveValue('');
  await expect(titles).toHaveCount(0);
  const [source, question] = await visitor
    .rows('answer')
    .evaluate((row) => ['.source', '.bubble > .rich:last-child'].map((s) => row.querySelector(s)!.getBoundingClientRect().top));
  expect(source).toBeLessThan(question!);
  await shot(visitor.page, 'suggestion-pressed');
});

test('Suggested titles are reached and left by the keyboard', async ({ newVisitor }) => {
  const visitor = await newVisitor('zh', { viewport: { width: 390, height: 800 } });
  await visitor.open();
  const titles = visitor.panel.locator('#suggestions button');
  await visitor.field.pressSequentially('密码');
  await expect(titles.first()).toHaveText('重置密码');
  await shot(visitor.page, 'suggestions-zh-phone');
  const keys = visitor.page.keyboard;
  await keys.press('ArrowUp');
  await expect(titles.last()).toBeFocused();
  await keys.press('ArrowDown');
  await expect(visitor.field).toBeFocused();
  await keys.press('Escape');
  await expect(titles).toHaveCount(0);
  await expect(visitor.panel).toBeVisible();
  await visitor.field.fill('密码忘了');
  await expect(titles.first()).toHaveText('重置密码');
  for (let n = await titles.count(); n > 0; n--) await keys.press('ArrowUp');
  await expect(titles.first()).toBeFocused();
  await keys.press('Enter');
  await expect(visitor.rows('answer')).toHaveCount(1);
  await expect(visitor.field).toBeFocused();
});

test('No titles are offered while a form is open or a person is asked for', async ({ newVisitor }) => {
  const visitor = await newVisitor();
  await visitor.open();
  await visitor.say('report a problem');
  await expect(visitor.rows('ask')).toHaveCount(1);
  const asked: string[] = [];
  visitor.page.on('request', (r) => r.url().endsWith('/suggestions') && asked.push(r.url()));
  await visitor.page.clock.install();
  await visitor.field.fill('how do I reset my password');
  await visitor.page.clock.runFor(5_000);
  await visitor.handOver();
  await visitor.field.fill('how do I reset my password');
  await visitor.page.clock.runFor(5_000);
  expect(asked).toEqual([]);
});

test('An agent finds an answer and puts it into the reply, in the language of the user', async ({
  newVisitor,
  newAgent,
}) => {
  const agent = await newAgent('una');
  await agent.signInFirstTime();
  const visitor = await newVisitor('zh');
  await visitor.open();
  await visitor.say('账号登不上了，转人工');
  await agent.entry('账号登不上了').click();
  await agent.take();
  await agent.button('Knowledge').click();
  const search = agent.page.getByRole('searchbox', { name: 'Search the knowledge' });
  await expect(search).toBeFocused();
  await search.fill('reset password');
  const found = agent.page.getByRole('search').getByRole('listitem');
  await expect(found.first()).toContainText('重置密码');
  await shot(agent.page, 'console-knowledge');
  await found.first().getByRole('button', { name: /^Insert/ }).click();
  const reply = agent.page.getByRole('textbox', { name: 'Reply' });
  await expect(reply).toBeFocused();
  await expect(reply).toHaveValue(/忘记密码/);
  await agent.page.keyboard.press('Control+Enter');
  await expect(visitor.said(/忘记密码/)).toBeVisible();
});

test('Whoever tries a question sees what the bot would do, and why', async ({ newAgent }) => {
  const agent = await newAgent('uma');
  await agent.signInFirstTime();
  await agent.page.getByRole('link', { name: 'Try a question' }).click();
  const field = agent.page.getByRole('textbox', { name: 'Question' });
  await field.fill('how do I reset my pasword');
  await agent.page.keyboard.press('Enter');
  const main = agent.page.getByRole('main');
  await expect(main.getByRole('status')).toContainText('answer with the first article');
  await expect(main).toContainText('pasword → password');
  await expect(main.getByRole('row').nth(1)).toContainText('Reset your password');
  await shot(agent.page, 'console-try');
  await agent.page.getByRole('button', { name: '中文' }).click();
  await agent.page.getByRole('textbox', { name: '问题' }).fill('今天天气怎么样');
  await agent.page.keyboard.press('Enter');
  await expect(main.getByRole('status')).toContainText('没有答案');
  await shot(agent.page, 'console-try-zh');
  await agent.page.setViewportSize({ width: 390, height: 800 });
  const wider = await agent.page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(wider).toBeLessThanOrEqual(0);
});
