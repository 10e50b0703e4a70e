// What people asked and the knowledge did not answer, what they ask most, and how its articles do. From here a question
// becomes a draft: a file that an admin reviews.
import { useEffect, useState } from 'preact/hooks';
import { inert } from '../shared/inert';
import { dayName, type Locale } from '../shared/locale';
import type { Desk } from './desk';
import { TableHead } from './table';
import type { Texts } from './texts';
import type { ArticleUse, Gap, Learning, Taught, TopQuestion } from './types';

const periods = [7, 30, 90, 180];
const nexts = ['person', 'answer', 'ticket', 'flow', 'left'] as const;

interface Shown {
  desk: Desk;
  t: Texts;
  locale: Locale;
}

// One act that writes a draft, and what came of it.
function useDraft(desk: Desk, t: Texts) {
  const [busy, setBusy] = useState(false);
  const [path, setPath] = useState('');
  const [problem, setProblem] = useState('');
  const write = async (what: string, body: object) => {
    setBusy(true);
    const reply = await desk.post(`gaps/${what}`, body);
    setPath((reply.body as { path: string } | undefined)?.path ?? '');
    setProblem(reply.body ? '' : (reply.error?.message ?? t.failed));
    setBusy(false);
  };
  return { busy, said: path ? t.drafted(path) : problem, write };
}

function AddTo({ articles, onAdd, busy, t }: {
  articles: { id: string; title: string }[];
  onAdd: (article: string) => void;
  busy: boolean;
  t: Texts;
}) {
  const [chosen, setChosen] = useState(articles[0]?.id ?? '');
  if (!articles.length) return null;
  return (
    <span class="add-to">
      <select aria-label={t.article} value={chosen} onChange={(e) => setChosen(e.currentTarget.value)}>
        {articles.map((a) => (
          <option key={a.id} value={a.id}>
            {inert(a.title)}
          </option>
        ))}
      </select>
      <button type="button" class="secondary" disabled={busy} onClick={() => onAdd(chosen)}>
        {t.addPhrasing}
      </button>
    </span>
  );
}

function Replies({ gap, t }: { gap: Gap; t: Texts }) {
  if (!gap.replies.length) return null;
  return (
    <details class="replies">
      <summary>{t.answeredBy(inert([...new Set(gap.replies.map((r) => r.by))].join(', ')))}</summary>
      {gap.replies.map((r) => (
        <p key={r.row} dir="auto">
          {inert(r.text)}
        </p>
      ))}
    </details>
  );
}

function GapEntry({ gap, desk, t, locale }: { gap: Gap } & Shown) {
  const { busy, said, write } = useDraft(desk, t);
  const { question, wordings } = gap;
  const what = { question, locale: gap.locale };
  const next = nexts.filter((n) => gap.next[n]).map((n) => `${t.next[n]} ${gap.next[n]}`);
  const others = wordings.slice(1);
  return (
    <li class="gap" data-id={gap.id}>
      <h3 dir="auto" lang={gap.locale}>
        {inert(question)}
      </h3>
      <p class="chips">
        <b class="chip own">{t.people(gap.people)}</b>
        <span class="chip">{t.times(gap.times)}</span>
        <span class="chip">{t.lastAsked(dayName(gap.last, locale, t.today, t.yesterday))}</span>
        {gap.misses.article_rejected ? <span class="chip rejected">{t.wrongAnswer(gap.misses.article_rejected)}</span> : null}
      </p>
      <p class="hint">{t.then(next.join(' · '))}</p>
      {others.length ? (
        <ul class="wordings" aria-label={t.wordings}>
          {others.map((w) => (
            <li key={w} dir="auto">
              {inert(w)}
            </li>
          ))}
        </ul>
      ) : null}
      <Replies gap={gap} t={t} />
      <p class="acts">
        <button
          type="button"
          class={gap.replies.length ? 'primary' : 'secondary'}
          disabled={busy}
          onClick={() => void write('draft', { ...what, wordings, replies: gap.replies.map((r) => r.row) })}
        >
          {gap.replies.length ? t.draftFromReply : t.draftArticle}
        </button>
        <AddTo articles={gap.nearest} busy={busy} t={t} onAdd={(article) => void write('phrasing', { ...what, article })} />
      </p>
      <p class="said" role="status">
        {inert(said)}
      </p>
    </li>
  );
}

function TaughtEntry({ one, desk, t }: { one: Taught } & Shown) {
  const { busy, said, write } = useDraft(desk, t);
  return (
    <li class="gap">
      <h3 dir="auto" lang={one.locale}>
        {inert(one.question)}
      </h3>
      <p class="hint">{t.chose(t.people(one.people), inert(one.title))}</p>
      <p class="acts">
        <button type="button" class="secondary" disabled={busy} onClick={() => void write('phrasing', one)}>
          {t.addPhrasing}
        </button>
      </p>
      <p class="said" role="status">
        {inert(said)}
      </p>
    </li>
  );
}

function TopTable({ top, t }: { top: TopQuestion[]; t: Texts }) {
  return (
    <table>
      <TableHead names={[t.question, t.askers, t.answered, t.offered, t.missed]} />
      <tbody>
        {top.map((one) => (
          <tr key={one.question}>
            <td dir="auto" lang={one.locale}>
              {inert(one.question)}
            </td>
            {[one.people, one.answered, one.offered, one.missed].map((n, i) => (
              <td key={i}>{n}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function ArticleTable({ articles, t }: { articles: ArticleUse[]; t: Texts }) {
  return (
    <table>
      <TableHead names={[t.article, t.verdict.shown, t.verdict.confirmed, t.verdict.rejected]} />
      <tbody>
        {articles.map((one) => (
          <tr key={one.id}>
            <td dir="auto">
              <a href={`/articles/${encodeURIComponent(one.id)}`} target="_blank" rel="noopener">
                {inert(one.title)}
              </a>
            </td>
            {[one.shown, one.confirmed, one.rejected].map((n, i) => (
              <td key={i}>{n}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Report({ learning, ...shown }: { learning: Learning } & Shown) {
  const { t } = shown;
  return (
    <>
      <p class="totals">{t.totals(learning)}</p>
      <section>
        <h2>{t.notAnswered}</h2>
        {learning.gaps.length ? (
          <ul>
            {learning.gaps.map((gap) => (
              <GapEntry key={gap.id} gap={gap} {...shown} />
            ))}
          </ul>
        ) : (
          <p class="hint">{t.noGaps}</p>
        )}
      </section>
      {learning.taught.length ? (
        <section>
          <h2>{t.taught}</h2>
          <ul>
            {learning.taught.map((one) => (
              <TaughtEntry key={`${one.article} ${one.question}`} one={one} {...shown} />
            ))}
          </ul>
        </section>
      ) : null}
      {learning.top.length ? (
        <section>
          <h2>{t.askedMost}</h2>
          <TopTable top={learning.top} t={t} />
        </section>
      ) : null}
      {learning.articles.length ? (
        <section>
          <h2>{t.articles}</h2>
          <p class="hint">{t.byPeople}</p>
          <ArticleTable articles={learning.articles} t={t} />
        </section>
      ) : null}
    </>
  );
}

export function Gaps({ onBack, ...shown }: { onBack: () => void } & Shown) {
  const { desk, t } = shown;
  const [days, setDays] = useState(30);
  const [learning, setLearning] = useState<Learning>();
  const [problem, setProblem] = useState('');
  useEffect(() => {
    let current = true;
    void desk.getSurely<Learning>(`gaps?days=${days}`).then((reply) => {
      if (!current) return;
      setLearning(reply.body);
      setProblem(reply.body ? '' : (reply.error?.message ?? t.failed));
    });
    return () => {
      current = false;
    };
  }, [days]);
  return (
    <main class="gaps">
      <header>
        <button type="button" class="back" aria-label={t.back} onClick={onBack}>
          ‹
        </button>
        <h1>{t.gaps}</h1>
        <select aria-label={t.period} value={days} onChange={(e) => setDays(Number(e.currentTarget.value))}>
          {periods.map((n) => (
            <option key={n} value={n}>
              {t.lastDays(n)}
            </option>
          ))}
        </select>
      </header>
      {problem ? (
        <p class="problem" role="alert">
          {problem}
        </p>
      ) : null}
      {learning ? <Report learning={learning} {...shown} /> : null}
    </main>
  );
}
