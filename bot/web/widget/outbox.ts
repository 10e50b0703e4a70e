// What the visitor did, on its way to the server: in order, one at a time, each under an id of its own, so that sending
// again after a lost answer is safe. It outlives a reload of the page.
import { call, mayPass } from '../shared/call';
import type { FileRef } from '../shared/types';

export interface Outgoing {
  id: string;
  type: 'open' | 'message' | 'press' | 'form' | 'files' | 'context';
  fields: {
    text?: string;
    value?: string;
    label?: string;
    values?: Record<string, string | string[]>;
    files?: FileRef[];
    context?: object;
    locale?: string;
  };
  after: number; // the last row that was seen when it was made: its place until its own row comes
  at: string;
  state: 'sending' | 'sent' | 'failed' | 'refused';
  reason?: string | undefined;
}

const maxTries = 6;
const firstWaitMs = 400;
const longestWaitMs = 30_000;
const maxKept = 50;

interface Page {
  ready: () => Promise<boolean>;
  renew: () => Promise<boolean>;
  changed: () => void;
  kept: () => string | null; // what keep() was given before a reload, where the page has storage
  keep: (items: string) => void;
}

export class Outbox {
  items: Outgoing[] = [];
  #busy = false;
  #wake: () => void = () => {};

  constructor(
    private readonly url: string,
    private readonly visit: Page,
  ) {
    this.items = JSON.parse(visit.kept() || '[]') as Outgoing[];
    window.addEventListener('online', () => this.retryAll());
  }

  add(item: Outgoing): void {
    this.items = [...this.items, item].slice(-maxKept);
    this.#update();
    void this.pump();
  }

  retry(id: string): void {
    this.items = this.items.map((i) => (i.id === id && i.state === 'failed' ? { ...i, state: 'sending' } : i));
    this.#update();
    void this.pump();
  }

  retryAll(): void {
    this.#wake();
    for (const item of this.items) this.retry(item.id);
    void this.pump();
  }

  // Its row has come: the server has it.
  arrived(id: string): void {
    if (this.items.some((i) => i.id === id)) {
      this.items = this.items.filter((i) => i.id !== id);
      this.#update();
    }
  }

  async pump(): Promise<void> {
    if (this.#busy) return;
    this.#busy = true;
    for (let next; (next = this.items.find((i) => i.state === 'sending'));) await this.#deliver(next);
    this.#busy = false;
  }

  async #deliver(item: Outgoing): Promise<void> {
    for (let tries = 0; tries < maxTries; tries++) {
      if (!this.items.some((i) => i.id === item.id)) return;
      await this.visit.ready();
      const reply = await call('POST', this.url, wire(item));
      if (reply.status === 200) return this.#settle(item.id, 'sent');
      if (reply.status === 401) {
        await this.visit.renew();
        if (tries === 0) continue;
      } else if (!mayPass(reply.status)) {
        return this.#settle(item.id, 'refused', reply.error?.message);
      }
      if (tries + 1 < maxTries) await this.#sleep(Math.max(reply.retryAfterMs, firstWaitMs * 2 ** tries));
    }
    this.#settle(item.id, 'failed');
  }

  #settle(id: string, state: Outgoing['state'], reason?: string): void {
    this.items = this.items.flatMap((i) => {
      if (i.id !== id) return [i];
      const shown = i.type !== 'open' && i.type !== 'context';
      return shown ? [{ ...i, state, reason }] : [];
    });
    this.#update();
  }

  #sleep(ms: number): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = resolve;
      setTimeout(resolve, Math.min(ms, longestWaitMs));
    });
  }

  #update(): void {
    this.visit.keep(JSON.stringify(this.items.filter((i) => i.state === 'sending' || i.state === 'failed')));
    this.visit.changed();
  }
}

function wire({ id, type, fields }: Outgoing): object {
  return { id, type, ...fields, files: fields.files?.map((f) => f.id) };
}
