// What was said, from the top. The user stands on the left, our side on the right, notes across in amber.
import type { RefObject } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { inert, safeHref } from '../shared/inert';
import { clockTime, dayName, type Locale } from '../shared/locale';
import { paragraphs, RichText } from '../shared/rich_text';
import type { Row } from '../shared/types';
import type { Desk, Sending } from './desk';
import { Files } from './files';
import type { Texts } from './texts';
import type { Summary } from './types';

interface Props {
  desk: Desk;
  t: Texts;
  locale: Locale;
  summary: Summary;
}

function Body({ row, desk, t }: { row: Row; desk: Desk; t: Texts }) {
  const m = row.message;
  const words = [...(m.text ?? [])];
  const question = m.asks ? words.splice(-1) : [];
  const href = m.source_href ? safeHref(m.source_href, location.origin) : undefined;
  return (
    <>
      {words.length ? <RichText blocks={words} base={location.origin} /> : null}
      {m.facts?.length ? (
        <dl class="facts">
          {m.facts.map((f) => (
            <div key={f.key}>
              <dt>{inert(f.label)}</dt>
              <dd dir="auto">{inert(f.value)}</dd>
            </div>
          ))}
        </dl>
      ) : null}
      {m.files?.length ? <Files files={m.files} desk={desk} t={t} /> : null}
      {m.source ? (
        <p class="source">
          {t.source}:{' '}
          {href ? (
            <a href={href} target="_blank" rel="noopener">
              {inert(m.source)}
            </a>
          ) : (
            inert(m.source)
          )}
        </p>
      ) : null}
      {question.length ? <RichText blocks={question} base={location.origin} /> : null}
      {m.buttons?.length ? (
        <p class="offered">
          {m.buttons.map((b) => (
            <span key={b.value}>{inert(b.label)}</span>
          ))}
        </p>
      ) : null}
    </>
  );
}

function Delivery({ row, t }: { row: Row; t: Texts }) {
  if (row.from === 'user' || row.message.kind === 'note' || row.message.kind === 'notice' || !row.delivery) return null;
  const mark = { sent: '✓', sending: '…', unknown: '?', failed: '!', spared: '–' }[row.delivery];
  const words = t.delivery[row.delivery];
  const loud = !['sent', 'sending'].includes(row.delivery);
  return (
    <span class={`delivery ${row.delivery}`} title={words} data-delivery={row.delivery}>
      <span aria-hidden="true">{mark} </span>
      <span class={loud ? '' : 'unseen-text'}>{words}</span>
    </span>
  );
}

function authorOf(row: Row, { t, summary }: Props): string {
  const author = inert(row.message.author ?? '');
  if (row.message.kind === 'note') return t.noteBy(author || t.somebody);
  if (row.from === 'user') return inert(summary.person);
  return row.from === 'agent' ? author || t.somebody : t.bot;
}

function RowView({ row, props }: { row: Row; props: Props }) {
  const { desk, t, locale } = props;
  const kind = row.message.kind === 'note' ? 'note' : row.message.kind === 'notice' ? 'notice' : row.from;
  return (
    <article class={`row ${kind}`} data-kind={row.message.kind} data-from={row.from}>
      {kind === 'notice' ? null : (
        <p class="by">
          <b dir="auto">{authorOf(row, props)}</b> <time dateTime={row.at}>{clockTime(row.at, locale)}</time>{' '}
          <Delivery row={row} t={t} />
        </p>
      )}
      <div class="bubble">
        <Body row={row} desk={desk} t={t} />
      </div>
    </article>
  );
}

function SendingView({ one, desk, t }: { one: Sending; desk: Desk; t: Texts }) {
  return (
    <article class={`row ${one.kind === 'note' ? 'note' : 'agent'} pending`}>
      <p class="by">
        <b>{one.kind === 'note' ? t.noteBy(desk.state.me.display) : desk.state.me.display}</b>{' '}
        {one.state === 'failed' ? (
          <span class="delivery failed" role="alert">
            {t.notSent}{' '}
            <button type="button" class="link" onClick={() => void desk.retry(one.id)}>
              {t.tryAgain}
            </button>
          </span>
        ) : (
          <span class="delivery sending">{t.delivery.sending}</span>
        )}
      </p>
      <div class="bubble">
        {one.text ? <RichText blocks={paragraphs(one.text)} base={location.origin} /> : null}
        {one.files.length ? <Files files={one.files} desk={desk} t={t} /> : null}
      </div>
    </article>
  );
}

// Keeps the end in view while the text, its pictures or the composer below grow, until the reader scrolls up.
function useFollowing(conversation: number): [RefObject<HTMLDivElement | null>, () => void] {
  const box = useRef<HTMLDivElement>(null);
  const at = useRef({ near: true, top: 0 });
  useLayoutEffect(() => {
    const el = box.current;
    if (!el) return undefined;
    at.current = { near: true, top: 0 };
    const toEnd = () => {
      if (at.current.near) el.scrollTop = el.scrollHeight;
    };
    const sized = new ResizeObserver(toEnd);
    sized.observe(el);
    if (el.firstElementChild) sized.observe(el.firstElementChild);
    return () => sized.disconnect();
  }, [conversation]);
  const onScroll = () => {
    const el = box.current;
    if (!el) return;
    const up = el.scrollTop < at.current.top;
    const atEnd = el.scrollHeight - el.scrollTop - el.clientHeight < 120;
    at.current = { near: (at.current.near && !up) || atEnd, top: el.scrollTop };
  };
  return [box, onScroll];
}

const dayOf = (row: Row | undefined) => (row ? new Date(row.at).toDateString() : '');

export function Transcript(props: Props) {
  const { desk, t, locale, summary } = props;
  const { rows, sending } = desk.state;
  const own = sending.filter((s) => s.conversation === summary.id);
  const [box, onScroll] = useFollowing(summary.id);
  return (
    <div
      ref={box}
      class="transcript"
      role="log"
      aria-label={t.transcript}
      aria-live="polite"
      tabIndex={0}
      onScroll={onScroll}
    >
      <div>
        {rows.map((row, i) => (
          <div key={row.seq}>
            {dayOf(row) !== dayOf(rows[i - 1]) ? (
              <p class="day">
                <span>{dayName(row.at, locale, t.today, t.yesterday)}</span>
              </p>
            ) : null}
            <RowView row={row} props={props} />
          </div>
        ))}
        {own.map((one) => (
          <SendingView key={one.id} one={one} desk={desk} t={t} />
        ))}
      </div>
    </div>
  );
}
