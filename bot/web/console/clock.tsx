// Times that move: how long somebody waits, and until when an answer is due.
import { useEffect, useReducer } from 'preact/hooks';
import { span, type Texts } from './texts';

const tickMs = 5_000;

export function useTick(): number {
  const [, tick] = useReducer((n: number) => n + 1, 0);
  useEffect(() => {
    const timer = setInterval(() => tick(undefined), tickMs);
    return () => clearInterval(timer);
  }, []);
  return Date.now();
}

export function Waiting({ since, t }: { since: string; t: Texts }) {
  const now = useTick();
  return (
    <time class="waiting" dateTime={since}>
      {t.waiting(span(now - Date.parse(since), t))}
    </time>
  );
}

const soonMs = 5 * 60_000;

export function Due({ at, t }: { at: string; t: Texts }) {
  const left = Date.parse(at) - useTick();
  const tone = left < 0 ? 'late' : left < soonMs ? 'soon' : 'calm';
  return (
    <time class={`due ${tone}`} dateTime={at}>
      {left < 0 ? t.overdue(span(-left, t)) : t.dueIn(span(left, t))}
    </time>
  );
}
