// The open panel: who speaks, the log, the composer. A sheet over the whole page on a phone.
import type { RefObject } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { CloseIcon } from '../shared/icons';
import { inert } from '../shared/inert';
import { dayName, type Locale } from '../shared/locale';
import { Bubble } from './bubble';
import { Composer } from './composer';
import type { Texts } from './texts';
import { timeline, type Item } from './timeline';
import type { State, Visit } from './visit';

function speakerLine(state: State, t: Texts): string {
  return state.speaker === 'agent' ? t.withYou(inert(state.agent) || t.someone) : t[state.speaker];
}

function Header({ visit, t, title }: { visit: Visit; t: Texts; title: string }) {
  const { state } = visit;
  return (
    <header>
      <span class={`face ${state.speaker}`} aria-hidden="true">
        {state.speaker === 'agent' ? [...(state.agent || '?')][0] : <i />}
      </span>
      <span class="who">
        <h2 id="title">{title}</h2>
        <p class="speaker" role="status" data-speaker={state.speaker}>
          {state.connected ? speakerLine(state, t) : t.offline}
        </p>
      </span>
      <button type="button" class="icon" aria-label={t.closeChat} title={t.closeChat} onClick={() => visit.close()}>
        <CloseIcon />
      </button>
    </header>
  );
}

const sideOf = (item: Item | undefined) =>
  item ? `${item.from}/${item.message.author ?? ''}/${item.message.kind === 'notice'}` : '';
const dayOf = (item: Item | undefined) => (item ? new Date(item.at).toDateString() : '');

type RowsProps = { items: Item[]; visit: Visit; t: Texts; locale: Locale; onPress: (e: MouseEvent) => void };

function Rows({ items, visit, t, locale, onPress }: RowsProps) {
  return (
    <>
      {items.map((item, i) => {
        const newDay = dayOf(item) !== dayOf(items[i - 1]);
        return (
          <div key={item.id || item.seq} class="slot">
            {newDay ? <p class="day">{dayName(item.at, locale, t.today, t.yesterday)}</p> : null}
            <Bubble
              item={item}
              visit={visit}
              t={t}
              locale={locale}
              onPress={onPress}
              first={newDay || sideOf(item) !== sideOf(items[i - 1])}
              last={sideOf(item) !== sideOf(items[i + 1])}
            />
          </div>
        );
      })}
    </>
  );
}

// Keeps the newest message in view, unless the reader has scrolled up.
function useFollowing(
  log: RefObject<HTMLDivElement | null>,
  count: number,
  own: boolean,
  dots: string,
): [boolean, () => void] {
  const [behind, setBehind] = useState(false);
  const near = useRef(true);
  const toEnd = () => {
    const el = log.current;
    if (el) el.scrollTop = el.scrollHeight;
    near.current = true;
    setBehind(false);
  };
  useLayoutEffect(() => {
    const el = log.current;
    if (!el) return undefined;
    let top = 0;
    // A picture that grows below takes the end away without anybody having scrolled up.
    const onScroll = () => {
      const up = el.scrollTop < top;
      top = el.scrollTop;
      near.current = (near.current && !up) || el.scrollHeight - top - el.clientHeight < 80;
      if (near.current) setBehind(false);
    };
    const sized = new ResizeObserver(() => {
      if (near.current) toEnd();
    });
    el.addEventListener('scroll', onScroll, { passive: true });
    sized.observe(el);
    if (el.firstElementChild) sized.observe(el.firstElementChild);
    return () => {
      el.removeEventListener('scroll', onScroll);
      sized.disconnect();
    };
  }, []);
  useLayoutEffect(() => {
    if (near.current || own) toEnd();
    else if (count) setBehind(true);
  }, [count, own, dots]);
  return [behind, toEnd];
}

function dropZone(visit: Visit, setOver: (over: boolean) => void) {
  const take = (e: DragEvent, over: boolean) => {
    if (!e.dataTransfer?.types.includes('Files')) return;
    e.preventDefault();
    setOver(over);
    if (!over) visit.tray.attach([...e.dataTransfer.files]);
  };
  const onOver = (e: DragEvent) => take(e, true);
  return {
    onDragEnter: onOver,
    onDragOver: onOver,
    onDragLeave: (e: DragEvent) => {
      if (!(e.currentTarget as Element).contains(e.relatedTarget as Node | null)) setOver(false);
    },
    onDrop: (e: DragEvent) => take(e, false),
  };
}

// On a phone the panel covers the page, so Tab stays inside.
function keepFocus(e: KeyboardEvent, panel: HTMLElement | null): void {
  if (e.key !== 'Tab' || !panel || !matchMedia('(max-width: 520px)').matches) return;
  const all = [...panel.querySelectorAll<HTMLElement>('button:enabled, a, textarea, pre')];
  const active = (panel.getRootNode() as ShadowRoot).activeElement;
  const edge = e.shiftKey ? all[0] : all[all.length - 1];
  if (active !== edge) return;
  e.preventDefault();
  (e.shiftKey ? all[all.length - 1] : all[0])?.focus();
}

function Dots({ label }: { label: string }) {
  return (
    <div class="row bot first">
      <div class="bubble dots" role="img" aria-label={label}>
        <i />
        <i />
        <i />
      </div>
    </div>
  );
}

function Log(props: RowsProps) {
  const { items, visit, t } = props;
  const log = useRef<HTMLDivElement>(null);
  const { answering, speaker, writing } = visit.state;
  const writer = speaker === 'agent' ? writing : answering && speaker === 'bot' ? t.botName : '';
  const [behind, toEnd] = useFollowing(log, items.length, items[items.length - 1]?.from === 'user', writer);
  return (
    <>
      <div ref={log} class="log" role="log" aria-live="polite" aria-label={t.log} tabIndex={0}>
        <div class="rows">
          <Rows {...props} />
          {writer ? <Dots label={t.writes(inert(writer))} /> : null}
        </div>
      </div>
      {behind ? (
        <button type="button" class="behind" onClick={toEnd}>
          {t.newMessages}
        </button>
      ) : null}
    </>
  );
}

// Where the focus goes once a pressed button cannot hold it. Not to the field after a tap: that would open the phone's
// keyboard over the answer.
function focusAfterPress(e: MouseEvent, field: HTMLElement | null, panel: HTMLElement | null): void {
  if (e.detail === 0 || matchMedia('(pointer: fine)').matches) field?.focus();
  else panel?.focus();
}

export function Panel({ visit, t, locale, title }: { visit: Visit; t: Texts; locale: Locale; title: string }) {
  const panel = useRef<HTMLDivElement>(null);
  const field = useRef<HTMLTextAreaElement>(null);
  const [over, setOver] = useState(false);
  const items = timeline(visit.state.rows, visit.outbox.items);
  const theirs = items.filter((i) => i.from !== 'user');
  const last = theirs[theirs.length - 1]?.message;
  const onPress = (e: MouseEvent) => focusAfterPress(e, field.current, panel.current);
  const onKeyDown = (e: KeyboardEvent) => {
    if (e.key !== 'Escape') return keepFocus(e, panel.current);
    e.stopPropagation();
    visit.close();
  };
  useLayoutEffect(() => field.current?.focus(), []);
  return (
    <div
      ref={panel}
      class={over ? 'panel over' : 'panel'}
      role="dialog"
      aria-labelledby="title"
      id="panel"
      tabIndex={-1}
      onKeyDown={onKeyDown}
      {...dropZone(visit, setOver)}
    >
      <Header visit={visit} t={t} title={title} />
      <Log items={items} visit={visit} t={t} locale={locale} onPress={onPress} />
      <Composer
        visit={visit}
        t={t}
        input={last?.kind === 'ask' ? (last.input ?? '') : ''}
        choices={theirs.some((i) => i.open)}
        field={field}
      />
    </div>
  );
}
