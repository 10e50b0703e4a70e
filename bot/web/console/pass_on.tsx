// Passing the open conversation on: to a queue, or to a colleague who is there, with a word for whoever gets it.
import { useEffect, useState } from 'preact/hooks';
import { inert } from '../shared/inert';
import type { Desk } from './desk';
import type { Texts } from './texts';
import type { Colleague, Colleagues } from './types';

function Choices({ all, desk, t }: { all: Colleagues | undefined; desk: Desk; t: Texts }) {
  const words = (a: Colleague) => t.colleague(inert(a.display || a.name), t.presences[a.presence], a.load, a.capacity);
  const canTake = (a: Colleague) => a.presence !== 'away' && a.name !== desk.state.me.name;
  return (
    <>
      <option value="">{t.choose}</option>
      <optgroup label={t.queues}>
        {all?.queues.map((queue) => (
          <option key={queue} value={`queue:${queue}`}>
            {inert(queue)}
          </option>
        ))}
      </optgroup>
      <optgroup label={t.colleagues}>
        {all?.agents.map((agent) => (
          <option key={agent.name} value={`agent:${agent.name}`} disabled={!canTake(agent)}>
            {words(agent)}
          </option>
        ))}
      </optgroup>
    </>
  );
}

export function PassOn({ desk, t, onDone }: { desk: Desk; t: Texts; onDone: () => void }) {
  const [all, setAll] = useState<Colleagues>();
  const [to, setTo] = useState('');
  const [note, setNote] = useState('');
  useEffect(() => {
    void desk.getSurely<Colleagues>('colleagues').then((reply) => setAll(reply.body));
  }, []);
  const send = async (e: Event) => {
    e.preventDefault();
    const [what, value] = [to.slice(0, 5), to.slice(6)];
    if (await desk.actOnTicket('transfer', { what, value, text: note })) onDone();
  };
  return (
    <form class="pass-on ticket-act" aria-label={t.passOn} onSubmit={send}>
      <label>
        <span>{t.passOnTo}</span>
        <select value={to} required onChange={(e) => setTo(e.currentTarget.value)}>
          <Choices all={all} desk={desk} t={t} />
        </select>
      </label>
      <label>
        <span>{t.wordForThem}</span>
        <textarea rows={2} value={note} onInput={(e) => setNote(e.currentTarget.value)} />
      </label>
      <p class="send-line">
        <button type="button" class="plain" onClick={onDone}>
          {t.cancel}
        </button>
        <button type="submit" class="primary" disabled={!to}>
          {t.passOn}
        </button>
      </p>
    </form>
  );
}
