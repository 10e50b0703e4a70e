// The rows of the server and what is still on its way, as one list. Pure.
import { paragraphs, plainText } from '../shared/rich_text';
import type { Row } from '../shared/types';
import type { Outgoing } from './outbox';

export interface Item extends Row {
  mark: 'none' | Outgoing['state'];
  reason?: string | undefined;
  open: boolean; // its buttons can still be pressed
  pressed?: string; // the label that was pressed
}

const maxRows = 1000;

// `rows` plus one more, in the order of seq; a row that is already there changes nothing.
export function withRow(rows: Row[], row: Row): Row[] {
  if (rows.some((r) => r.seq === row.seq || (r.id && r.id === row.id))) return rows;
  return [...rows, row].sort((a, b) => a.seq - b.seq).slice(-maxRows);
}

function fromOutgoing(out: Outgoing, after: number): Item {
  const text = out.fields.label ?? out.fields.text ?? '';
  return {
    seq: after,
    id: out.id,
    from: 'user',
    at: out.at,
    mark: out.state,
    open: false,
    reason: out.reason,
    message: { kind: 'user', text: text ? paragraphs(text) : [], files: out.fields.files ?? [] },
  };
}

export function timeline(rows: Row[], outgoing: Outgoing[]): Item[] {
  const known = new Set(rows.map((r) => r.id));
  const shown = outgoing.filter((o) => o.type !== 'open' && o.type !== 'context' && !known.has(o.id));
  const items: Item[] = [
    ...rows.map((r): Item => ({ ...r, mark: r.from === 'user' ? 'sent' : 'none', open: false })),
    ...shown.map((o, i) => fromOutgoing(o, o.after + (i + 1) / (shown.length + 1))),
  ].sort((a, b) => a.seq - b.seq);
  return withOpenButtons(items);
}

// Buttons stay open until the visitor says something after them.
function withOpenButtons(items: Item[]): Item[] {
  let next: Item | undefined;
  for (let i = items.length - 1; i >= 0; i--) {
    const item = items[i]!;
    if (item.from === 'user') {
      next = item;
    } else if (item.message.buttons?.length || item.message.form?.length) {
      item.open = !next || next.mark === 'refused';
      if (next) item.pressed = plainText(next.message.text);
    }
  }
  return items;
}
