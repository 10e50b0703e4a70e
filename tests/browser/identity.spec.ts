// Somebody whom the page's own server has signed is the same visitor on every device.
import { createHmac } from 'node:crypto';
import { expect, shot, test, type Visitor } from './desk';

function tokenOf(id: string): string {
  const value = { id, name: 'Ada', attributes: { plan: 'pro' }, exp: Math.floor(Date.now() / 1000) + 3600 };
  const text = Buffer.from(JSON.stringify(value)).toString('base64url');
  const secret = process.env['FRONTDESK_IDENTITY_SECRET'] ?? '';
  return `${text}.${createHmac('sha256', secret).update(text).digest('base64url')}`;
}

async function signIn(visitor: Visitor, token: string): Promise<void> {
  await visitor.visit();
  await visitor.launcher.waitFor();
  await visitor.page.evaluate((t) => {
    (window as unknown as { Frontdesk: { identify: (token: string) => void } }).Frontdesk.identify(t);
  }, token);
  await visitor.launcher.click();
}

test('A report that was begun on the phone goes on at its open question on the laptop', async ({ newVisitor }) => {
  const token = tokenOf(`u-${Date.now()}`);
  const phone = await newVisitor('en', { viewport: { width: 390, height: 780 } });
  await signIn(phone, token);
  await phone.rows('greeting').waitFor();
  await phone.say('report a problem');
  await expect(phone.rows('ask')).toHaveCount(1);
  await phone.say('The picture on my phone is upside down');
  await expect(phone.panel.locator('[data-kind="ask"][data-subject="area"]')).toBeVisible();

  const laptop = await newVisitor();
  await signIn(laptop, token);
  await expect(laptop.own('The picture on my phone is upside down')).toBeVisible();
  await laptop.press('Messages');
  await expect(laptop.panel.locator('[data-kind="ask"][data-subject="scenario"]')).toBeVisible();
  await expect(phone.panel.locator('[data-kind="ask"][data-subject="scenario"]')).toBeVisible();
  await shot(laptop.page, 'resumed');

  const stranger = await newVisitor();
  await stranger.open();
  await expect(stranger.own('The picture on my phone is upside down')).toHaveCount(0);
});
