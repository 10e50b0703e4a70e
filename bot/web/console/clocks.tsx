// The clocks of a ticket: how much of each has passed, until when it runs, and why each stretch of time counted or not.
import { inert } from '../shared/inert';
import { dateTime, type Locale } from '../shared/locale';
import { Due } from './clock';
import { span, type Texts } from './texts';
import type { TicketClock } from './types';

function State({ clock, t }: { clock: TicketClock; t: Texts }) {
  if (clock.ended) return <span class="chip">{clock.late ? t.lateClock : t.metClock}</span>;
  if (!clock.runs) return <span class="chip">{t.standsClock}</span>;
  return clock.due ? <Due at={clock.due} t={t} /> : null;
}

function OneClock({ clock, t, locale }: { clock: TicketClock; t: Texts; locale: Locale }) {
  const spent = span(clock.spent * 1000, t);
  return (
    <div class="figure" data-clock={clock.clock}>
      <p>
        {t.clockNames[clock.clock] ?? clock.clock}{' '}
        <b>{clock.target === undefined ? spent : t.ofTime(spent, span(clock.target * 1000, t))}</b>{' '}
        <State clock={clock} t={t} />
      </p>
      <details>
        <summary>{t.whyClock(clock.spans.length)}</summary>
        <ol class="history">
          {clock.spans.map((s) => (
            <li key={s.from}>
              <span class="because">
                {dateTime(s.from, locale)} – {dateTime(s.to, locale)}
              </span>
              {s.counts ? t.counted : t.notCounted}: {inert(s.reason)}
            </li>
          ))}
        </ol>
      </details>
    </div>
  );
}

export function Clocks({ clocks, t, locale }: { clocks: TicketClock[]; t: Texts; locale: Locale }) {
  return (
    <>
      {clocks.map((clock) => (
        <OneClock key={clock.clock} clock={clock} t={t} locale={locale} />
      ))}
    </>
  );
}
