// What an agent sends besides words.
import type { Locator } from '@playwright/test';
import { download, drag, drop, expect, paste, shot, test, type Agent, type Upload, type Visitor } from './desk';

const log: Upload = { name: 'what to see.log', mimeType: 'text/plain', buffer: Buffer.from('one line\nand 中文\n') };
const tool: Upload = { name: 'tool.exe', mimeType: 'application/octet-stream', buffer: Buffer.from('MZ\0\u0003\0\0') };

async function screenshotOf(visitor: Visitor, name: string): Promise<Upload> {
  return { name, mimeType: 'image/png', buffer: await visitor.page.screenshot() };
}

async function talk(visitor: Visitor, agent: Agent, words: string): Promise<void> {
  await visitor.open();
  await visitor.handOver();
  await visitor.say(words);
  await agent.entry(words).click();
  await agent.take();
}

// Pictures grow when they have come: what is newest must stay in view.
async function isAtEnd(log: Locator): Promise<boolean> {
  return log.evaluate((el) => el.scrollHeight - el.scrollTop - el.clientHeight < 2);
}

// Made in the page: so many bytes would be slow to bring there.
async function dropLarge(agent: Agent, name: string): Promise<void> {
  await agent.transcript.evaluate((el, name) => {
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File([new Uint8Array((50 << 20) + 1)], name, { type: 'video/mp4' }));
    el.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }));
  }, name);
}

test('A screenshot comes to the visitor at once, with words and alone, and is downloaded unchanged', async ({
  newVisitor,
  newAgent,
}) => {
  const [agent, visitor] = [await newAgent('amy'), await newVisitor()];
  await agent.signInFirstTime();
  await talk(visitor, agent, 'where is the button you mean');
  const picture = await screenshotOf(visitor, 'the button 按钮.png');

  await agent.pick([picture]);
  await expect(agent.tray.locator('.ready')).toContainText('the button 按钮.png');
  await shot(agent.page, 'console-attached');
  await agent.reply('Here, at the top right.');
  await expect(agent.tray).toHaveCount(0);
  const withWords = visitor.panel.locator('[data-from="agent"]').filter({ hasText: 'at the top right' });
  const link = withWords.getByRole('link', { name: 'the button 按钮.png' });
  await expect(link).toContainText(/KB/);
  await expect(link.locator('img')).toBeVisible();
  expect(await download(visitor.page, link)).toEqual({ name: 'the button 按钮.png', bytes: picture.buffer });
  await expect(agent.transcript.locator('[data-from="agent"]').last()).toContainText('the button 按钮.png');
  await expect(agent.transcript.locator('[data-delivery="sent"]').last()).toBeAttached();
  await expect(agent.transcript.locator('.pending')).toHaveCount(0);

  // Without a word: pasted into the field and dropped anywhere on the page.
  const field = agent.page.getByRole('textbox', { name: 'Reply' });
  await paste(field, { ...picture, name: 'pasted.png' });
  await drag(agent.transcript, log, ['dragenter', 'dragover']);
  await expect(agent.page.getByText('Drop files to attach them')).toBeVisible();
  await shot(agent.page, 'console-drop');
  await drop(agent.transcript, log);
  await expect(agent.page.getByText('Drop files to attach them')).toHaveCount(0);
  await expect(agent.tray.locator('.ready')).toHaveCount(2);
  await field.press('Control+Enter');
  const alone = visitor.panel.locator('[data-from="agent"]').filter({ hasText: 'pasted.png' });
  await expect(alone.locator('.rich')).toHaveCount(0);
  expect(await download(visitor.page, alone.getByRole('link', { name: 'pasted.png' }))).toMatchObject({
    bytes: picture.buffer,
  });
  expect(await download(visitor.page, alone.getByRole('link', { name: log.name }))).toEqual({
    name: log.name,
    bytes: log.buffer,
  });
  await shot(visitor.page, 'visitor-got-files');
  await expect.poll(() => isAtEnd(visitor.panel.getByRole('log'))).toBe(true);
  await expect(agent.transcript.locator('img')).toHaveCount(2);
  await expect.poll(() => isAtEnd(agent.transcript)).toBe(true);
  await shot(agent.page, 'console-sent-files');

  // It is all there again after a reload, and what the visitor sent can be had back as well.
  await visitor.pick([{ ...log, name: 'mine.log' }]);
  await expect(visitor.panel.locator('.tray .ready')).toBeVisible();
  await visitor.field.press('Enter');
  const mine = visitor.panel.locator('[data-from="user"]').getByRole('link', { name: 'mine.log' });
  await expect(mine).toBeVisible();
  await expect(agent.transcript.getByText('mine.log')).toBeVisible();
  await visitor.page.reload();
  await expect(withWords.locator('img')).toBeVisible();
  expect(await download(visitor.page, mine)).toMatchObject({ bytes: log.buffer });
});

test('A file that cannot be taken says why, is never sent, and the reply goes without it', async ({
  newVisitor,
  newAgent,
}) => {
  const [agent, visitor] = [await newAgent('ida'), await newVisitor('zh')];
  await agent.signInFirstTime();
  await talk(visitor, agent, '你们能发文件给我吗');
  await agent.pick([tool, { ...log, name: 'empty.txt', buffer: Buffer.alloc(0) }]);
  await dropLarge(agent, 'film.mp4');
  const failed = agent.tray.getByRole('alert');
  await expect(failed).toHaveCount(3);
  await expect(failed.filter({ hasText: 'tool.exe' })).toContainText(/Please send an image/);
  await expect(failed.filter({ hasText: 'film.mp4' })).toContainText('at most 50 MB');
  await expect(failed.filter({ hasText: 'empty.txt' })).toContainText('empty');
  await expect(agent.button('Send reply')).toBeDisabled();
  await shot(agent.page, 'console-refused');

  // Send waits for what is still on its way.
  let goOn = () => {};
  const held = new Promise<void>((resolve) => (goOn = resolve));
  await agent.page.route('**/files?name=slow*', async (route) => {
    await held;
    await route.continue();
  });
  await agent.pick([{ ...log, name: 'slow.log' }]);
  await agent.page.getByRole('textbox', { name: 'Reply' }).fill('这是日志');
  await expect(agent.tray.locator('.uploading')).toContainText('Uploading');
  await shot(agent.page, 'console-uploading');
  await expect(agent.button('Send reply')).toBeDisabled();
  await agent.page.getByRole('button', { name: '中文' }).click();
  await agent.page.setViewportSize({ width: 390, height: 780 });
  const tray = agent.page.getByRole('list', { name: '已添加的附件' });
  await expect(tray.getByRole('alert').filter({ hasText: 'tool.exe' })).toContainText('仅支持图片');
  await expect(tray.getByRole('alert').filter({ hasText: 'film.mp4' })).toContainText('不能超过 50 MB。');
  await expect(agent.page.getByRole('button', { name: '添加附件' })).toBeVisible();
  await shot(agent.page, 'console-refused-zh-phone');
  expect(await agent.page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  goOn();
  await expect(tray.locator('.ready')).toBeVisible();

  // By keyboard: a refused file is taken out, and the focus is back in the field.
  for (const name of ['tool.exe', 'film.mp4', 'empty.txt']) {
    await tray.getByRole('button', { name: `移除 ${name}` }).focus();
    await agent.page.keyboard.press('Enter');
    await expect(agent.page.getByRole('textbox', { name: '回复' })).toBeFocused();
  }
  await agent.page.keyboard.press('Control+Enter');
  await expect(visitor.said('这是日志')).toContainText('slow.log');
  await expect(visitor.panel.getByText('tool.exe')).toHaveCount(0);
  await expect(tray).toHaveCount(0);
  await shot(agent.page, 'console-sent-zh-phone');
  await shot(visitor.page, 'visitor-got-files-zh');

  // A note takes no files, and dropping one then does not leave the page.
  await agent.page.getByRole('button', { name: '内部备注' }).click();
  await expect(agent.page.getByRole('button', { name: '添加附件' })).toHaveCount(0);
  await drop(agent.page.getByRole('log'), log);
  await agent.page.getByRole('button', { name: '回复', exact: true }).click();
  await expect(tray).toHaveCount(0);
});

test('A file that is gone says so in the place of its size, and a long name stays inside', async ({ newVisitor }) => {
  const visitor = await newVisitor('en', { viewport: { width: 375, height: 720 } });
  await visitor.open();
  await visitor.pick([{ ...log, name: `${'a very long name '.repeat(6)}.log` }]);
  await expect(visitor.panel.locator('.tray .ready')).toBeVisible();
  await visitor.field.press('Enter');
  const own = visitor.panel.locator('[data-from="user"]').last();
  await expect(own).toHaveAttribute('data-mark', 'sent');
  await visitor.page.route('**/files/*', (route) => route.fulfill({ status: 404, body: '' }));
  await own.getByRole('link').click();
  await expect(own).toContainText('Could not be downloaded.');
  await shot(visitor.page, 'file-gone-phone');
  const bubble = (await own.locator('.bubble').boundingBox())!;
  const size = (await own.locator('.size').boundingBox())!;
  expect(size.x + size.width).toBeLessThanOrEqual(bubble.x + bubble.width);
});
