// One message: text, facts, files, buttons, source and mark.
import { BookIcon, ClockIcon, TickIcon } from '../shared/icons';
import { inert, safeHref } from '../shared/inert';
import { clockTime, type Locale } from '../shared/locale';
import { RichText } from '../shared/rich_text';
import type { Block, Fact } from '../shared/types';
import { FileList } from './files';
import { QuestionForm } from './form';
import type { Texts } from './texts';
import type { Item } from './timeline';
import type { Visit } from './visit';

export interface BubbleProps {
  item: Item;
  first: boolean; // of a run of messages by the same side
  last: boolean;
  visit: Visit;
  t: Texts;
  locale: Locale;
  onPress: (e: MouseEvent) => void; // a choice was made; the button can no longer hold the focus
}

function Facts({ facts }: { facts: Fact[] }) {
  return (
    <dl class="facts">
      {facts.map((f) => (
        <div key={f.key}>
          <dt>{inert(f.label)}</dt>
          <dd dir="auto">{inert(f.value)}</dd>
        </div>
      ))}
    </dl>
  );
}

function Source({ item, visit, t }: { item: Item; visit: Visit; t: Texts }) {
  const { source, source_href: address } = item.message;
  if (!source) return null;
  const href = address ? safeHref(address, visit.origin) : undefined;
  return (
    <p class="source">
      <BookIcon />
      <span class="label">{t.source}</span>
      {href ? (
        <a href={href} target="_blank" rel="noopener">
          {inert(source)}
        </a>
      ) : (
        <span>{inert(source)}</span>
      )}
    </p>
  );
}

function Buttons({ item, visit, onPress }: { item: Item; visit: Visit; onPress: (e: MouseEvent) => void }) {
  const buttons = item.message.buttons ?? [];
  if (!buttons.length) return null;
  return (
    <div class={item.open ? 'buttons' : 'buttons used'} role="group">
      {buttons.map((b) => (
        <button
          key={b.value}
          type="button"
          disabled={!item.open}
          class={!item.open && item.pressed === b.label ? 'choice pressed' : 'choice'}
          onClick={(e) => {
            visit.press(b);
            onPress(e);
          }}
        >
          {inert(b.label)}
        </button>
      ))}
    </div>
  );
}

function Mark({ item, visit, t, locale }: { item: Item; visit: Visit; t: Texts; locale: Locale }) {
  if (item.mark === 'failed' || item.mark === 'refused') {
    return (
      <p class="mark failed" role="alert">
        {item.reason ?? t.notSent}{' '}
        {item.mark === 'failed' ? (
          <button type="button" class="text" onClick={() => visit.outbox.retry(item.id)}>
            {t.tryAgain}
          </button>
        ) : null}
      </p>
    );
  }
  const sending = item.mark === 'sending';
  const words = sending ? t.sending : t.sent;
  return (
    <p class="mark">
      <time dateTime={item.at}>{clockTime(item.at, locale)}</time>
      <span class={item.mark} role="img" aria-label={words} title={words}>
        {sending ? <ClockIcon /> : <TickIcon />}
      </span>
    </p>
  );
}

function Words({ blocks, visit }: { blocks: Block[] | undefined; visit: Visit }) {
  return blocks?.length ? <RichText blocks={blocks} base={visit.origin} /> : null;
}

function Body({ item, visit, t }: { item: Item; visit: Visit; t: Texts }) {
  const m = item.message;
  const words = m.text?.slice();
  const question = m.asks ? words?.splice(-1) : [];
  return (
    <div class="bubble">
      {m.kind === 'receipt' && m.subject ? (
        <p class="ticket">
          <TickIcon />
          {t.ticket} <strong>{inert(m.subject)}</strong>
        </p>
      ) : null}
      <Words blocks={words} visit={visit} />
      {m.facts?.length ? <Facts facts={m.facts} /> : null}
      {m.files?.length ? <FileList files={m.files} visit={visit} t={t} /> : null}
      <Source item={item} visit={visit} t={t} />
      <Words blocks={question} visit={visit} />
    </div>
  );
}

export function Bubble({ item, first, last, visit, t, locale, onPress }: BubbleProps) {
  const m = item.message;
  const common = { 'data-kind': m.kind, 'data-subject': m.subject, 'data-from': item.from, 'data-mark': item.mark };
  if (m.kind === 'notice') {
    return (
      <div class="row notice" {...common}>
        <Words blocks={m.text} visit={visit} />
      </div>
    );
  }
  const side = item.from === 'user' ? 'own' : item.from;
  const name = item.from === 'agent' ? inert(m.author || t.someone) : t.botName;
  return (
    <div class={`row ${side}${first ? ' first' : ''}${last ? ' last' : ''}`} {...common}>
      {item.from === 'user' ? (
        <span class="unseen">{t.you}: </span>
      ) : (
        <p class={first ? 'author' : 'author unseen'}>
          {name}
          <time dateTime={item.at}>{clockTime(item.at, locale)}</time>
        </p>
      )}
      <Body item={item} visit={visit} t={t} />
      {item.open && m.form?.length ? (
        <QuestionForm item={item} visit={visit} t={t} />
      ) : (
        <Buttons item={item} visit={visit} onPress={onPress} />
      )}
      {item.from === 'user' && (last || item.mark !== 'sent') ? (
        <Mark item={item} visit={visit} t={t} locale={locale} />
      ) : null}
    </div>
  );
}
