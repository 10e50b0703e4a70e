// Which conversations the agent has looked at, and up to when; kept in the browser.
const storeKey = 'frontdesk:seen';
const maxKept = 500;

export class Seen {
  private readonly until: Map<number, string>;

  constructor() {
    try {
      this.until = new Map(JSON.parse(localStorage.getItem(storeKey) ?? '[]') as [number, string][]);
    } catch {
      this.until = new Map();
    }
  }

  isNew(id: number, at: string | undefined): boolean {
    return (at ?? '-') > (this.until.get(id) ?? '');
  }

  // True when this was news.
  mark(id: number, at: string | undefined): boolean {
    if (!this.isNew(id, at)) return false;
    this.until.delete(id);
    this.until.set(id, at ?? '-');
    while (this.until.size > maxKept) this.until.delete(this.until.keys().next().value!);
    localStorage.setItem(storeKey, JSON.stringify([...this.until]));
    return true;
  }
}
