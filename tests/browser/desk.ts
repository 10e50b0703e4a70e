// A visitor and an agent, as the tests see them: by the words on the screen.
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  expect,
  test as base,
  type Browser,
  type BrowserContextOptions,
  type Locator,
  type Page,
} from '@playwright/test';

export interface Upload {
  name: string;
  mimeType: string;
  buffer: Buffer;
}

const words = {
  en: {
    open: /Open the support chat/,
    human: 'Talk to a person',
    no: 'No, that did not help',
    report: 'Report a problem',
    submit: 'Submit',
  },
  zh: { open: /打开在线支持/, human: '转人工', no: '没有帮到我', report: '报告问题', submit: '提交' },
};

export type Language = keyof typeof words;

export async function shot(page: Page, name: string): Promise<void> {
  const dir = process.env['FRONTDESK_SCREENSHOTS'];
  if (!dir) return;
  mkdirSync(dir, { recursive: true });
  await page.screenshot({ path: join(dir, `${name}.png`) });
}

// What the clipboard and a dragging hand do with a file.
export async function paste(target: Locator, file: Upload): Promise<void> {
  await target.evaluate(
    (element, { name, type, bytes }) => {
      const clipboardData = new DataTransfer();
      clipboardData.items.add(new File([new Uint8Array(bytes)], name, { type }));
      element.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
    },
    { name: file.name, type: file.mimeType, bytes: [...file.buffer] },
  );
}

export async function drag(target: Locator, file: Upload, kinds: string[]): Promise<void> {
  await target.evaluate(
    (element, { name, type, bytes, kinds }) => {
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File([new Uint8Array(bytes)], name, { type }));
      for (const kind of kinds) {
        element.dispatchEvent(new DragEvent(kind, { dataTransfer, bubbles: true, cancelable: true }));
      }
    },
    { name: file.name, type: file.mimeType, bytes: [...file.buffer], kinds },
  );
}

export const drop = (target: Locator, file: Upload) => drag(target, file, ['dragenter', 'dragover', 'drop']);

// The bytes that a click on the link puts on the disk, and under which name.
export async function download(page: Page, link: Locator): Promise<{ name: string; bytes: Buffer }> {
  const started = page.waitForEvent('download');
  await link.click();
  const saved = await started;
  return { name: saved.suggestedFilename(), bytes: readFileSync(await saved.path()) };
}

export class Visitor {
  readonly t: (typeof words)[Language];
  readonly panel: Locator;
  readonly field: Locator;
  readonly launcher: Locator;

  constructor(
    readonly page: Page,
    readonly language: Language = 'en',
  ) {
    this.t = words[language];
    this.panel = page.getByRole('dialog');
    this.field = this.panel.getByRole('textbox');
    this.launcher = page.getByRole('button', { name: this.t.open });
  }

  async visit(): Promise<void> {
    await this.page.goto(`/demo?lang=${this.language}`);
  }

  async open(): Promise<void> {
    await this.visit();
    await this.launcher.click();
    await expect(this.rows('greeting')).toHaveCount(1);
  }

  rows(kind: string): Locator {
    return this.panel.locator(`[data-kind="${kind}"]`);
  }

  own(text: string): Locator {
    return this.panel.locator('[data-from="user"] .bubble').getByText(text, { exact: true });
  }

  said(text: string | RegExp): Locator {
    return this.panel.locator('[data-from="bot"] .bubble, [data-from="agent"] .bubble').filter({ hasText: text });
  }

  async say(text: string): Promise<void> {
    await this.field.fill(text);
    await this.field.press('Enter');
    await expect(this.own(text).last()).toBeVisible();
  }

  button(label: string): Locator {
    return this.panel.getByRole('button', { name: label, exact: true, disabled: false }).last();
  }

  async press(label: string): Promise<void> {
    await this.button(label).click();
  }

  async pick(files: Upload[]): Promise<void> {
    await this.panel.locator('input[type=file]').setInputFiles(files);
  }

  // From a rejected answer, or from nothing, into the report flow.
  async startReport(): Promise<void> {
    const offered = this.button(this.t.report);
    await offered.or(this.rows('ask').first()).first().waitFor();
    if (await offered.isVisible()) await offered.click();
    await this.rows('ask').first().waitFor();
  }

  // Answers every question of the report until the review; returns what was asked, in order.
  async fillReport(answers: Record<string, string>, evidence: () => Promise<void>): Promise<string[]> {
    const asked: string[] = [];
    for (let n = 0; n < 25; n++) {
      const next = this.panel.locator('[data-kind="ask"], [data-kind="review"]').nth(n);
      await next.waitFor();
      if ((await next.getAttribute('data-kind')) === 'review') return asked;
      const slot = (await next.getAttribute('data-subject')) ?? '';
      const done = next.getByRole('button', { name: 'Done', exact: true });
      if (slot === 'evidence' && (await done.count())) {
        await done.click();
        continue;
      }
      asked.push(slot);
      if (slot === 'evidence') await evidence();
      else await this.answer(next, answers[slot] ?? 'skip');
    }
    throw new Error(`the review never came; asked: ${asked.join(', ')}`);
  }

  private async answer(question: Locator, text: string): Promise<void> {
    const choice = question.getByRole('button', { name: text, exact: true });
    if (await choice.count()) await choice.click();
    else await this.say(text);
  }

  async handOver(): Promise<void> {
    await this.say(this.language === 'zh' ? '转人工' : 'human');
    await expect(this.rows('handoff').last()).toBeVisible();
    await expect(this.panel.locator('[data-speaker="queue"]')).toBeVisible();
  }
}

export class Agent {
  constructor(
    readonly page: Page,
    readonly name: string,
    readonly display: string,
  ) {}

  async signIn(password: string): Promise<void> {
    await this.page.goto('/console');
    await this.page.getByLabel('Name').fill(this.name);
    await this.page.getByLabel('Password').fill(password);
    await this.page.getByRole('button', { name: 'Sign in' }).click();
    await this.page
      .getByRole('alert')
      .or(this.page.getByLabel('New password', { exact: true }))
      .or(this.page.getByRole('navigation', { name: 'Conversations' }))
      .first()
      .waitFor();
  }

  async signOut(): Promise<void> {
    await this.page.getByRole('button', { name: 'Sign out' }).click();
    await expect(this.page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
  }

  async signInFirstTime(): Promise<void> {
    await this.signIn(oneTimePassword(this.name));
    await this.page.getByLabel('New password', { exact: true }).fill(ownPassword);
    await this.page.getByLabel('New password again').fill(ownPassword);
    await this.page.getByRole('button', { name: 'Save and go on' }).click();
    await expect(this.page.getByRole('navigation', { name: 'Conversations' })).toBeVisible();
  }

  entry(text: string): Locator {
    return this.page.locator('.entry').filter({ hasText: text });
  }

  get transcript(): Locator {
    return this.page.getByRole('log', { name: 'Transcript' });
  }

  get card(): Locator {
    return this.page.getByRole('complementary', { name: 'Handoff card' });
  }

  button(name: string): Locator {
    return this.page.getByRole('main').getByRole('button', { name });
  }

  get tray(): Locator {
    return this.page.getByRole('list', { name: 'Attached files' });
  }

  async pick(files: Upload[]): Promise<void> {
    await this.page.locator('.composer input[type=file]').setInputFiles(files);
  }

  async take(): Promise<void> {
    await this.page
      .getByRole('banner')
      .or(this.page.locator('.conversation > header'))
      .getByRole('button', { name: /^Take/ })
      .click();
    await expect(this.button('Give back to bot')).toBeVisible();
  }

  async reply(text: string): Promise<void> {
    await this.button('Reply').first().click();
    await this.page.getByRole('textbox', { name: 'Reply' }).fill(text);
    await this.page.keyboard.press('Control+Enter');
  }

  async note(text: string): Promise<void> {
    await this.button('Internal note').first().click();
    await this.page.getByRole('textbox', { name: 'Internal note' }).fill(text);
    await this.page.keyboard.press('Control+Enter');
  }
}

export const ownPassword = 'a long enough word';

export function oneTimePassword(name: string): string {
  const all = JSON.parse(process.env['FRONTDESK_AGENTS'] ?? '{}') as Record<string, string>;
  const found = all[name];
  if (!found) throw new Error(`no one-time password for ${name}; start the tests by tests/browser/run`);
  return found;
}

// Until what has come is drawn.
export async function drawn(page: Page): Promise<void> {
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => setTimeout(done))));
}

// Every page of a test: nothing may throw, and nothing may be stopped by the content security policy.
function watch(page: Page, faults: string[]): void {
  page.on('pageerror', (error) => faults.push(error.message));
  page.on('console', (message) => {
    if (/Content Security Policy|Refused to/.test(message.text())) faults.push(message.text());
  });
}

interface Fixtures {
  newPage: (options?: BrowserContextOptions) => Promise<Page>;
  newVisitor: (language?: Language, options?: BrowserContextOptions) => Promise<Visitor>;
  newAgent: (name: string, options?: BrowserContextOptions) => Promise<Agent>;
}

async function openPage(browser: Browser, faults: string[], options: BrowserContextOptions): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 820 }, ...options });
  const page = await context.newPage();
  watch(page, faults);
  const slow = Number(process.env['FRONTDESK_SLOW'] ?? 1);
  if (slow > 1) await (await context.newCDPSession(page)).send('Emulation.setCPUThrottlingRate', { rate: slow });
  return page;
}

export const test = base.extend<Fixtures>({
  newPage: async ({ browser }, use) => {
    const faults: string[] = [];
    const pages: Page[] = [];
    await use(async (options = {}) => {
      const page = await openPage(browser, faults, options);
      pages.push(page);
      return page;
    });
    for (const page of pages) await page.context().close();
    expect(faults, 'errors in a page').toEqual([]);
  },
  newVisitor: async ({ newPage }, use) => {
    await use(
      async (language = 'en', options = {}) =>
        new Visitor(await newPage({ locale: language === 'zh' ? 'zh-CN' : 'en-US', ...options }), language),
    );
  },
  newAgent: async ({ newPage }, use) => {
    await use(
      async (name, options = {}) => {
        const address = [10, ...name].map((part) => (typeof part === 'number' ? part : part.charCodeAt(0))).join('.');
        const page = await newPage({ locale: 'en-US', extraHTTPHeaders: { 'X-Forwarded-For': address }, ...options });
        return new Agent(page, name, name[0]!.toUpperCase() + name.slice(1));
      },
    );
  },
});

export { expect };

// A picture of one pixel.
export const picture: Upload = {
  name: 'screenshot.png',
  mimeType: 'image/png',
  buffer: Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
    'base64',
  ),
};

export const reportAnswers: Record<string, string> = {
  actual: 'Messages arrive an hour late on my phone',
  area: 'Messages',
  scenario: 'Reading a group chat on the train',
  expected: 'They should arrive at once',
  steps: 'Lock the phone, wait ten minutes, unlock it',
  since: 'yesterday',
  frequency: 'Every time',
  version: '3.4.1',
  how_bad: 'I cannot work',
  scope: 'My team',
  workaround: 'No',
};
