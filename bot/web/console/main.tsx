// The agent console.
import { render } from 'preact';
import { useEffect, useLayoutEffect, useReducer, useState } from 'preact/hooks';
import { inert } from '../shared/inert';
import { Board } from './board';
import { HandoffCard } from './card';
import { NewTicket } from './caller';
import { Conversation, heldByMe } from './conversation';
import { Desk } from './desk';
import { Gaps } from './gaps';
import { Incidents } from './incidents';
import { Login, NewPassword } from './login';
import { texts, type Texts } from './texts';
import { TryQuestion } from './try';

const idInAddress = () => Number(/^#\/(\d+)$/.exec(location.hash)?.[1] ?? 0);
const pageInAddress = () => /^#\/(gaps|try|new|incidents)$/.exec(location.hash)?.[1] ?? '';

function useAddress(desk: Desk, onPage: (page: string) => void): (id: number) => void {
  useEffect(() => {
    const follow = () => {
      onPage(pageInAddress());
      void desk.openConversation(idInAddress());
    };
    follow();
    window.addEventListener('hashchange', follow);
    return () => window.removeEventListener('hashchange', follow);
  }, []);
  return (id) => {
    location.hash = id ? `#/${id}` : '#/';
  };
}

// j and k move, Enter opens (it is a link), t takes; never while something is being written.
function useShortcuts(desk: Desk): void {
  useLayoutEffect(() => {
    const onKey = (e: KeyboardEvent) => {
      const inField = e.target instanceof Element && e.target.closest('textarea, input, select');
      if (inField || e.ctrlKey || e.metaKey || e.altKey || desk.state.phase !== 'board') return;
      if (e.key === 'j' || e.key === 'k') {
        const entries = [...document.querySelectorAll<HTMLElement>('.entry')];
        const at = entries.findIndex((el) => el === document.activeElement);
        const from = at >= 0 ? at : entries.findIndex((el) => el.classList.contains('current'));
        const to = from < 0 ? 0 : from + (e.key === 'j' ? 1 : -1);
        entries[Math.min(entries.length - 1, Math.max(0, to))]?.focus();
      } else if (e.key === 't') {
        const open = desk.current();
        if (!open || open.state !== 'open' || heldByMe(desk, open)) return;
        e.preventDefault();
        void desk.act('take');
      }
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, []);
}

// The count stands in the title, the newest arrival is spoken.
function Arrivals({ desk, t }: { desk: Desk; t: Texts }) {
  const unseen = desk.listedUnseen();
  useEffect(() => {
    document.title = unseen.length ? `(${unseen.length}) ${t.product}` : t.product;
  }, [unseen.length, t]);
  const newest = [...unseen].sort((a, b) => (b.last_at ?? '').localeCompare(a.last_at ?? ''))[0];
  return (
    <p class="unseen-text" role="status">
      {newest ? t.arrived(inert(newest.person)) : ''}
    </p>
  );
}

function Workplace({ desk, t }: { desk: Desk; t: Texts }) {
  const [page, setPage] = useState(pageInAddress);
  const goTo = useAddress(desk, setPage);
  const [cardShown, setCardShown] = useState(false);
  useShortcuts(desk);
  useEffect(() => {
    const look = () => desk.look();
    look();
    document.addEventListener('visibilitychange', look);
    return () => document.removeEventListener('visibilitychange', look);
  });
  const { openId, locale, card } = desk.state;
  const summary = desk.current();
  return (
    <div class={`workplace${summary || page ? ' has-open' : ''}${cardShown ? ' with-card' : ''}`}>
      <Board
        desk={desk}
        t={t}
        onOpen={(id) => {
          goTo(id);
          setCardShown(false);
        }}
        page={page}
      />
      {page === 'gaps' ? (
        <Gaps desk={desk} t={t} locale={locale} onBack={() => goTo(0)} />
      ) : page === 'incidents' ? (
        <Incidents desk={desk} t={t} locale={locale} onBack={() => goTo(0)} />
      ) : page === 'try' ? (
        <TryQuestion desk={desk} t={t} locale={locale} onBack={() => goTo(0)} />
      ) : page === 'new' ? (
        <NewTicket desk={desk} t={t} locale={locale} onBack={() => goTo(0)} onOpen={goTo} />
      ) : summary ? (
        <>
          <Conversation
            desk={desk}
            t={t}
            locale={locale}
            summary={summary}
            cardShown={cardShown}
            onBack={() => goTo(0)}
            onCard={() => setCardShown(!cardShown)}
          />
          <HandoffCard card={card} desk={desk} t={t} locale={locale} />
        </>
      ) : (
        <main class="nothing">
          <p>{openId ? desk.state.problem && t.failed : t.pick}</p>
        </main>
      )}
      <Arrivals desk={desk} t={t} />
    </div>
  );
}

function App({ desk }: { desk: Desk }) {
  const [, redraw] = useReducer((n: number) => n + 1, 0);
  const [oneTime, setOneTime] = useState('');
  useEffect(() => {
    desk.onChange(() => redraw(undefined));
    void desk.start();
  }, []);
  const { phase, locale } = desk.state;
  const t = texts[locale];
  useEffect(() => {
    document.documentElement.lang = locale === 'zh' ? 'zh-CN' : 'en';
  }, [locale]);
  if (phase === 'login') return <Login desk={desk} t={t} onPassword={setOneTime} />;
  if (phase === 'password') return <NewPassword desk={desk} t={t} current={oneTime} />;
  return phase === 'board' ? <Workplace desk={desk} t={t} /> : null;
}

const root = document.getElementById('app');
if (root) render(<App desk={new Desk()} />, root);
