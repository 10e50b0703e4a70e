// An agent knows that another account is the same person, or that it is not.
import { useState } from 'preact/hooks';
import type { Desk } from './desk';
import type { Texts } from './texts';
import type { Fact } from '../shared/types';

export function Identities({ person, desk, t }: { person: Fact[] | undefined; desk: Desk; t: Texts }) {
  const [other, setOther] = useState('');
  const [why, setWhy] = useState('');
  const joined = person?.some((fact) => fact.key === 'also');
  const link = async (e: Event) => {
    e.preventDefault();
    if (!(await desk.actOnTicket('link-person', { value: other, text: why }))) return;
    setOther('');
    setWhy('');
  };
  return (
    <details>
      <summary>{t.oneAccount}</summary>
      <form class="ticket-act" onSubmit={link}>
        <label>
          <span>{t.linkHint}</span>
          <input value={other} required onInput={(e) => setOther(e.currentTarget.value)} />
        </label>
        <label>
          <span>{t.whyOne}</span>
          <input value={why} onInput={(e) => setWhy(e.currentTarget.value)} />
        </label>
        <button type="submit" class="secondary">
          {t.linkPerson}
        </button>
        {joined ? (
          <button type="button" class="secondary" onClick={() => void desk.actOnTicket('unlink-person', { text: why })}>
            {t.partPerson}
          </button>
        ) : null}
      </form>
    </details>
  );
}
