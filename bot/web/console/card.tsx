// The handoff card: everything that is known before the first word is written. What is not known says so.
import type { ComponentChildren } from 'preact';
import { inert } from '../shared/inert';
import { dateTime, type Locale } from '../shared/locale';
import type { Fact } from '../shared/types';
import { Due } from './clock';
import { UrgencyChip } from './board';
import type { Desk } from './desk';
import { Files } from './files';
import { Identities } from './identities';
import type { Texts } from './texts';
import { Tickets, tierName } from './tickets';
import type { Card, History, Routing, ServiceLevel } from './types';

function Section({ title, children }: { title: string; children: ComponentChildren }) {
  return (
    <section>
      <h3>{title}</h3>
      {children}
    </section>
  );
}

function Unknown({ t }: { t: Texts }) {
  return <span class="unknown">{t.unknown}</span>;
}

function Facts({ facts, t }: { facts: Fact[] | undefined; t: Texts }) {
  if (!facts?.length)
    return (
      <p>
        <Unknown t={t} />
      </p>
    );
  return (
    <dl class="facts">
      {facts.map((f) => (
        <div key={f.key} data-key={f.key}>
          <dt>{inert(f.label || f.key)}</dt>
          <dd dir="auto">{f.value ? inert(f.value) : <Unknown t={t} />}</dd>
        </div>
      ))}
    </dl>
  );
}

function DueRow({ label, at, t, locale }: { label: string; at: string | undefined; t: Texts; locale: Locale }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>
        {at ? (
          <>
            {dateTime(at, locale)} <Due at={at} t={t} />
          </>
        ) : (
          <Unknown t={t} />
        )}
      </dd>
    </div>
  );
}

interface LevelProps {
  level: ServiceLevel | undefined;
  desk: Desk;
  t: Texts;
  locale: Locale;
}

function Level({ level, desk, t, locale }: LevelProps) {
  return (
    <Section title={t.level}>
      <dl class="facts">
        <div>
          <dt>{t.tier}</dt>
          <dd>
            {level?.tier ? <b>{inert(tierName(level.tier, desk.state.choices, t, locale))}</b> : <Unknown t={t} />}
            {level?.reason ? <span class="because">{inert(level.reason)}</span> : null}
          </dd>
        </div>
        <DueRow label={t.firstResponse} at={level?.first_response_due} t={t} locale={locale} />
        <DueRow label={t.resolution} at={level?.resolution_due} t={t} locale={locale} />
      </dl>
    </Section>
  );
}

// Where the platform takes replies only for a while after the user's last word.
function Window({ until, t, locale }: { until: string; t: Texts; locale: Locale }) {
  const shut = new Date(until).getTime() < Date.now();
  return (
    <Section title={t.replyUntil}>
      <p>
        {dateTime(until, locale)}
        {shut ? <span class="because">{t.replyShut}</span> : null}
      </p>
    </Section>
  );
}

function RoutingPart({ routing, t }: { routing: Routing | undefined; t: Texts }) {
  if (!routing) return null;
  return (
    <Section title={t.routing}>
      <p dir="auto">{routing.reason ? inert(routing.reason) : <Unknown t={t} />}</p>
      {routing.note ? <p dir="auto">{inert(routing.note)}</p> : null}
      {routing.skills?.length ? (
        <p>
          {t.needs}: {inert(routing.skills.join(', '))}
        </p>
      ) : null}
      {routing.offered ? (
        <p>
          {t.offeredTo} <b>{inert(routing.offered)}</b>
          {routing.offer_reason ? <span class="because">{inert(routing.offer_reason)}</span> : null}
        </p>
      ) : null}
    </Section>
  );
}

function Tried({ card, t }: { card: Card; t: Texts }) {
  return (
    <Section title={t.tried}>
      {card.tried?.length ? (
        <ul class="tried">
          {card.tried.map((a) => (
            <li key={a.id}>
              <a href={`/articles/${encodeURIComponent(a.id)}`} target="_blank" rel="noopener">
                {inert(a.title)}
              </a>{' '}
              <span class={`chip ${a.verdict}`}>{t.verdict[a.verdict]}</span>
            </li>
          ))}
        </ul>
      ) : (
        <p class="unknown">{t.noneTried}</p>
      )}
    </Section>
  );
}

// What the same person had with us before, on all accounts.
function Before({ history, t, locale }: { history: History | undefined; t: Texts; locale: Locale }) {
  if (!history?.tickets.length && !history?.conversations.length) return null;
  return (
    <Section title={t.before}>
      <ul class="before">
        {history.tickets.map((one) => (
          <li key={one.number}>
            <a href={`#/${one.conversation}`}>
              #{inert(one.number)} {inert(one.title ?? '')}
            </a>{' '}
            <span class="chip">{inert(one.state)}</span>{' '}
            <small>
              {one.account ? inert(one.account) + ', ' : ''}
              {dateTime(one.opened, locale)}
            </small>
          </li>
        ))}
        {history.conversations.map((one) => (
          <li key={'c' + one.id}>
            <a href={`#/${one.id}`}>
              {inert(one.account)}
            </a>
            {': '}
            <span dir="auto">{one.last_text ? inert(one.last_text) : <Unknown t={t} />}</span>{' '}
            <small>{dateTime(one.last_at, locale)}</small>
          </li>
        ))}
      </ul>
    </Section>
  );
}

function UrgencyPart({ card, t }: { card: Card; t: Texts }) {
  const { urgency } = card;
  return (
    <Section title={t.urgency}>
      <p>
        {urgency?.score === undefined ? (
          <Unknown t={t} />
        ) : (
          <>
            <b>{urgency.score}</b> <UrgencyChip urgency={urgency} t={t} />
          </>
        )}
      </p>
      {urgency?.reasons?.length ? (
        <ul class="why-list">
          {urgency.reasons.map((r) => (
            <li key={r}>{inert(r)}</li>
          ))}
        </ul>
      ) : null}
    </Section>
  );
}

export function HandoffCard({ card, desk, t, locale }: { card: Card; desk: Desk; t: Texts; locale: Locale }) {
  // Those of a ticket stand with it.
  const filed = new Set(desk.state.tickets.flatMap((ticket) => ticket.files.map((file) => file.id)));
  const files = (card.files ?? []).filter((file) => !filed.has(file.id));
  return (
    <aside class="card" aria-label={t.card}>
      <h2 dir="auto">{card.summary ? inert(card.summary) : <Unknown t={t} />}</h2>
      {card.ticket ? (
        <p class="ticket">
          {t.ticket} <b>#{inert(card.ticket)}</b>
        </p>
      ) : null}
      <Section title={t.reason}>
        <p dir="auto">{card.reason ? inert(card.reason) : <Unknown t={t} />}</p>
      </Section>
      <Level level={card.service_level} desk={desk} t={t} locale={locale} />
      {card.reply_until ? <Window until={card.reply_until} t={t} locale={locale} /> : null}
      <RoutingPart routing={card.routing} t={t} />
      <UrgencyPart card={card} t={t} />
      <Tickets desk={desk} t={t} locale={locale} />
      <Section title={t.report}>
        <Facts facts={card.slots} t={t} />
      </Section>
      <Section title={t.context}>
        <Facts facts={card.context} t={t} />
      </Section>
      <Section title={t.person}>
        <Facts facts={card.person} t={t} />
        <Identities key={desk.state.openId} person={card.person} desk={desk} t={t} />
      </Section>
      <Tried card={card} t={t} />
      <Before history={card.history} t={t} locale={locale} />
      {files.length ? (
        <Section title={t.files}>
          <Files files={files} desk={desk} t={t} />
        </Section>
      ) : null}
    </aside>
  );
}
