// The knowledge beside the reply: the agent searches, sees the short answers, and puts one into the reply.
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { inert, safeHref } from '../shared/inert';
import type { Desk } from './desk';
import type { Texts } from './texts';
import type { FoundArticle, Summary } from './types';

const pauseMs = 200; // in typing
const maxLetters = 300;

function useFound(desk: Desk, conversation: number, words: string): FoundArticle[] | undefined {
  const [found, setFound] = useState<FoundArticle[]>();
  useEffect(() => {
    let current = true;
    const q = words.trim().slice(0, maxLetters);
    if (!q) setFound(undefined);
    const timer = setTimeout(async () => {
      if (!q) return;
      const reply = await desk.getSurely<{ articles: FoundArticle[] }>(
        `articles?q=${encodeURIComponent(q)}&conversation=${conversation}`,
      );
      if (current) setFound(reply.body?.articles ?? []);
    }, pauseMs);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [conversation, words]);
  return found;
}

function Found({ a, t, locale, onInsert }: {
  a: FoundArticle;
  t: Texts;
  locale: string;
  onInsert: (text: string) => void;
}) {
  const href = a.href ? safeHref(a.href, location.origin) : undefined;
  return (
    <li>
      <p class="found-title">
        <strong dir="auto" lang={a.locale}>
          {inert(a.title)}
        </strong>
        {a.locale && a.locale !== locale ? <span class="chip">{t.inLanguage(a.locale)}</span> : null}
      </p>
      <p class="found-text" dir="auto" lang={a.locale}>
        {inert(a.text)}
      </p>
      <p class="acts">
        <button type="button" class="secondary" onClick={() => onInsert(a.text)}>
          {t.insert}
          <span class="unseen-text">: {inert(a.title)}</span>
        </button>
        {href ? (
          <a href={href} target="_blank" rel="noopener">
            {t.openArticle}
          </a>
        ) : null}
      </p>
    </li>
  );
}

export function ArticleSearch({ desk, t, summary, onInsert, onClose }: {
  desk: Desk;
  t: Texts;
  summary: Summary;
  onInsert: (text: string) => void;
  onClose: () => void;
}) {
  const [words, setWords] = useState('');
  const field = useRef<HTMLInputElement>(null);
  useLayoutEffect(() => field.current?.focus(), []);
  const found = useFound(desk, summary.id, words);
  const onKeyDown = (e: KeyboardEvent) => {
    if (e.key === 'Escape') onClose();
    // Enter in the search is no reply.
    if (e.key === 'Enter' && e.target instanceof HTMLInputElement) e.preventDefault();
  };
  return (
    <div class="knowledge" role="search" onKeyDown={onKeyDown}>
      <input
        type="search"
        ref={field}
        value={words}
        dir="auto"
        aria-label={t.searchKnowledge}
        placeholder={t.searchKnowledge}
        onInput={(e) => setWords(e.currentTarget.value)}
      />
      <p class="hint" role="status">
        {found ? t.found(found.length) : t.searchHint}
      </p>
      {found?.length ? (
        <ul>
          {found.map((a) => (
            <Found key={a.id} a={a} t={t} locale={summary.locale ?? ''} onInsert={onInsert} />
          ))}
        </ul>
      ) : null}
    </div>
  );
}
