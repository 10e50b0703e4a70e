// The widget in pages of other sites, over TLS: its cookie belongs to each of them alone (Partitioned).
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { download, expect, picture, shot, test as base, Visitor, type Agent } from './desk';

const desk = process.env['FRONTDESK_TLS_URL'] ?? '';
const page = `<!doctype html><html lang="en"><meta charset="utf-8"><title>A shop</title><h1>A shop</h1>
<script src="${desk}/widget.js" data-account="widget" async></script></html>`;

interface Shop {
  shop: string; // the port of a page that is not ours
}

const test = base.extend<Shop>({
  shop: async ({}, use) => {
    const server: Server = createServer((_, response) => {
      response.writeHead(200, {
        'Content-Type': 'text/html',
        'Content-Security-Policy': `default-src 'none'; script-src ${desk}; connect-src ${desk}; img-src blob:`,
      });
      response.end(page);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    await use(String((server.address() as AddressInfo).port));
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  },
});

test.use({ launchOptions: async ({ launchOptions }, use) => use(withoutThirdPartyCookies(launchOptions)) });

// As browsers are going to be: a cookie without Partitioned is neither stored nor sent in another site's page.
function withoutThirdPartyCookies<T extends { args?: string[] }>(options: T): T {
  return { ...options, args: [...(options.args ?? []), '--test-third-party-cookie-phaseout'] };
}

async function open(visitor: Visitor, address: string): Promise<void> {
  await visitor.page.goto(address);
  await visitor.launcher.click();
  await expect(visitor.rows('greeting')).toHaveCount(1);
}

async function answer(agent: Agent, question: string): Promise<void> {
  await agent.entry(question).click();
  await agent.take();
  await agent.pick([picture]);
  await expect(agent.tray.locator('.ready')).toBeVisible();
  await agent.reply('Like in this picture.');
}

test('In a page of another site the session survives a reload, messages flow and files come', async ({
  newVisitor,
  newAgent,
  shop,
}) => {
  const visitor = await newVisitor('en', { ignoreHTTPSErrors: true });
  await open(visitor, `http://localhost:${shop}/`);
  const [cookie] = await visitor.page.context().cookies(`${desk}/web/widget`);
  expect(cookie).toMatchObject({ name: 'fd_widget', secure: true, httpOnly: true, sameSite: 'None' });
  expect(cookie?.partitionKey).toContain('localhost');

  await visitor.say('how do I reset my pasword');
  await expect(visitor.rows('answer')).toHaveCount(1);
  await visitor.handOver();
  await visitor.say('does the chat of this shop work');
  const agent = await newAgent('tim', { ignoreHTTPSErrors: true, baseURL: desk });
  await agent.signInFirstTime();
  await answer(agent, 'does the chat of this shop work');
  const got = visitor.said('Like in this picture.');
  await expect(got.locator('img')).toBeVisible();
  const link = got.getByRole('link', { name: picture.name });
  expect(await download(visitor.page, link)).toEqual({ name: picture.name, bytes: picture.buffer });
  await shot(visitor.page, 'embedded');

  const before = visitor.page.url();
  await visitor.page.reload();
  expect(visitor.page.url()).toBe(before);
  await expect(visitor.own('does the chat of this shop work')).toHaveCount(1);
  await expect(visitor.rows('greeting')).toHaveCount(1);
  expect(await download(visitor.page, link)).toMatchObject({ bytes: picture.buffer });
  await visitor.say('thank you');
  await expect(agent.transcript.getByText('thank you', { exact: true })).toBeVisible();
});

test('Two sites with the same desk do not know the visitor of each other', async ({ newVisitor, shop }) => {
  const visitor = await newVisitor('en', { ignoreHTTPSErrors: true });
  await open(visitor, `http://localhost:${shop}/`);
  await visitor.say('only this shop may know of it');
  await expect(visitor.panel.locator('[data-from="user"]').last()).toHaveAttribute('data-mark', 'sent');
  await open(visitor, `http://other.localhost:${shop}/`);
  await expect(visitor.own('only this shop may know of it')).toHaveCount(0);
  const cookies = await visitor.page.context().cookies(`${desk}/web/widget`);
  expect(new Set(cookies.map((c) => c.partitionKey)).size).toBe(2);
  await visitor.page.goto(`http://localhost:${shop}/`);
  await expect(visitor.own('only this shop may know of it')).toHaveCount(1);
});
