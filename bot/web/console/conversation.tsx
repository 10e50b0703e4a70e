// The open conversation: who holds it, what can be done, the transcript, the composer.
import { useState } from 'preact/hooks';
import { inert } from '../shared/inert';
import type { Locale } from '../shared/locale';
import { SpeakerChip } from './board';
import { Composer } from './composer';
import type { Desk } from './desk';
import { PassOn } from './pass_on';
import type { Texts } from './texts';
import { Transcript } from './transcript';
import type { Summary } from './types';

export interface ConversationProps {
  desk: Desk;
  t: Texts;
  locale: Locale;
  summary: Summary;
  cardShown: boolean;
  onBack: () => void;
  onCard: () => void;
}

export function heldByMe(desk: Desk, summary: Summary): boolean {
  return summary.state === 'open' && summary.speaker === 'agent' && summary.agent === desk.state.me.name;
}

export function holderOf(desk: Desk, summary: Summary, t: Texts): string {
  const other = summary.state === 'open' && summary.speaker === 'agent' && summary.agent !== desk.state.me.name;
  return other ? inert(summary.agent_display || summary.agent || t.somebody) : '';
}

function canAct(desk: Desk, summary: Summary, t: Texts): boolean {
  return summary.state === 'open' && !holderOf(desk, summary, t);
}

interface ActionsProps {
  desk: Desk;
  t: Texts;
  summary: Summary;
  passing: boolean;
  onPass: () => void;
}

function Actions({ desk, t, summary, passing, onPass }: ActionsProps) {
  if (!canAct(desk, summary, t)) return null;
  const passOn = (
    <button type="button" class="secondary" aria-expanded={passing} onClick={onPass}>
      {t.passOn}
    </button>
  );
  if (!heldByMe(desk, summary)) {
    return (
      <>
        {passOn}
        <button type="button" class="primary" onClick={() => void desk.act('take')}>
          {t.take} <kbd>t</kbd>
        </button>
      </>
    );
  }
  return (
    <>
      {passOn}
      <button type="button" class="secondary" onClick={() => void desk.act('pause')}>
        {t.hold}
      </button>
      <button type="button" class="secondary" onClick={() => void desk.act('give-back')}>
        {t.giveBack}
      </button>
      <button type="button" class="secondary" onClick={() => void desk.act('resolve')}>
        {t.resolve}
      </button>
    </>
  );
}

function Problem({ desk, t }: { desk: Desk; t: Texts }) {
  const { problem } = desk.state;
  if (!problem) return null;
  const words = problem.startsWith('holder:')
    ? t.holds(inert(problem.slice(7)))
    : problem === 'failed'
      ? t.failed
      : inert(problem);
  return (
    <p class="banner alert" role="alert">
      {words}
      <button type="button" class="link" onClick={() => desk.set({ problem: '' })}>
        {t.dismiss}
      </button>
    </p>
  );
}

export function Conversation(props: ConversationProps) {
  const { desk, t, locale, summary } = props;
  const holder = holderOf(desk, summary, t);
  const [passing, setPassing] = useState(0); // the conversation that is being passed on
  const isPassing = passing === summary.id && canAct(desk, summary, t);
  return (
    <main class="conversation">
      <header>
        <button type="button" class="plain back" aria-label={t.back} onClick={props.onBack}>
          ‹
        </button>
        <div class="who">
          <h1 dir="auto">{inert(summary.person)}</h1>
          <p>
            <SpeakerChip s={summary} desk={desk} t={t} />
            {summary.ticket ? <span>#{inert(summary.ticket)}</span> : null}
            {summary.queue ? <span class="wide-only">{inert(summary.queue)}</span> : null}
            {summary.locale ? <span>{summary.locale}</span> : null}
          </p>
        </div>
        <div class="actions">
          <Actions
            desk={desk}
            t={t}
            summary={summary}
            passing={isPassing}
            onPass={() => setPassing(isPassing ? 0 : summary.id)}
          />
          <button type="button" class="secondary details" aria-expanded={props.cardShown} onClick={props.onCard}>
            {t.details}
          </button>
        </div>
      </header>
      {holder && !desk.state.problem.startsWith('holder:') ? (
        <p class="banner" role="status">
          {t.holds(holder)}
        </p>
      ) : null}
      <Problem desk={desk} t={t} />
      {isPassing ? <PassOn key={summary.id} desk={desk} t={t} onDone={() => setPassing(0)} /> : null}
      <Transcript desk={desk} t={t} locale={locale} summary={summary} />
      <Composer key={summary.id} desk={desk} t={t} summary={summary} mine={heldByMe(desk, summary)} holder={holder} />
    </main>
  );
}
