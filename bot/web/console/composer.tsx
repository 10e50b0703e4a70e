// Reply, with files, or internal note; which of the two is never in doubt. Ctrl+Enter sends.
import { useLayoutEffect, useReducer, useRef, useState } from 'preact/hooks';
import { inert } from '../shared/inert';
import type { Tray } from '../shared/tray';
import type { FileRef } from '../shared/types';
import { ArticleSearch } from './articles';
import type { Desk } from './desk';
import { AttachButton, TrayView, useDrop } from './tray';
import type { Texts } from './texts';
import type { Summary } from './types';

type Mode = 'reply' | 'note';

function Modes({ mode, setMode, t }: { mode: Mode; setMode: (mode: Mode) => void; t: Texts }) {
  return (
    <div class="modes" role="group" aria-label={t.mode}>
      <button type="button" aria-pressed={mode === 'reply'} onClick={() => setMode('reply')}>
        {t.reply}
      </button>
      <button type="button" aria-pressed={mode === 'note'} onClick={() => setMode('note')}>
        {t.note}
      </button>
    </div>
  );
}

function TakeFirst({ desk, t, holder, closed }: { desk: Desk; t: Texts; holder: string; closed: boolean }) {
  if (holder) return <p class="blocked">{t.onlyHolder(holder)}</p>;
  if (closed) return <p class="blocked">{t.resolvedHint}</p>;
  return (
    <p class="blocked">
      {t.takeToReply}{' '}
      <button type="button" class="primary" onClick={() => void desk.act('take')}>
        {t.take}
      </button>
    </p>
  );
}

// Each conversation keeps its own draft for as long as the page lives.
const drafts = new Map<string, string>();

function useDraft(key: string): [string, (words: string) => void] {
  const [, redraw] = useReducer((n: number) => n + 1, 0);
  const write = (words: string) => {
    if (words) drafts.set(key, words);
    else drafts.delete(key);
    redraw(undefined);
  };
  return [drafts.get(key) ?? '', write];
}

interface ComposerProps {
  desk: Desk;
  t: Texts;
  summary: Summary;
  mine: boolean;
  holder: string; // the name of the colleague who has it; empty when nobody else does
}

function takeFiles(tray: Tray): FileRef[] {
  return tray.takeReady().map((a) => {
    if (a.preview) URL.revokeObjectURL(a.preview);
    return a.ref!;
  });
}

function Editor({ desk, t, summary, mine, mode }: ComposerProps & { mode: Mode }) {
  const [text, write] = useDraft(`${summary.id}/${mode}`);
  const field = useRef<HTMLTextAreaElement>(null);
  const [searching, setSearching] = useState(false);
  const note = mode === 'note';
  const tray = desk.trayOf(summary.id);
  const toField = () => field.current?.focus();
  // The reply is given up, or written elsewhere.
  useLayoutEffect(() => () => desk.showTyping(false), [summary.id, mode]);
  // Before it is seen, so that the first key finds it.
  useLayoutEffect(() => {
    if (mine) toField();
  }, [mine, mode]);
  const canSend = (words: string) => (note ? words !== '' : (words !== '' || tray.ready().length > 0) && !tray.isUploading());
  // What stands in the field counts: the words of the last drawing may be older.
  const send = (e: Event) => {
    e.preventDefault();
    const words = field.current?.value.trim() ?? '';
    if (!canSend(words)) return;
    void desk.write(mode, words, note ? [] : takeFiles(tray));
    desk.showTyping(false);
    write('');
    toField();
  };
  const onKeyDown = (e: KeyboardEvent) => {
    if (e.key === 'Enter' && (e.ctrlKey || e.metaKey) && !e.isComposing) send(e);
  };
  const onInput = (words: string) => {
    write(words);
    if (!note) desk.showTyping(words.trim() !== '');
  };
  const insert = (answer: string) => {
    const words = field.current?.value.trimEnd() ?? '';
    write(words ? `${words}\n\n${answer}` : answer);
    setSearching(false);
    toField();
  };
  const close = () => {
    setSearching(false);
    toField();
  };
  const onPaste = (e: ClipboardEvent) => {
    if (note || !e.clipboardData?.files.length) return;
    e.preventDefault();
    tray.attach([...e.clipboardData.files]);
  };
  return (
    <form onSubmit={send}>
      {searching && !note ? <ArticleSearch desk={desk} t={t} summary={summary} onInsert={insert} onClose={close} /> : null}
      {note ? null : <TrayView tray={tray} t={t} onGone={toField} />}
      <textarea
        ref={field}
        rows={3}
        value={text}
        dir="auto"
        aria-label={note ? t.note : t.reply}
        placeholder={note ? t.writeNote : t.writeReply(inert(summary.person))}
        onInput={(e) => onInput(e.currentTarget.value)}
        onKeyDown={onKeyDown}
        onPaste={onPaste}
      />
      <p class="send-line">
        {note ? null : <AttachButton tray={tray} t={t} onDone={toField} />}
        {note ? null : (
          <button type="button" class="plain" aria-expanded={searching} onClick={() => setSearching(!searching)}>
            {t.knowledge}
          </button>
        )}
        <span class="hint">{t.sendKeys}</span>
        <button type="submit" class={note ? 'amber' : 'primary'} disabled={!canSend(text.trim())}>
          {note ? t.saveNote : t.sendReply}
        </button>
      </p>
    </form>
  );
}

export function Composer(props: ComposerProps) {
  const { desk, t, summary, mine, holder } = props;
  const [mode, setMode] = useState<Mode>('reply');
  const over = useDrop(mode === 'reply' && mine, (files) => desk.trayOf(summary.id).attach(files));
  return (
    <div class={`composer ${mode}`}>
      {over ? <p class="drop">{t.drop}</p> : null}
      <Modes mode={mode} setMode={setMode} t={t} />
      {mode === 'reply' && !mine ? (
        <TakeFirst desk={desk} t={t} holder={holder} closed={summary.state === 'closed'} />
      ) : (
        <Editor {...props} mode={mode} />
      )}
    </div>
  );
}
