// A stream of server-sent events that comes back after every drop. The caller's `url` names where to go on
// (`?after=<seq>`), so nothing is missed; the caller drops what it has seen, so nothing is doubled.
//
// It uses fetch and not EventSource: the status of a refusal is seen, a half-open connection is noticed, and waiting
// ends at once when the network is back.

export interface StreamEvent {
  type: string;
  data: string;
}

export interface StreamOptions {
  url: () => string;
  onEvent: (event: StreamEvent) => void;
  onConnected: (connected: boolean) => void;
  // A refusal by status; resolve to false to end the stream.
  onRefused?: (status: number) => Promise<boolean>;
  // Let go of the connection while the page is hidden: a browser allows only six to one host.
  pauseWhenHidden?: boolean;
}

const silenceMs = 60_000; // longer than the server's pings are apart
const hiddenMs = 60_000;
const firstWaitMs = 300;
const longestWaitMs = 15_000;
const healthyMs = 5_000; // a connection that lived so long was a good one
const foreverMs = 2 ** 31 - 1;

// Splits the text of a stream into events; keeps what is not complete.
export function eventParser(onEvent: (event: StreamEvent) => void): (text: string) => void {
  let rest = '';
  let type = '';
  let data: string[] = [];
  const line = (text: string) => {
    if (text === '') {
      if (data.length) onEvent({ type: type || 'message', data: data.join('\n') });
      type = '';
      data = [];
    } else if (text.startsWith('data:')) {
      data.push(text.slice(text[5] === ' ' ? 6 : 5));
    } else if (text.startsWith('event:')) {
      type = text.slice(6).trim();
    }
  };
  return (text) => {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    for (const one of lines) line(one.replace(/\r$/, ''));
  };
}

export class Stream {
  #stopped = false;
  #resting = false; // hidden for so long that the connection was let go
  readonly #life = new AbortController(); // what listens to the page
  #abort = new AbortController();
  #wake: () => void = () => {};
  #silenceTimer = 0;
  #hiddenTimer = 0;

  constructor(private readonly options: StreamOptions) {
    const { signal } = this.#life;
    window.addEventListener('online', this.#again, { signal });
    window.addEventListener('offline', this.#again, { signal });
    document.addEventListener('visibilitychange', this.#onVisibility, { signal });
    void this.#run();
  }

  stop(): void {
    this.#stopped = true;
    this.#life.abort();
    this.#again();
  }

  async #run(): Promise<void> {
    for (let tries = 0; !this.#stopped;) {
      const began = Date.now();
      await this.#readOnce().catch(() => undefined);
      clearTimeout(this.#silenceTimer);
      if (this.#stopped) return;
      this.options.onConnected(false);
      tries = Date.now() - began > healthyMs ? 0 : tries + 1;
      const wait = Math.min(longestWaitMs, firstWaitMs * 2 ** Math.min(tries, 10)) * (0.5 + Math.random() / 2);
      await this.#sleep(this.#resting ? foreverMs : wait);
    }
  }

  async #readOnce(): Promise<void> {
    this.#abort = new AbortController();
    this.#heard();
    const response = await fetch(this.options.url(), {
      credentials: 'include',
      cache: 'no-store',
      signal: this.#abort.signal,
      headers: { Accept: 'text/event-stream' },
    });
    if (!response.ok || !response.body) {
      if (this.options.onRefused && !(await this.options.onRefused(response.status))) this.#stopped = true;
      return;
    }
    this.options.onConnected(true);
    const parse = eventParser((event) => this.options.onEvent(event));
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    for (;;) {
      const { done, value } = await reader.read();
      if (done || this.#stopped) return;
      this.#heard();
      parse(value);
    }
  }

  #heard(): void {
    clearTimeout(this.#silenceTimer);
    this.#silenceTimer = window.setTimeout(() => this.#abort.abort(), silenceMs);
  }

  #sleep(ms: number): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = resolve;
      setTimeout(resolve, ms);
    });
  }

  readonly #again = () => {
    this.#abort.abort();
    this.#wake();
  };

  readonly #onVisibility = () => {
    if (!this.options.pauseWhenHidden) return;
    clearTimeout(this.#hiddenTimer);
    if (document.hidden) {
      this.#hiddenTimer = window.setTimeout(() => {
        this.#resting = true;
        this.#abort.abort();
      }, hiddenMs);
    } else if (this.#resting) {
      this.#resting = false;
      this.#wake();
    }
  };
}
