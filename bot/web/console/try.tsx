// Try a question: what the bot would do with it, and why. The figures are those of `frontdesk ask --explain`.
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { inert } from '../shared/inert';
import type { Locale } from '../shared/locale';
import type { Desk } from './desk';
import { TableHead } from './table';
import type { Texts } from './texts';
import type { Candidate, Explanation } from './types';

const maxLetters = 300;
const figure = (n: number) => n.toFixed(2);

function Reading({ why, t }: { why: Explanation; t: Texts }) {
  const unknown = why.words.filter((w) => !w.known).map((w) => w.text);
  const lines: [string, string][] = [
    [t.readAs, why.text],
    [t.mended, why.mended.map((m) => `${m.typed} → ${m.read}`).join(', ')],
    [t.known, why.words.filter((w) => w.known).map((w) => w.text).join(' · ')],
    [t.unknownWords, unknown.join(' · ')],
    [t.concepts, why.concepts.map((terms) => terms.join(' | ')).join('; ')],
  ];
  return (
    <dl class="reading">
      {lines
        .filter(([, value]) => value)
        .map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd dir="auto">{inert(value)}</dd>
          </div>
        ))}
    </dl>
  );
}

function Candidates({ candidates, t }: { candidates: Candidate[]; t: Texts }) {
  return (
    <table>
      <TableHead names={[t.article, t.score]} />
      <tbody>
        {candidates.map((c) => (
          <tr key={c.id}>
            <td dir="auto">
              <a href={`/articles/${encodeURIComponent(c.id)}`} target="_blank" rel="noopener">
                {inert(c.title || c.id)}
              </a>
              {c.nearest.text ? (
                <span class="last">{t.nearest(inert(c.nearest.text), Math.round(c.nearest.cosine * 100))}</span>
              ) : null}
              <span class="last">
                {Object.entries(c.parts)
                  .map(([name, part]) => `${name} ${figure(part.value)} × ${figure(part.weight)}`)
                  .join(' + ')}
              </span>
            </td>
            <td>{figure(c.score)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Why({ why, t }: { why: Explanation; t: Texts }) {
  return (
    <>
      <p class={`decision ${why.decision}`} role="status">
        <strong>{t.decision[why.decision]}</strong>{' '}
        {why.candidates.length ? t.sureness(Math.round(why.confidence * 100)) : ''}
      </p>
      <Reading why={why} t={t} />
      {why.candidates.length ? <Candidates candidates={why.candidates} t={t} /> : null}
    </>
  );
}

export function TryQuestion({ desk, t, locale, onBack }: {
  desk: Desk;
  t: Texts;
  locale: Locale;
  onBack: () => void;
}) {
  const [words, setWords] = useState('');
  const [why, setWhy] = useState<Explanation>();
  const [problem, setProblem] = useState('');
  const field = useRef<HTMLInputElement>(null);
  useLayoutEffect(() => field.current?.focus(), []);
  const ask = async (e: Event) => {
    e.preventDefault();
    const q = (field.current?.value ?? '').trim().slice(0, maxLetters);
    if (!q) return;
    const spoken = /[\u3400-\u9fff]/.test(q) ? 'zh' : locale;
    const reply = await desk.getSurely<Explanation>(`explain?q=${encodeURIComponent(q)}&locale=${spoken}`);
    setWhy(reply.body);
    setProblem(reply.body ? '' : (reply.error?.message ?? t.failed));
  };
  return (
    <main class="gaps">
      <header>
        <button type="button" class="back" aria-label={t.back} onClick={onBack}>
          ‹
        </button>
        <h1>{t.tryQuestion}</h1>
      </header>
      <p class="hint">{t.tryHint}</p>
      <form class="try" onSubmit={ask}>
        <input
          ref={field}
          value={words}
          dir="auto"
          aria-label={t.question}
          placeholder={t.tryExample}
          onInput={(e) => setWords(e.currentTarget.value)}
        />
        <button type="submit" class="primary" disabled={!words.trim()}>
          {t.ask}
        </button>
      </form>
      {problem ? (
        <p class="problem" role="alert">
          {problem}
        </p>
      ) : null}
      {why ? <Why why={why} t={t} /> : null}
    </main>
  );
}
