// One problem of many people: the open incidents with what can be told of them, and, beside a ticket, those that are
// like it and the way to declare one.
import { useEffect, useState } from 'preact/hooks';
import { newId } from '../shared/call';
import { inert } from '../shared/inert';
import { dateTime, type Locale } from '../shared/locale';
import type { Desk } from './desk';
import type { Texts } from './texts';
import type { Incident, IncidentList, Place, Similar, Ticket } from './types';

interface Shown {
  desk: Desk;
  t: Texts;
  locale: Locale;
}

const states = ['investigating', 'identified', 'watching', 'solved'];
const nameOf = (place: Place) => `${place.account}/${place.channel}`;

// Sends an act; true when it was done, else `problem` says why not.
function useAct(desk: Desk, t: Texts, onDone: () => void) {
  const [said, setSaid] = useState('');
  const act = async (path: string, body: object, done = ''): Promise<boolean> => {
    const reply = await desk.postSurely(path, { ...body, id: newId() });
    const ok = reply.status === 200;
    setSaid(ok ? done : (reply.error?.message ?? t.failed));
    if (ok) onDone();
    return ok;
  };
  return { said, act };
}

function Announcements({ one, places, act, t }: {
  one: Incident;
  places: Place[];
  act: (path: string, body: object) => Promise<boolean>;
  t: Texts;
}) {
  const told = new Set(one.announced.map(nameOf));
  return (
    <>
      {places.map((place) =>
        told.has(nameOf(place)) ? (
          <span key={nameOf(place)} class="chip">
            {t.announcedIn(inert(nameOf(place)))}
          </span>
        ) : (
          <button
            key={nameOf(place)}
            type="button"
            class="secondary"
            onClick={() => void act(`incidents/${one.number}/announce`, { announce: [place] })}
          >
            {t.announceIn(inert(nameOf(place)))}
          </button>
        ),
      )}
    </>
  );
}

function OneIncident({ one, list, onDone, desk, t, locale }: { one: Incident; list: IncidentList; onDone: () => void } & Shown) {
  const [state, setState] = useState(one.state);
  const [words, setWords] = useState<Record<string, string>>(one.words);
  const { said, act } = useAct(desk, t, onDone);
  const send = async (e: Event) => {
    e.preventDefault();
    await act(`incidents/${one.number}/update`, { state, words }, t.told);
  };
  return (
    <li class="gap" data-incident={one.number}>
      <h3 dir="auto">
        {t.incident(one.number)} · {inert(one.title)}
      </h3>
      <p class="chips">
        <b class="chip own">{t.incidentStates[one.state] ?? inert(one.state)}</b>
        <span class="chip">{t.incidentPeople(one.people)}</span>
        <span class="chip">{dateTime(one.declared, locale)}</span>
      </p>
      <form class="ticket-act" onSubmit={send}>
        <label>
          <span>{t.incidentState}</span>
          <select value={state} onChange={(e) => setState(e.currentTarget.value)}>
            {states.map((s) => (
              <option key={s} value={s}>
                {t.incidentStates[s]}
              </option>
            ))}
          </select>
        </label>
        {list.locales.map((l) => (
          <label key={l}>
            <span>{t.incidentWords(l)}</span>
            <textarea
              rows={2}
              lang={l}
              value={words[l] ?? ''}
              onInput={(e) => setWords({ ...words, [l]: e.currentTarget.value })}
            />
          </label>
        ))}
        <p class="acts">
          <button type="submit" class="primary">
            {t.tellEverybody}
          </button>
          <Announcements one={one} places={list.places} act={act} t={t} />
        </p>
      </form>
      <p class="said" role="status">
        {inert(said)}
      </p>
    </li>
  );
}

export function Incidents({ desk, t, locale, onBack }: { onBack: () => void } & Shown) {
  const [list, setList] = useState<IncidentList>();
  const load = async () => {
    const reply = await desk.getSurely<IncidentList>('incidents');
    if (reply.body) setList(reply.body);
  };
  useEffect(() => void load(), []);
  return (
    <main class="gaps">
      <header>
        <button type="button" class="back" aria-label={t.back} onClick={onBack}>
          ‹
        </button>
        <h1>{t.incidents}</h1>
      </header>
      <p class="hint">{t.incidentsWhy}</p>
      {list && !list.incidents.length ? <p>{t.noIncident}</p> : null}
      <ul>
        {(list?.incidents ?? []).map((one) => (
          <OneIncident
            key={one.number}
            one={one}
            list={list as IncidentList}
            onDone={() => void load()}
            desk={desk}
            t={t}
            locale={locale}
          />
        ))}
      </ul>
    </main>
  );
}

function Declare({ ticket, places, onDone, desk, t }: { ticket: Ticket; places: Place[]; onDone: () => void } & Shown) {
  const [title, setTitle] = useState('');
  const [chosen, setChosen] = useState<Record<string, boolean>>({});
  const { said, act } = useAct(desk, t, onDone);
  const send = async (e: Event) => {
    e.preventDefault();
    await act('incidents', {
      ticket: ticket.number,
      title,
      announce: places.filter((place) => chosen[nameOf(place)]),
    });
  };
  return (
    <details>
      <summary>{t.declareIncident}</summary>
      <form class="ticket-act" onSubmit={send}>
        <label>
          <span>{t.incidentTitle}</span>
          <input value={title} onInput={(e) => setTitle(e.currentTarget.value)} />
        </label>
        {places.map((place) => (
          <label key={nameOf(place)} class="line">
            <input
              type="checkbox"
              checked={chosen[nameOf(place)] ?? false}
              onChange={(e) => setChosen({ ...chosen, [nameOf(place)]: e.currentTarget.checked })}
            />
            <span>{t.announceIn(inert(nameOf(place)))}</span>
          </label>
        ))}
        <button type="submit" class="secondary">
          {t.declareIncident}
        </button>
        <p class="said" role="status">
          {inert(said)}
        </p>
      </form>
    </details>
  );
}

// What the ticket has in common with others.
export function InCommon({ ticket, desk, t, locale }: { ticket: Ticket } & Shown) {
  const [similar, setSimilar] = useState<Similar[]>([]);
  const [list, setList] = useState<IncidentList>();
  const { openId } = desk.state;
  const load = async () => {
    const [alike, incidents] = await Promise.all([
      desk.getSurely<{ similar: Similar[] }>(`conversations/${openId}/similar`),
      desk.getSurely<IncidentList>('incidents'),
    ]);
    setSimilar(alike.body?.similar ?? []);
    setList(incidents.body);
  };
  useEffect(() => void load(), [openId, ticket.number, ticket.incident]);
  const over = ['resolved', 'closed', 'declined', 'merged'].includes(ticket.state);
  if (over && !ticket.incident) return null;
  if (ticket.incident) return <p class="chip own">{t.incident(ticket.incident)}</p>;
  return (
    <section class="in-common">
      {similar.length ? <h3>{t.similar}</h3> : null}
      <ul class="before">
        {similar.map((one) => (
          <li key={one.number}>
            <a href={`#/${one.conversation}`} dir="auto">
              #{one.number} {inert(one.title)}
            </a>{' '}
            {one.incident ? <span class="chip">{t.incident(one.incident)}</span> : null}
          </li>
        ))}
      </ul>
      <p class="acts">
        {(list?.incidents ?? []).map((one) => (
          <button
            key={one.number}
            type="button"
            class="secondary"
            title={inert(one.title)}
            onClick={() => void desk.actOnTicket('attach', { ticket: ticket.number, value: String(one.number) })}
          >
            {t.attachTo(one.number)}
          </button>
        ))}
      </p>
      <Declare
        ticket={ticket}
        places={list?.places ?? []}
        onDone={() => void desk.openConversation(openId)}
        desk={desk}
        t={t}
        locale={locale}
      />
    </section>
  );
}
