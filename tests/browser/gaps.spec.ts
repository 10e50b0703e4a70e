// From a question without an answer to a draft of one.
import { expect, shot, test } from './desk';

test('A question that was not answered becomes a draft from what the agent replied', async ({ newVisitor, newAgent }) => {
  const agent = await newAgent('pam');
  await agent.signInFirstTime();
  const visitor = await newVisitor();
  await visitor.open();
  await visitor.say('is fax toner in stock at Zanzibar?');
  await visitor.handOver();
  const other = await newVisitor('zh');
  await other.open();
  await other.say('桑给巴尔有传真墨粉吗？');
  await expect(other.panel.locator('[data-from="bot"]')).toHaveCount(2);

  await agent.entry('is fax toner in stock').click();
  await agent.take();
  await agent.reply('It is: ask at the counter on the second floor.');
  await expect(visitor.said('ask at the counter')).toBeVisible();

  await agent.page.getByRole('link', { name: 'Knowledge gaps' }).click();
  const gap = agent.page.locator('.gap').filter({ hasText: 'is fax toner in stock at Zanzibar?' });
  await expect(gap).toContainText('1 person');
  await expect(gap).toContainText('a person answered 1');
  await gap.getByText('What Pam answered').click();
  await expect(gap).toContainText('ask at the counter on the second floor');
  await shot(agent.page, 'console-gaps');
  await gap.getByRole('button', { name: 'Draft an article from this answer' }).click();
  await expect(gap.getByRole('status')).toContainText(
    'knowledge/drafts/articles/en/is-fax-toner-in-stock-at-zanzibar.md',
  );
  await shot(agent.page, 'console-gaps-drafted');

  const chinese = agent.page.locator('.gap').filter({ hasText: '桑给巴尔有传真墨粉吗' });
  await agent.page.getByRole('button', { name: '中文' }).click();
  await expect(agent.page.getByRole('heading', { name: '知识缺口' })).toBeVisible();
  await expect(chinese).toContainText('没有后续');
  await chinese.getByRole('button', { name: '作为这篇文章的问法' }).click();
  await expect(chinese.getByRole('status')).toContainText('knowledge/drafts/articles/zh/');
  await shot(agent.page, 'console-gaps-zh');

  await agent.page.getByLabel('时间范围').selectOption('7');
  await expect(chinese).toBeVisible();
  await agent.page.goBack();
  await expect(agent.page.getByRole('log')).toBeVisible();
});

test('The page of the gaps fits a telephone', async ({ newAgent }) => {
  const agent = await newAgent('sam', { viewport: { width: 390, height: 800 } });
  await agent.signInFirstTime();
  await agent.page.getByRole('link', { name: 'Knowledge gaps' }).click();
  await expect(agent.page.getByRole('heading', { name: 'Knowledge gaps' })).toBeVisible();
  await expect(agent.page.locator('.totals')).toBeVisible();
  const wider = await agent.page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(wider).toBeLessThanOrEqual(0);
  await shot(agent.page, 'console-gaps-phone');
  await agent.page.getByRole('button', { name: 'Back to the list' }).click();
  await expect(agent.page.getByRole('navigation', { name: 'Conversations' })).toBeVisible();
});
