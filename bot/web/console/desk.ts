// What the console knows: who is signed in, the conversations, the open one. The parts of the page look at `state` and
// are told of every change.
import { call, mayPass, newId, pause, type Reply } from '../shared/call';
import { pickLocale, type Locale } from '../shared/locale';
import { Stream } from '../shared/stream';
import { Tray } from '../shared/tray';
import type { FileRef, Row } from '../shared/types';
import { Seen } from './seen';
import type { Agent, Card, Choices, Detail, Me, Presence, Summary, Ticket, View } from './types';

export interface Sending {
  id: string;
  conversation: number;
  kind: 'reply' | 'note';
  text: string;
  files: FileRef[];
  state: 'sending' | 'accepted' | 'failed';
}

export interface State {
  phase: 'loading' | 'login' | 'password' | 'board';
  me: Agent;
  locale: Locale;
  view: View;
  summaries: Map<number, Summary>;
  openId: number; // 0: none
  card: Card;
  tickets: Ticket[];
  choices?: Choices;
  rows: Row[];
  sending: Sending[];
  problem: string;
  broken: string[]; // what is wrong with the newest files of the workspace, which are not in service
  connected: boolean;
}

export type Act = 'take' | 'give-back' | 'resolve' | 'pause';

export const maxFiles = 10;
const api = '/console/api';
const maxTries = 4;
const maxRows = 1000;
const refreshMs = 250;
const typingEveryMs = 4_000;

export class Desk {
  state: State = {
    phase: 'loading',
    me: { name: '', display: '' },
    locale: pickLocale(localStorage.getItem('frontdesk:locale')),
    view: 'open',
    summaries: new Map(),
    openId: 0,
    card: {},
    tickets: [],
    rows: [],
    sending: [],
    problem: '',
    broken: [],
    connected: true,
  };
  readonly seen = new Seen();
  private readonly trays = new Map<number, Tray>(); // by conversation
  private csrf = '';
  private stream: Stream | undefined;
  private refresh = 0;
  private typing = { conversation: 0, at: 0 }; // of the last sign that was sent and not taken back
  private listener: () => void = () => {};

  onChange(listener: () => void): void {
    this.listener = listener;
  }

  set(change: Partial<State>): void {
    this.state = { ...this.state, ...change };
    this.listener();
  }

  async start(): Promise<void> {
    const reply = await call<Me>('GET', `${api}/me`);
    if (reply.body) this.enter(reply.body);
    else if (mayPass(reply.status)) {
      await pause(1500);
      await this.start();
    } else this.set({ phase: 'login' });
  }

  async signIn(name: string, password: string): Promise<Reply<Me>> {
    const reply = await call<Me>('POST', `${api}/login`, { name, password });
    if (reply.body) this.enter(reply.body);
    return reply;
  }

  async changePassword(current: string, next: string): Promise<Reply> {
    const reply = await this.post('password', { current, new: next });
    if (reply.status === 200) await this.start();
    return reply;
  }

  async signOut(): Promise<void> {
    await this.post('logout', {});
    this.leave();
  }

  async sayPresence(presence: Presence): Promise<void> {
    const { me } = this.state;
    const reply = await this.post('me/presence', { presence });
    if (reply.status === 200) this.set({ me: { ...me, presence } });
  }

  setLocale(locale: Locale): void {
    localStorage.setItem('frontdesk:locale', locale);
    this.set({ locale });
  }

  setView(view: View): void {
    this.set({ view });
    void this.loadList(view);
  }

  // The summaries of a view, the most urgent and longest waiting first.
  listed(): Summary[] {
    const { view, me, summaries } = this.state;
    const inView = (s: Summary) =>
      view === 'closed' ? s.state === 'closed' : s.state === 'open' && (view === 'open' || s.agent === me.name);
    const rank = (s: Summary) => (s.speaker === 'queue' ? 2 : s.speaker === 'agent' ? 1 : 0);
    const byTime = (a: Summary, b: Summary) =>
      (a.waiting_since ?? a.last_at ?? '').localeCompare(b.waiting_since ?? b.last_at ?? '');
    const list = [...summaries.values()].filter(inView);
    if (view === 'closed') return list.sort((a, b) => (b.last_at ?? '').localeCompare(a.last_at ?? ''));
    return list.sort((a, b) => rank(b) - rank(a) || (b.urgency?.score ?? 0) - (a.urgency?.score ?? 0) || byTime(a, b));
  }

  current(): Summary | undefined {
    return this.state.summaries.get(this.state.openId);
  }

  async openConversation(id: number): Promise<void> {
    if (id !== this.state.openId) this.set({ openId: id, rows: [], card: {}, tickets: [], problem: '' });
    if (id) await Promise.all([this.loadOpen(), this.loadChoices()]);
  }

  async act(name: Act): Promise<void> {
    const id = this.state.openId;
    const reply = await this.postSurely(`conversations/${id}/${name}`, { id: newId() });
    this.set({ problem: reply.status === 200 ? '' : this.problemOf(reply) });
    await Promise.all([this.loadOpen(), this.loadList(this.state.view)]);
  }

  // True when it was done; else the problem is shown.
  async actOnTicket(name: string, act: object): Promise<boolean> {
    const reply = await this.postSurely(`conversations/${this.state.openId}/${name}`, { ...act, id: newId() });
    this.set({ problem: reply.status === 200 ? '' : this.problemOf(reply) });
    await this.loadOpen();
    return reply.status === 200;
  }

  async openTicket(report: object): Promise<Reply<{ conversation: number }>> {
    const reply = (await this.postSurely('tickets', report)) as Reply<{ conversation: number }>;
    if (reply.body) await this.loadList('open');
    return reply;
  }

  async loadChoices(): Promise<void> {
    if (this.state.choices) return;
    const reply = await this.get<Choices>('choices');
    if (reply.body) this.set({ choices: reply.body });
  }

  async write(kind: 'reply' | 'note', text: string, files: FileRef[]): Promise<void> {
    const one: Sending = { id: newId(), conversation: this.state.openId, kind, text, files, state: 'sending' };
    this.set({ sending: [...this.state.sending, one] });
    await this.deliver(one);
  }

  // The user sees that a reply is being written. Nothing is lost when a sign is.
  showTyping(on: boolean): void {
    const { openId } = this.state;
    const { conversation, at } = this.typing;
    const shown = conversation === openId && Date.now() - at < typingEveryMs;
    if (on ? shown : conversation === 0) return;
    this.typing = on ? { conversation: openId, at: Date.now() } : { conversation: 0, at: 0 };
    void this.post(`conversations/${on ? openId : conversation}/typing`, { on });
  }

  async retry(id: string): Promise<void> {
    const one = this.state.sending.find((s) => s.id === id);
    if (one) await this.deliver(one);
  }

  // The files of the reply that is being written there.
  trayOf(conversation: number): Tray {
    const known = this.trays.get(conversation);
    if (known) return known;
    const target = {
      url: `${api}/conversations/${conversation}/files`,
      prepare: () => Promise.resolve({ 'X-CSRF': this.csrf }),
      renew: () => {
        this.leave();
        return Promise.resolve(false);
      },
    };
    const made = new Tray(maxFiles, target, () => this.set({}));
    this.trays.set(conversation, made);
    return made;
  }

  fileAddress(id: string): string {
    return `${api}/files/${encodeURIComponent(id)}`;
  }

  isUnseen(s: Summary): boolean {
    const concerns = s.state === 'open' && (s.speaker === 'queue' || s.agent === this.state.me.name);
    return concerns && !(s.id === this.state.openId && !document.hidden) && this.seen.isNew(s.id, s.last_at);
  }

  listedUnseen(): Summary[] {
    return [...this.state.summaries.values()].filter((s) => this.isUnseen(s));
  }

  // The open conversation is before the agent's eyes.
  look(): void {
    const open = this.current();
    if (open && !document.hidden && this.seen.mark(open.id, open.last_at)) this.listener();
  }

  private async deliver(one: Sending): Promise<void> {
    this.mark(one.id, 'sending');
    const reply = await this.postSurely(`conversations/${one.conversation}/${one.kind}`, {
      id: one.id,
      text: one.text,
      ...(one.files.length ? { files: one.files.map((f) => f.id) } : {}),
    });
    this.mark(one.id, reply.status === 200 ? 'accepted' : 'failed');
    if (reply.status !== 200) this.set({ problem: this.problemOf(reply) });
    this.dropArrived();
  }

  private mark(id: string, state: Sending['state']): void {
    this.set({ sending: this.state.sending.map((s) => (s.id === id ? { ...s, state } : s)) });
  }

  private dropArrived(): void {
    const { rows, sending, openId } = this.state;
    const left = sending.filter((s) => s.conversation !== openId || !rows.some((r) => r.id === s.id));
    if (left.length !== sending.length) this.set({ sending: left });
  }

  private problemOf(reply: Reply): string {
    return reply.holder ? `holder:${reply.holder}` : (reply.error?.message ?? 'failed');
  }

  private enter(me: Me): void {
    this.csrf = me.csrf;
    if (me.agent.name !== this.state.me.name) this.trays.clear();
    this.set({ me: me.agent, phase: me.must_change_password ? 'password' : 'board' });
    if (me.must_change_password) return;
    void this.loadList('open');
    this.stream ??= new Stream({
      url: () => `${api}/stream`,
      onConnected: (connected) => {
        this.set({ connected });
        if (connected) void this.loadAgain();
      },
      onRefused: async (status) => {
        if (status === 401 || status === 403) this.leave();
        return status !== 401 && status !== 403;
      },
      onEvent: ({ type, data }) => this.receive(type, JSON.parse(data)),
    });
  }

  private leave(): void {
    this.stream?.stop();
    this.stream = undefined;
    this.csrf = '';
    this.set({ phase: 'login', summaries: new Map(), openId: 0, rows: [], card: {}, tickets: [], sending: [], problem: '' });
  }

  private receive(type: string, data: unknown): void {
    if (type === 'conversation') {
      this.take(data as Summary);
      if ((data as Summary).id === this.state.openId) this.refreshCardSoon();
    } else if (type === 'row') {
      const { conversation, row } = data as { conversation: number; row: Row };
      if (conversation === this.state.openId) this.addRows([row]);
    } else if (type === 'workspace') {
      void this.loadWorkspace();
    }
  }

  // The card may have changed with the summary; a burst of changes asks once.
  private refreshCardSoon(): void {
    clearTimeout(this.refresh);
    this.refresh = window.setTimeout(() => void this.loadOpen(), refreshMs);
  }

  // The stream and the replies overtake each other: the newest state stays.
  private newest(summary: Summary): Summary {
    const known = this.state.summaries.get(summary.id);
    return known && known.version > summary.version ? known : summary;
  }

  private take(summary: Summary): void {
    this.set({ summaries: new Map(this.state.summaries).set(summary.id, this.newest(summary)) });
  }

  private addRows(more: Row[]): void {
    const rows = new Map(this.state.rows.map((r) => [r.seq, r]));
    const isOlder = (row: Row) => row.delivery === 'sending' && (rows.get(row.seq)?.delivery ?? 'sending') !== 'sending';
    for (const row of more) if (!isOlder(row)) rows.set(row.seq, row);
    this.set({ rows: [...rows.values()].sort((a, b) => a.seq - b.seq).slice(-maxRows) });
    this.dropArrived();
  }

  private async loadAgain(): Promise<void> {
    await Promise.all([this.loadList(this.state.view), this.loadOpen(), this.loadWorkspace()]);
  }

  // A view's list replaces what was known of that view, but for what was heard while it was on its way.
  private async loadList(view: View): Promise<void> {
    const before = this.state.summaries;
    const reply = await this.get<{ conversations: Summary[] }>(`conversations?view=${view}`);
    if (!reply.body) return;
    const fresh = new Map(reply.body.conversations.map((s) => [s.id, this.newest(s)]));
    const kept = [...this.state.summaries].filter(
      ([id, s]) => view !== 'open' || s.state !== 'open' || s !== before.get(id) || id === this.state.openId,
    );
    this.set({ summaries: new Map([...kept, ...fresh]) });
  }

  private async loadWorkspace(): Promise<void> {
    const reply = await this.get<{ problem: string; findings: string[] }>('workspace');
    if (!reply.body) return;
    const { problem, findings } = reply.body;
    this.set({ broken: problem && !findings.length ? [problem] : findings });
  }

  private async loadOpen(): Promise<void> {
    const id = this.state.openId;
    if (!id) return;
    const reply = await this.get<Detail>(`conversations/${id}`);
    if (id !== this.state.openId) return;
    if (!reply.body) {
      if (!mayPass(reply.status)) this.set({ problem: this.problemOf(reply) });
      return;
    }
    const { conversation, card, tickets, rows } = reply.body;
    if (this.newest(conversation) === conversation) this.set({ card: card ?? {}, tickets: tickets ?? [] });
    this.take(conversation);
    this.addRows(rows);
  }

  private async get<T>(path: string): Promise<Reply<T>> {
    const reply = await call<T>('GET', `${api}/${path}`);
    if (reply.status === 401) this.leave();
    return reply;
  }

  async getSurely<T>(path: string): Promise<Reply<T>> {
    for (let tries = 1; ; tries++) {
      const reply = await this.get<T>(path);
      if (!mayPass(reply.status) || tries === maxTries) return reply;
      await pause(Math.max(reply.retryAfterMs, 400 * 2 ** tries));
    }
  }

  async post(path: string, body: object): Promise<Reply> {
    const reply = await call('POST', `${api}/${path}`, body, { 'X-CSRF': this.csrf });
    if (reply.status === 401) this.leave();
    return reply;
  }

  // The same id each time, so that sending again after a lost answer is safe.
  async postSurely(path: string, body: object): Promise<Reply> {
    for (let tries = 1; ; tries++) {
      const reply = await this.post(path, body);
      if (!mayPass(reply.status) || tries === maxTries) return reply;
      await pause(Math.max(reply.retryAfterMs, 400 * 2 ** tries));
    }
  }
}
