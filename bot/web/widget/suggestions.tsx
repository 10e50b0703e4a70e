// Titles that fit what is being written, above the field: a press shows the article as an answer. Arrow up goes there.
import type { RefObject } from 'preact';
import { useLayoutEffect, useState } from 'preact/hooks';
import { inert } from '../shared/inert';
import type { Button } from '../shared/types';
import type { Texts } from './texts';
import type { Visit } from './visit';

const pauseMs = 250; // in typing

export function useSuggestions(visit: Visit, text: string, wanted: boolean) {
  const [titles, setTitles] = useState<Button[]>([]);
  useLayoutEffect(() => {
    let current = true;
    if (!text || !wanted) setTitles((old) => (old.length ? [] : old));
    const timer = setTimeout(async () => {
      const found = wanted ? await visit.suggest(text.trim()) : [];
      if (current) setTitles(found);
    }, pauseMs);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [text, wanted]);
  return [titles, () => setTitles([])] as const;
}

export interface SuggestionsProps {
  titles: Button[];
  t: Texts;
  field: RefObject<HTMLTextAreaElement | null>;
  onPick: (title: Button) => void;
}

export function Suggestions({ titles, t, field, onPick }: SuggestionsProps) {
  const onKeyDown = (e: KeyboardEvent) => {
    const { previousElementSibling: up, nextElementSibling: down } = e.target as Element;
    const to = e.key === 'ArrowUp' ? up : e.key === 'ArrowDown' ? (down ?? field.current) : null;
    (to as HTMLElement | null)?.focus();
  };
  return (
    <>
      <p class="unseen" role="status">
        {titles.length ? `${t.suggestions}: ${titles.length}` : ''}
      </p>
      {titles.length ? (
        <div class="buttons" id="suggestions" role="group" aria-label={t.suggestions} onKeyDown={onKeyDown}>
          {titles.map((title) => (
            <button key={title.value} type="button" class="choice" onClick={() => onPick(title)}>
              {inert(title.label)}
            </button>
          ))}
        </div>
      ) : null}
    </>
  );
}
