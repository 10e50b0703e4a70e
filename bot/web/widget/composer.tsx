// Where the visitor writes: text, pasted and picked files. Enter sends, but never while a word is being composed.
import type { RefObject } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { ClipIcon, SendIcon } from '../shared/icons';
import { Tray } from './files';
import { Suggestions, useSuggestions } from './suggestions';
import type { Button } from '../shared/types';
import type { Texts } from './texts';
import { maxFiles, type Visit } from './visit';

const modes: Record<string, string> = {
  number: 'decimal',
  integer: 'numeric',
  email: 'email',
  phone: 'tel',
  url: 'url',
};

export interface ComposerProps {
  visit: Visit;
  t: Texts;
  input: string; // what the open question accepts
  choices: boolean; // and whether it has buttons
  field: RefObject<HTMLTextAreaElement | null>;
}

function useGrowing(field: RefObject<HTMLTextAreaElement | null>, text: string): void {
  useLayoutEffect(() => {
    const area = field.current;
    if (!area) return;
    area.style.height = 'auto';
    area.style.height = `${Math.min(area.scrollHeight, 132)}px`;
  }, [text]);
}

// The text and how it is sent.
function useDraft(visit: Visit, field: RefObject<HTMLTextAreaElement | null>) {
  const [text, setText] = useState('');
  const [tooLong, setTooLong] = useState(false);
  const { tray } = visit;
  const maySend = (words: string) => (words !== '' || tray.ready().length > 0) && !tray.isUploading();
  // What stands in the field counts: the words of the last drawing may be older.
  const send = () => {
    const words = field.current?.value.trim() ?? '';
    if (!maySend(words)) return;
    const said = visit.say(words);
    setTooLong(!said);
    if (said) setText('');
    field.current?.focus();
  };
  useGrowing(field, text);
  return { text, setText, tooLong, canSend: maySend(text.trim()), send };
}

function isSendKey(e: KeyboardEvent): boolean {
  const composing = e.isComposing || e.keyCode === 229;
  return e.key === 'Enter' && !e.shiftKey && !composing;
}

function Picker({ visit, t, input, field }: Omit<ComposerProps, 'choices'>) {
  const picker = useRef<HTMLInputElement>(null);
  const onPick = () => {
    visit.tray.attach([...(picker.current?.files ?? [])]);
    if (picker.current) picker.current.value = '';
    field.current?.focus();
  };
  const wanted = input === 'file' || input === 'image';
  return (
    <>
      <input ref={picker} type="file" multiple class="unseen" tabIndex={-1} aria-hidden="true" onChange={onPick} />
      <button
        type="button"
        class={wanted ? 'icon wanted' : 'icon'}
        aria-label={t.attach}
        title={t.attach}
        onClick={() => picker.current?.click()}
      >
        <ClipIcon />
      </button>
    </>
  );
}

interface FieldProps extends ComposerProps {
  draft: ReturnType<typeof useDraft>;
  onUp: (() => void) | undefined;
}

function Field({ visit, t, input, choices, field, draft, onUp }: FieldProps) {
  const onKeyDown = (e: KeyboardEvent) => {
    const act = isSendKey(e) ? draft.send : e.key === 'ArrowUp' && onUp;
    if (!act) return;
    e.preventDefault();
    act();
  };
  const onPaste = (e: ClipboardEvent) => {
    const files = [...(e.clipboardData?.files ?? [])];
    if (!files.length) return;
    e.preventDefault();
    visit.tray.attach(files);
  };
  return (
    <textarea
      ref={field}
      rows={1}
      value={draft.text}
      aria-label={t.write}
      placeholder={choices ? t.chooseOrWrite : t.write}
      title={t.keys}
      dir="auto"
      enterkeyhint="send"
      inputMode={(modes[input] ?? 'text') as 'text'}
      onInput={(e) => draft.setText(e.currentTarget.value)}
      onKeyDown={onKeyDown}
      onPaste={onPaste}
    />
  );
}

export function Composer(props: ComposerProps) {
  const { visit, t, input, field } = props;
  const draft = useDraft(visit, field);
  const form = useRef<HTMLFormElement>(null);
  const [titles, dismiss] = useSuggestions(visit, draft.text, !input && visit.state.speaker === 'bot');
  const onSubmit = (e: Event) => {
    e.preventDefault();
    draft.send();
  };
  const onPick = (title: Button) => {
    visit.press(title);
    draft.setText('');
    dismiss();
    field.current?.focus();
  };
  const onKeyDown = (e: KeyboardEvent) => {
    if (e.key !== 'Escape' || !titles.length) return;
    e.stopPropagation();
    dismiss();
    field.current?.focus();
  };
  const toTitles = () => form.current!.querySelector<HTMLElement>('#suggestions :last-child')!.focus();
  return (
    <form ref={form} class="composer" onSubmit={onSubmit} onKeyDown={onKeyDown}>
      <Suggestions titles={titles} t={t} field={field} onPick={onPick} />
      <Tray visit={visit} t={t} limit={maxFiles} />
      {draft.tooLong ? (
        <p class="error" role="alert">
          {t.tooLong}
        </p>
      ) : null}
      <div class="line">
        <Picker visit={visit} t={t} input={input} field={field} />
        <Field {...props} draft={draft} onUp={titles.length ? toTitles : undefined} />
        <button type="submit" class="send" disabled={!draft.canSend} aria-label={t.send} title={t.send}>
          <SendIcon />
        </button>
      </div>
    </form>
  );
}
