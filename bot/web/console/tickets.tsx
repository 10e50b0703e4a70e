// The tickets of the open conversation: what is known of each, both figures with their factors, what can be done, and
// the history. Acts that users hear of ask for the words first.
import { useEffect, useRef, useState } from 'preact/hooks';
import { inert } from '../shared/inert';
import { dateTime, type Locale } from '../shared/locale';
import { Clocks } from './clocks';
import type { Desk } from './desk';
import { Files } from './files';
import { InCommon } from './incidents';
import type { Texts } from './texts';
import type { Choices, Entry, Figure, OwnField, Ticket, Wordings } from './types';

export function inLocale(words: Wordings | undefined, locale: Locale): string {
  return words?.[locale] ?? Object.values(words ?? {})[0] ?? '';
}

// What the workspace calls the level, else what we call it.
export function tierName(tier: string, choices: Choices | undefined, t: Texts, locale: Locale): string {
  return inLocale(choices?.tiers?.[tier], locale) || t.tiers[tier] || tier;
}

type TicketAct = 'wait' | 'plan' | 'decline' | 'snooze' | 'reopen' | 'merge' | 'split' | 'link';

// What an act asks for, beside the reason.
const asks: Record<TicketAct, { value?: 'date' | 'text'; reason: boolean; what?: string }> = {
  wait: { reason: true, what: 'customer' },
  plan: { value: 'date', reason: true },
  decline: { reason: true },
  snooze: { value: 'date', reason: false },
  reopen: { reason: true },
  merge: { value: 'text', reason: true },
  split: { value: 'text', reason: true },
  link: { value: 'text', reason: false, what: 'relates to' },
};

function actsOf(ticket: Ticket): TicketAct[] {
  const over = ['resolved', 'closed', 'declined', 'merged'].includes(ticket.state);
  return over ? ['reopen', 'split', 'link'] : ['wait', 'plan', 'snooze', 'decline', 'merge', 'split', 'link'];
}

interface PartProps {
  ticket: Ticket;
  desk: Desk;
  t: Texts;
  locale: Locale;
}

function Acts({ ticket, desk, t }: PartProps) {
  const [act, setAct] = useState<TicketAct | ''>('');
  const [value, setValue] = useState('');
  const [reason, setReason] = useState('');
  const [team, setTeam] = useState(false);
  const ask = act ? asks[act] : undefined;
  const needsDay = ask?.value === 'date' || (act === 'wait' && team);
  const send = async (e: Event) => {
    e.preventDefault();
    if (!act) return;
    const what = act === 'wait' && team ? 'team' : ask?.what;
    const done = await desk.actOnTicket(act, { ticket: ticket.number, what, value, text: reason });
    if (!done) return;
    setAct('');
    setValue('');
    setReason('');
  };
  return (
    <form class="ticket-act" onSubmit={send}>
      <label>
        <span>{t.ticketAct}</span>
        <select value={act} onChange={(e) => setAct(e.currentTarget.value as TicketAct | '')}>
          <option value="">{t.choose}</option>
          {actsOf(ticket).map((a) => (
            <option key={a} value={a}>
              {t.acts[a]}
            </option>
          ))}
        </select>
      </label>
      {act === 'wait' ? (
        <label class="line">
          <input type="checkbox" checked={team} onChange={(e) => setTeam(e.currentTarget.checked)} />
          <span>{t.forAnotherTeam}</span>
        </label>
      ) : null}
      {act && (ask?.value || needsDay) ? (
        <label>
          <span>{needsDay ? t.reviewDay : t.actValue[act]}</span>
          {needsDay ? (
            <input type="date" value={value} required onInput={(e) => setValue(e.currentTarget.value)} />
          ) : (
            <input value={value} required onInput={(e) => setValue(e.currentTarget.value)} />
          )}
        </label>
      ) : null}
      {act && ask?.reason ? (
        <label>
          <span>{act === 'wait' && !team ? t.questionToUser : t.reasonToUser}</span>
          <textarea rows={2} value={reason} onInput={(e) => setReason(e.currentTarget.value)} />
        </label>
      ) : null}
      {act ? (
        <button type="submit" class="primary">
          {t.acts[act]}
        </button>
      ) : null}
    </form>
  );
}

interface Choosable {
  name: string;
  label: string;
  value: string;
  options: { value: string; label: string; title?: string }[];
}

function optionsOf(entries: Entry[] | undefined, t: Texts, locale: Locale) {
  return (entries ?? []).map((e) => ({
    value: e.id,
    label: inLocale(e.name, locale),
    title: `${inLocale(e.means, locale)} ${t.notThis(inLocale(e.not, locale))}`,
  }));
}

// A category or a component: what it means and what it is not stands beside each.
export function entryField(name: 'category' | 'component', value: string, desk: Desk, t: Texts, locale: Locale): Choosable {
  const { choices } = desk.state;
  const entries = name === 'category' ? choices?.categories : choices?.components;
  return { name, label: t.ticketFields[name] ?? name, value, options: optionsOf(entries, t, locale) };
}

function choosables(ticket: Ticket, desk: Desk, t: Texts, locale: Locale): Choosable[] {
  const named = (name: string, value: string | undefined, words: Record<string, string>): Choosable => ({
    name,
    label: t.ticketFields[name] ?? name,
    value: value ?? '',
    options: Object.entries(words).map(([v, label]) => ({ value: v, label })),
  });
  return [
    entryField('category', ticket.category ?? '', desk, t, locale),
    entryField('component', ticket.component ?? '', desk, t, locale),
    named('impact', ticket.impact, t.impacts),
    named('scope', ticket.scope, t.scopes),
    named('workaround', ticket.workaround, t.workarounds),
    named('stage', ticket.stage, t.stages),
    named('effort', ticket.effort, t.efforts),
    named('fit', ticket.fit, t.fits),
  ];
}

export function Choice({ field, set, t }: { field: Choosable; set: (name: string, value: string) => void; t: Texts }) {
  const chosen = field.options.find((o) => o.value === field.value);
  return (
    <label data-field={field.name}>
      <span>{field.label}</span>
      <select
        value={field.value}
        title={chosen?.title ?? ''}
        onChange={(e) => set(field.name, e.currentTarget.value)}
      >
        <option value="">{t.unknown}</option>
        {field.options.map((o) => (
          <option key={o.value} value={o.value} title={o.title ?? ''}>
            {o.label}
          </option>
        ))}
        {field.value && !chosen ? <option value={field.value}>{inert(field.value)}</option> : null}
      </select>
      {chosen?.title ? <span class="because">{inert(chosen.title)}</span> : null}
    </label>
  );
}

interface WrittenProps {
  value: string;
  type?: 'text' | 'date';
  inputMode?: 'text' | 'decimal';
  set: (value: string) => void;
}

// What is being written stays, though the ticket is drawn anew by what happens meanwhile.
function Written({ value, type = 'text', inputMode = 'text', set }: WrittenProps) {
  const [draft, setDraft] = useState<string>();
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (document.activeElement !== input.current) setDraft(undefined);
  }, [value]);
  const written = {
    ref: input,
    value: draft ?? value,
    onInput: (e: { currentTarget: { value: string } }) => setDraft(e.currentTarget.value),
    onChange: (e: { currentTarget: { value: string } }) => set(e.currentTarget.value),
  };
  return type === 'date' ? <input type="date" {...written} /> : <input inputMode={inputMode} {...written} />;
}

export function Own({ field, value, set, t, locale }: OwnProps) {
  const label = `${inLocale(field.label, locale)}${field.required === 'no' ? '' : ' *'}`;
  return (
    <label data-field={field.name}>
      <span>{label}</span>
      {field.type === 'choice' ? (
        <select value={value} onChange={(e) => set(field.name, e.currentTarget.value)}>
          <option value="">{t.unknown}</option>
          {field.choices.map((c) => (
            <option key={c} value={c}>
              {c}
            </option>
          ))}
        </select>
      ) : field.type === 'date' ? (
        <Written type="date" value={value} set={(v) => set(field.name, v)} />
      ) : (
        <Written value={value} inputMode={field.type === 'number' ? 'decimal' : 'text'} set={(v) => set(field.name, v)} />
      )}
    </label>
  );
}

interface OwnProps {
  field: OwnField;
  value: string;
  set: (name: string, value: string) => void;
  t: Texts;
  locale: Locale;
}

function Tier({ ticket, desk, t, locale }: PartProps) {
  const [tier, setTier] = useState('');
  const [reason, setReason] = useState('');
  const save = async (e: Event) => {
    e.preventDefault();
    const done = await desk.actOnTicket('set', { ticket: ticket.number, what: 'tier', value: tier, text: reason });
    if (done) setTier('');
  };
  return (
    <form class="ticket-act" onSubmit={save}>
      <label data-field="tier">
        <span>{t.tier}</span>
        <select value={tier || ticket.tier} onChange={(e) => setTier(e.currentTarget.value)}>
          {Object.keys(t.tiers).map((value) => (
            <option key={value} value={value}>
              {inert(tierName(value, desk.state.choices, t, locale))}
            </option>
          ))}
          <option value="auto">{t.byRules}</option>
        </select>
        {ticket.tier_reason ? <span class="because">{inert(ticket.tier_reason)}</span> : null}
      </label>
      {tier && tier !== ticket.tier ? (
        <>
          <label>
            <span>{t.why}</span>
            <input value={reason} onInput={(e) => setReason(e.currentTarget.value)} />
          </label>
          <button type="submit" class="primary">
            {t.saveTier}
          </button>
        </>
      ) : null}
    </form>
  );
}

function Fields(props: PartProps) {
  const { ticket, desk, t, locale } = props;
  const { choices } = desk.state;
  const set = (what: string, value: string) => void desk.actOnTicket('set', { ticket: ticket.number, what, value });
  const own = (name: string) => ticket.custom.find((f) => f.key === name)?.value ?? '';
  return (
    <div class="ticket-fields">
      <Tier {...props} />
      {choosables(ticket, desk, t, locale).map((field) => (
        <Choice key={field.name} field={field} set={set} t={t} />
      ))}
      <label data-field="expected">
        <span>{t.ticketFields.expected}</span>
        <Written type="date" value={ticket.expected?.slice(0, 10) ?? ''} set={(v) => set('expected', v)} />
      </label>
      <label data-field="fixed_in">
        <span>{t.ticketFields.fixed_in}</span>
        <Written value={ticket.fixed_in ?? ''} set={(v) => set('fixed_in', v)} />
      </label>
      {(choices?.fields ?? []).map((field) => (
        <Own key={field.name} field={field} value={own(field.name)} set={set} t={t} locale={locale} />
      ))}
    </div>
  );
}

function FigurePart({ name, figure, t }: { name: string; figure: Figure; t: Texts }) {
  return (
    <div class="figure" data-figure={name}>
      <p>
        {t.figures[name]} <b>{figure.score}</b>
      </p>
      <ul class="why-list">
        {figure.factors.map((f) => (
          <li key={f.name}>
            {f.known ? `${inert(f.reason)} +${f.points}` : <span class="unknown">{inert(f.reason)}</span>}
          </li>
        ))}
      </ul>
    </div>
  );
}

function History({ ticket, t, locale }: PartProps) {
  return (
    <details>
      <summary>{t.history(ticket.changes.length)}</summary>
      <ol class="history">
        {[...ticket.changes].reverse().map((c, i) => (
          <li key={i}>
            <span class="because">
              {dateTime(c.at, locale)} · {inert(c.who)}
            </span>
            {inert(c.what)}
            {c.why ? <span class="because">{inert(c.why)}</span> : null}
          </li>
        ))}
      </ol>
    </details>
  );
}

function Marks({ ticket, t }: { ticket: Ticket; t: Texts }) {
  return (
    <>
      {ticket.tags.length ? (
        <p class="tags">
          {ticket.tags.map((tag) => (
            <span key={tag.key} class="chip" title={inert(tag.value)}>
              {inert(tag.key)}
            </span>
          ))}
        </p>
      ) : null}
      {ticket.affected > 1 ? <p>{t.affected(ticket.affected)}</p> : null}
      {ticket.links.map((link) => (
        <p key={link.how + link.target}>
          {inert(link.how)}{' '}
          {/^https?:\/\//.test(link.target) ? (
            <a href={link.target} target="_blank" rel="noopener noreferrer">
              {inert(link.target)}
            </a>
          ) : (
            inert(link.target)
          )}
        </p>
      ))}
    </>
  );
}

function OneTicket(props: PartProps) {
  const { ticket, desk, t, locale } = props;
  return (
    <section class="one-ticket" data-ticket={ticket.number} aria-label={`#${ticket.number}`}>
      <h3>
        #{ticket.number} · <span data-state={ticket.state}>{t.ticketStates[ticket.state] ?? ticket.state}</span>
      </h3>
      {ticket.state_reason ? <p class="because">{inert(ticket.state_reason)}</p> : null}
      {ticket.review ? (
        <p class="because">
          {t.reviewDay}: {dateTime(ticket.review, locale)}
        </p>
      ) : null}
      {ticket.score ? (
        <p>
          {t.scoreGiven(ticket.score)}
          {ticket.score_reason ? <span class="because">{inert(ticket.score_reason)}</span> : null}
        </p>
      ) : null}
      <Marks ticket={ticket} t={t} />
      {ticket.files.length ? <Files files={ticket.files} desk={desk} t={t} /> : null}
      <InCommon {...props} />
      <Acts {...props} />
      <Fields {...props} />
      <FigurePart name="urgency" figure={ticket.urgency} t={t} />
      <FigurePart name="weight" figure={ticket.weight} t={t} />
      <Clocks clocks={ticket.clocks} t={t} locale={locale} />
      <History {...props} />
    </section>
  );
}

export function Tickets({ desk, t, locale }: { desk: Desk; t: Texts; locale: Locale }) {
  return (
    <>
      {desk.state.tickets.map((ticket) => (
        <OneTicket key={ticket.number} ticket={ticket} desk={desk} t={t} locale={locale} />
      ))}
    </>
  );
}
