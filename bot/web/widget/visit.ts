// One visitor's conversation with the desk: session, stream, what is sent and what is attached. The parts of the
// page look at `state` and are told of every change.
import { call, newId } from '../shared/call';
import type { Locale } from '../shared/locale';
import { Stream } from '../shared/stream';
import { Tray } from '../shared/tray';
import type { Button, FileRef, Row, Speaker } from '../shared/types';
import { Outbox, type Outgoing } from './outbox';
import { withRow } from './timeline';

export interface State {
  open: boolean;
  connected: boolean;
  rows: Row[];
  speaker: Speaker;
  agent: string;
  seen: number; // the last row that was seen with the panel open
  answering: boolean; // an answer of the bot may come any moment
  writing: string; // who is writing a reply at the moment; '' for nobody
}

type Where = 'localStorage' | 'sessionStorage';

export const maxFiles = 5;
const signMs = 12_000; // that somebody writes, or the bot; a sign of a person is repeated sooner while it is true
const fileWaitMs = 10 * 60_000;
const maxSuggestLetters = 200;
const maxBytes = 16 * 1024; // of a text, and of the context

function bytesOf(text: string): number {
  return new TextEncoder().encode(text).length;
}

export class Visit {
  state: State = {
    open: false,
    connected: true,
    rows: [],
    speaker: 'bot',
    agent: '',
    seen: 0,
    answering: false,
    writing: '',
  };
  readonly local = new Map<string, string>(); // file id -> local address, for as long as the page lives
  readonly tray: Tray;
  readonly outbox: Outbox;
  locale: Locale;
  readonly #base: string;
  readonly #remembered: string; // how the names begin under which this page remembers
  #identity: string; // what the page's server signed; empty: nobody is signed in
  #started = false;
  #opened = false;
  #suggests = true; // until the server says that it does not
  #context: object | undefined;
  #stream: Stream | undefined;
  #timer = 0;
  #session: Promise<boolean> | undefined;
  #asking = false;
  #listeners: (() => void)[] = [];

  constructor(
    readonly origin: string,
    account: string,
    locale: Locale,
    identity: string,
  ) {
    this.locale = locale;
    this.#identity = identity;
    this.#remembered = `frontdesk:${account}:`;
    this.#base = `${origin}/web/${encodeURIComponent(account)}`;
    this.outbox = new Outbox(`${this.#base}/events`, {
      ready: () => this.#ensureSession(),
      renew: () => this.#renewSession(),
      changed: () => this.#tell(),
      kept: () => this.#recall('outbox', 'sessionStorage'),
      keep: (items) => this.#remember('outbox', items, 'sessionStorage'),
    });
    this.tray = new Tray(
      maxFiles,
      {
        url: `${this.#base}/files`,
        prepare: async () => {
          await this.#ensureSession();
          return {};
        },
        renew: () => this.#renewSession(),
      },
      () => this.#tell(),
    );
    this.state.seen = Number(this.#recall('seen') ?? 0);
    // Somebody who has talked before hears of an answer without opening the panel.
    if (this.#recall('known')) void this.#start();
  }

  onChange(listener: () => void): void {
    this.#listeners.push(listener);
  }

  set(change: Partial<State>): void {
    this.state = { ...this.state, ...change };
    this.#tell();
  }

  open(): void {
    this.set({ open: true });
    this.#remember('open', '1', 'sessionStorage');
    this.#see();
    if (this.#opened) return;
    this.#opened = true;
    if (this.#context) this.#push('context', { context: this.#context });
    this.#push('open', {});
    if (!this.#recall('known')) this.#expectAnswer();
    this.#remember('known', '1');
    void this.#start();
  }

  close(): void {
    this.set({ open: false });
    this.#remember('open', '', 'sessionStorage');
  }

  wasOpen(): boolean {
    return this.#recall('open', 'sessionStorage') === '1';
  }

  // Who is signed in on the page now; '' for nobody. What was said as somebody else is not shown any more.
  identify(token: string): void {
    if (token === this.#identity) return;
    this.#identity = token;
    if (!this.#session) return;
    this.#session = undefined;
    this.#stream?.stop();
    this.#started = false;
    void this.#start();
  }

  // Kept back until the visitor opens the panel: nothing leaves the page of somebody who asked for nothing.
  setContext(context: object): void {
    if (bytesOf(JSON.stringify(context)) > maxBytes) {
      console.warn('Frontdesk.context: more than 16 KiB, not sent');
      return;
    }
    this.#context = { ...this.#context, ...context };
    if (this.#opened) this.#push('context', { context: this.#context });
  }

  // False: too long for one message.
  say(text: string): boolean {
    if (bytesOf(text) > maxBytes) return false;
    const ready = this.tray.takeReady();
    for (const a of ready) if (a.preview) this.local.set(a.ref!.id, a.preview);
    if (ready.length) this.#push('files', { files: ready.map((a): FileRef => a.ref!), text });
    else if (text) this.#push('message', { text });
    this.#expectAnswer();
    return true;
  }

  press(button: Button): void {
    this.#push('press', { value: button.value, label: button.label });
    this.#expectAnswer();
  }

  // A form's answers; `label` stands for them until they come back as the server shows them.
  fill(values: Record<string, string | string[]>, label: string): void {
    this.#push('form', { values, label });
    this.#expectAnswer();
  }

  // Titles that fit what is being written, as buttons. None for less than three letters, or two Chinese characters.
  async suggest(text: string): Promise<Button[]> {
    if (!this.#suggests || !/[^\x00-\xff]{2}|\S\S\S/.test(text)) return [];
    const body = { q: text.slice(0, maxSuggestLetters), locale: this.locale };
    const reply = await call<{ suggestions: Button[] }>('POST', `${this.#base}/suggestions`, body);
    this.#suggests = reply.status !== 404;
    return reply.body?.suggestions ?? [];
  }

  fileAddress(id: string): string {
    return `${this.#base}/files/${id}`;
  }

  // The file at a local address; empty when it cannot be had. The visitor's cookie goes along with what we fetch, never
  // with a link in another site's page.
  async fetchFile(id: string): Promise<string> {
    try {
      const response = await fetch(this.fileAddress(id), {
        credentials: 'include',
        signal: AbortSignal.timeout(fileWaitMs),
      });
      if (response.ok) this.local.set(id, URL.createObjectURL(await response.blob()));
      this.#tell();
    } catch {
      /* no connection */
    }
    return this.local.get(id) ?? '';
  }

  #push(type: Outgoing['type'], fields: Outgoing['fields']): void {
    const after = this.state.rows[this.state.rows.length - 1]?.seq ?? 0;
    this.outbox.add({
      id: newId(),
      type,
      fields: { ...fields, locale: this.locale },
      after,
      at: new Date().toISOString(),
      state: 'sending',
    });
  }

  #expectAnswer(): void {
    this.#show({ answering: true });
  }

  #show(sign: Partial<State>): void {
    clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => this.set({ answering: false, writing: '' }), signMs);
    this.set(sign);
  }

  async #start(): Promise<void> {
    if (this.#started) return;
    this.#started = true;
    await this.#ensureSession();
    this.#stream = new Stream({
      url: () => `${this.#base}/stream${this.#after()}`,
      onConnected: (connected) => {
        this.set({ connected });
        if (connected) this.outbox.retryAll();
      },
      onRefused: async (status) => {
        if (status === 401) await this.#renewSession();
        return status !== 404;
      },
      onEvent: ({ type, data }) => this.#receive(type, data),
      pauseWhenHidden: true,
    });
  }

  #after(): string {
    const last = this.state.rows[this.state.rows.length - 1];
    return last ? `?after=${last.seq}` : '';
  }

  #receive(type: string, data: string): void {
    if (type === 'state') {
      const { speaker, agent } = JSON.parse(data) as { speaker: Speaker; agent?: string };
      this.set({ speaker, agent: agent ?? '' });
    } else if (type === 'message') {
      const row = JSON.parse(data) as Row;
      if (row.message.kind === 'note') return;
      if (row.from !== 'user') clearTimeout(this.#timer);
      const come = row.from === 'user' ? {} : { answering: false, writing: '' };
      this.set({ rows: withRow(this.state.rows, row), ...come });
      if (row.from === 'user') this.outbox.arrived(row.id);
      this.#see();
    } else if (type === 'typing') {
      this.#show({ writing: (JSON.parse(data) as { agent: string }).agent });
    }
  }

  #ensureSession(): Promise<boolean> {
    return (this.#session ??= this.#askForSession());
  }

  // One request at a time, whoever was refused.
  #renewSession(): Promise<boolean> {
    if (!this.#asking) this.#session = undefined;
    return this.#ensureSession();
  }

  async #askForSession(): Promise<boolean> {
    this.#asking = true;
    const reply = await call<{ visitor: string }>('POST', `${this.#base}/session`, { identity: this.#identity });
    this.#asking = false;
    if (!reply.body) {
      this.#session = undefined;
      return false;
    }
    const before = this.#recall('visitor');
    this.#remember('visitor', reply.body.visitor);
    if (before && before !== reply.body.visitor) this.set({ rows: [], seen: 0 });
    return true;
  }

  #see(): void {
    const last = this.state.rows[this.state.rows.length - 1]?.seq ?? 0;
    if (!this.state.open || last <= this.state.seen) return;
    this.set({ seen: last });
    this.#remember('seen', String(last));
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }

  #key(name: string): string {
    return this.#remembered + name;
  }

  #recall(name: string, where: Where = 'localStorage'): string | null {
    try {
      return window[where].getItem(this.#key(name));
    } catch {
      return null;
    }
  }

  #remember(name: string, value: string, where: Where = 'localStorage'): void {
    try {
      window[where].setItem(this.#key(name), value);
    } catch {
      /* a page without storage forgets */
    }
  }
}
