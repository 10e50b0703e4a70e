// A ticket for somebody who is not in a chat: the agent reads the form's questions out and enters the answers.
import { useEffect, useState } from 'preact/hooks';
import { newId } from '../shared/call';
import type { Locale } from '../shared/locale';
import type { Desk } from './desk';
import type { Texts } from './texts';
import { Choice, entryField, inLocale, Own } from './tickets';
import type { Question } from './types';

interface AskProps {
  question: Question;
  value: string;
  set: (value: string) => void;
  locale: Locale;
}

function Ask({ question, value, set, locale }: AskProps) {
  const label = inLocale(question.title, locale) || question.name;
  return (
    <label data-question={question.name}>
      <span>
        {label}
        {question.skip ? '' : ' *'}
      </span>
      {question.options.length ? (
        <select value={value} onChange={(e) => set(e.currentTarget.value)}>
          <option value="" />
          {question.options.map((o) => (
            <option key={o.value} value={o.value}>
              {inLocale(o.label, locale)}
            </option>
          ))}
        </select>
      ) : (
        <input value={value} onInput={(e) => set(e.currentTarget.value)} />
      )}
    </label>
  );
}

interface CallerProps {
  desk: Desk;
  t: Texts;
  locale: Locale;
  onBack: () => void;
  onOpen: (id: number) => void;
}

export function NewTicket({ desk, t, locale, onBack, onOpen }: CallerProps) {
  const { choices } = desk.state;
  const [call] = useState(newId);
  const [report, setReport] = useState<Record<string, string>>({ source: 'phone' });
  const [answers, setAnswers] = useState<Record<string, string>>({});
  const [custom, setCustom] = useState<Record<string, string>>({});
  const [problem, setProblem] = useState('');
  useEffect(() => void desk.loadChoices(), []);
  const flow = choices?.flows.find((f) => f.id === report.flow);
  const put = (name: string) => (e: { currentTarget: { value: string } }) =>
    setReport({ ...report, [name]: e.currentTarget.value });
  const send = async (e: Event) => {
    e.preventDefault();
    const reply = await desk.openTicket({
      ...report,
      id: call,
      locale,
      answers: Object.entries(answers).map(([name, value]) => ({ name, value })),
      custom: Object.entries(custom).map(([name, value]) => ({ name, value })),
    });
    setProblem(reply.body ? '' : (reply.error?.message ?? t.failed));
    if (reply.body) onOpen(reply.body.conversation);
  };
  return (
    <main class="gaps">
      <header>
        <button type="button" class="back" aria-label={t.back} onClick={onBack}>
          ‹
        </button>
        <h1>{t.newTicket}</h1>
      </header>
      <form class="ticket-fields caller" onSubmit={send}>
        <label>
          <span>{t.cameBy}</span>
          <select value={report.source ?? ''} onChange={put('source')}>
            {(choices?.sources ?? []).map((s) => (
              <option key={s} value={s}>
                {t.sources[s] ?? s}
              </option>
            ))}
          </select>
        </label>
        <label>
          <span>{t.callerName}</span>
          <input value={report.name ?? ''} onInput={put('name')} />
        </label>
        <label>
          <span>{t.contact}</span>
          <input value={report.contact ?? ''} onInput={put('contact')} />
        </label>
        <label>
          <span>{t.words}</span>
          <textarea rows={3} value={report.words ?? ''} onInput={put('words')} />
        </label>
        <label>
          <span>{t.form}</span>
          <select value={report.flow ?? ''} onChange={put('flow')}>
            <option value="">{t.noForm}</option>
            {(choices?.flows ?? []).map((f) => (
              <option key={f.id} value={f.id}>
                {inLocale(f.title, locale)}
              </option>
            ))}
          </select>
        </label>
        {flow
          ? null
          : (['category', 'component'] as const).map((name) => (
              <Choice
                key={name}
                field={entryField(name, report[name] ?? '', desk, t, locale)}
                set={(_, value) => setReport({ ...report, [name]: value })}
                t={t}
              />
            ))}
        {(flow?.questions ?? []).map((q) => (
          <Ask
            key={q.name}
            question={q}
            value={answers[q.name] ?? ''}
            set={(value) => setAnswers({ ...answers, [q.name]: value })}
            locale={locale}
          />
        ))}
        {(choices?.fields ?? []).map((field) => (
          <Own
            key={field.name}
            field={field}
            value={custom[field.name] ?? ''}
            set={(name, value) => setCustom({ ...custom, [name]: value })}
            t={t}
            locale={locale}
          />
        ))}
        {problem ? (
          <p class="problem" role="alert">
            {problem}
          </p>
        ) : null}
        <button type="submit" class="primary">
          {t.openTicket}
        </button>
      </form>
    </main>
  );
}
