// The list of conversations.
import { inert } from '../shared/inert';
import { Due, Waiting } from './clock';
import type { Desk } from './desk';
import type { Texts } from './texts';
import type { Presence, Summary, Urgency, View } from './types';

const urgentFrom = 60;
const raisedFrom = 30;

export function UrgencyChip({ urgency, t }: { urgency: Urgency | undefined; t: Texts }) {
  const score = urgency?.score ?? 0;
  if (score < raisedFrom) return null;
  const reasons = (urgency?.reasons ?? []).map(inert).join('; ');
  return (
    <span class={score >= urgentFrom ? 'chip urgent' : 'chip raised'} title={`${score}: ${reasons}`}>
      {score >= urgentFrom ? t.urgent : t.raised}
      <span class="unseen-text"> {reasons}</span>
    </span>
  );
}

export function SpeakerChip({ s, desk, t }: { s: Summary; desk: Desk; t: Texts }) {
  if (s.state === 'closed') return <span class="chip quiet">{t.resolved}</span>;
  const own = s.speaker === 'agent' && s.agent === desk.state.me.name;
  const words =
    s.speaker === 'agent' ? (own ? t.you : inert(s.agent_display || s.agent || t.somebody)) : t.speaker[s.speaker];
  return <span class={`chip speaker ${s.speaker}${own ? ' own' : ''}`}>{words}</span>;
}

function Reasons({ urgency }: { urgency: Urgency | undefined }) {
  const reasons = urgency?.reasons ?? [];
  return (urgency?.score ?? 0) >= raisedFrom && reasons.length ? (
    <p class="reasons">{reasons.map(inert).join(' · ')}</p>
  ) : null;
}

function Entry({ s, desk, t, onOpen }: { s: Summary; desk: Desk; t: Texts; onOpen: (id: number) => void }) {
  const isNew = desk.isUnseen(s);
  const isOpen = s.id === desk.state.openId;
  return (
    <li>
      <a
        href={`#/${s.id}`}
        class={`entry${isNew ? ' new' : ''}${isOpen ? ' current' : ''}`}
        aria-current={isOpen ? 'true' : undefined}
        data-id={s.id}
        onClick={(e) => {
          e.preventDefault();
          onOpen(s.id);
        }}
      >
        <span class="top">
          <strong dir="auto">{inert(s.person)}</strong>
          {isNew ? <span class="dot" role="img" aria-label={t.unseen} /> : null}
          {s.waiting_since && s.state === 'open' ? <Waiting since={s.waiting_since} t={t} /> : null}
        </span>
        <span class="gist" dir="auto" lang={s.locale}>
          {inert(s.summary || s.last_text || '')}
        </span>
        {s.summary && s.last_text && s.last_text !== s.summary ? (
          <span class="last" dir="auto">
            {inert(s.last_text)}
          </span>
        ) : null}
        <Reasons urgency={s.urgency} />
        <span class="chips">
          <UrgencyChip urgency={s.urgency} t={t} />
          <SpeakerChip s={s} desk={desk} t={t} />
          {s.ticket ? <span class="chip quiet">#{inert(s.ticket)}</span> : null}
          {s.due && s.state === 'open' ? <Due at={s.due} t={t} /> : null}
        </span>
      </a>
    </li>
  );
}

const views: View[] = ['open', 'mine', 'closed'];

function Tabs({ desk, t }: { desk: Desk; t: Texts }) {
  return (
    <div class="tabs" role="group" aria-label={t.views}>
      {views.map((v) => (
        <button key={v} type="button" aria-pressed={desk.state.view === v} onClick={() => desk.setView(v)}>
          {t[v]}
        </button>
      ))}
    </div>
  );
}

export function Board({ desk, t, onOpen, page }: {
  desk: Desk;
  t: Texts;
  onOpen: (id: number) => void;
  page: string; // that is shown in place of a conversation
}) {
  const list = desk.listed();
  const { state } = desk;
  return (
    <nav class="board" aria-label={t.conversations}>
      <header>
        <p class="logo">
          <i aria-hidden="true" />
          {t.product}
        </p>
        <span class="me">{inert(state.me.display)}</span>
        <button
          type="button"
          class="plain"
          lang={state.locale === 'zh' ? 'en' : 'zh-CN'}
          onClick={() => desk.setLocale(state.locale === 'zh' ? 'en' : 'zh')}
        >
          {t.language}
        </button>
        <select
          class="plain"
          aria-label={t.presence}
          value={state.me.presence ?? 'auto'}
          onChange={(e) => void desk.sayPresence(e.currentTarget.value as Presence)}
        >
          {(['auto', 'available', 'busy', 'away'] as const).map((p) => (
            <option key={p} value={p}>
              {t.presences[p]}
            </option>
          ))}
        </select>
        <button type="button" class="plain" onClick={() => void desk.signOut()}>
          {t.signOut}
        </button>
      </header>
      <Tabs desk={desk} t={t} />
      {state.connected ? null : (
        <p class="offline" role="status">
          {t.reconnecting}
        </p>
      )}
      {state.broken.length ? (
        <div class="offline" role="status">
          <details>
            <summary>{t.oldInService}</summary>
            {state.broken.map((line) => (
              <p key={line}>{inert(line)}</p>
            ))}
          </details>
        </div>
      ) : null}
      {list.length ? (
        <ul class="entries">
          {list.map((s) => (
            <Entry key={s.id} s={s} desk={desk} t={t} onOpen={onOpen} />
          ))}
        </ul>
      ) : (
        <div class="empty">
          <p>{t.none[state.view]}</p>
          {state.view === 'closed' ? null : <p class="hint">{t.noneHint}</p>}
        </div>
      )}
      <p class="to-pages">
        <a href="#/new" aria-current={page === 'new' ? 'page' : undefined}>
          {t.newTicket}
        </a>
        <a href="#/incidents" aria-current={page === 'incidents' ? 'page' : undefined}>
          {t.incidents}
        </a>
        <a href="#/gaps" aria-current={page === 'gaps' ? 'page' : undefined}>
          {t.gaps}
        </a>
        <a href="#/try" aria-current={page === 'try' ? 'page' : undefined}>
          {t.tryQuestion}
        </a>
      </p>
      <p class="shortcuts">
        <kbd>j</kbd> <kbd>k</kbd> {t.keys}
      </p>
    </nav>
  );
}
