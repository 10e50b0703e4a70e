// The files of a reply: how they come in by the button and by dragging, and the tray where they wait.
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { mayPass } from '../shared/call';
import { ClipIcon, CloseIcon, FileIcon } from '../shared/icons';
import { inert } from '../shared/inert';
import { byteSize } from '../shared/locale';
import type { Attachment, Tray } from '../shared/tray';
import { maxFiles } from './desk';
import type { Texts } from './texts';

// True while files are held over the page, which takes them anywhere. Where none is wanted, dropping does nothing:
// the browser would leave the console and show the file.
export function useDrop(wanted: boolean, onFiles: (files: File[]) => void): boolean {
  const [over, setOver] = useState(false);
  const latest = useRef({ wanted, onFiles });
  latest.current = { wanted, onFiles };
  useLayoutEffect(() => {
    const life = new AbortController();
    const take = (e: DragEvent, isOver: boolean) => {
      if (!e.dataTransfer?.types.includes('Files')) return;
      e.preventDefault();
      const { wanted: now, onFiles: give } = latest.current;
      if (!now) e.dataTransfer.dropEffect = 'none';
      setOver(isOver && now);
      if (!isOver && now) give([...e.dataTransfer.files]);
    };
    const listen = (type: 'dragenter' | 'dragover' | 'dragleave' | 'drop', listener: (e: DragEvent) => void) =>
      document.addEventListener(type, listener, { signal: life.signal });
    listen('dragenter', (e) => take(e, true));
    listen('dragover', (e) => take(e, true));
    listen('drop', (e) => take(e, false));
    listen('dragleave', (e) => {
      if (!e.relatedTarget) setOver(false);
    });
    return () => life.abort();
  }, []);
  return over;
}

export function AttachButton({ tray, t, onDone }: { tray: Tray; t: Texts; onDone: () => void }) {
  const picker = useRef<HTMLInputElement>(null);
  const onPick = () => {
    tray.attach([...(picker.current?.files ?? [])]);
    if (picker.current) picker.current.value = '';
    onDone();
  };
  return (
    <>
      <input ref={picker} type="file" multiple class="unseen-text" tabIndex={-1} aria-hidden="true" onChange={onPick} />
      <button type="button" class="attach" onClick={() => picker.current?.click()}>
        <ClipIcon />
        {t.attach}
      </button>
    </>
  );
}

function statusOf({ state, percent, file, status, error, limit }: Attachment, t: Texts): string {
  if (state === 'uploading') return t.uploading(percent);
  if (state === 'ready') return byteSize(file.size);
  if (!file.size) return t.emptyFile;
  if (status === 413 && limit) return t.fileTooLarge(byteSize(limit));
  const ours = status === 400 || status === 415 ? t.wrongType : '';
  return ours || inert(error ?? '') || t.uploadFailed;
}

function Thumb({ src }: { src: string | undefined }) {
  const [broken, setBroken] = useState(false);
  const shown = src && !broken;
  return <span class="thumb">{shown ? <img src={src} alt="" onError={() => setBroken(true)} /> : <FileIcon />}</span>;
}

function TrayItem({ a, tray, t, onGone }: { a: Attachment; tray: Tray; t: Texts; onGone: () => void }) {
  const name = inert(a.file.name);
  return (
    <li class={a.state} role={a.state === 'failed' ? 'alert' : undefined}>
      <Thumb src={a.preview} />
      <span class="what">
        <span class="name" dir="auto" title={name}>
          {name}
        </span>
        <span class="status">{statusOf(a, t)}</span>
        {a.state === 'uploading' ? <progress max={100} value={a.percent} aria-label={name} /> : null}
      </span>
      {a.state === 'failed' && mayPass(a.status ?? 0) ? (
        <button type="button" class="link" onClick={() => tray.retry(a.key)}>
          {t.tryAgain}
        </button>
      ) : null}
      <button
        type="button"
        class="remove"
        aria-label={t.remove(name)}
        title={t.remove(name)}
        onClick={() => {
          tray.detach(a.key);
          onGone();
        }}
      >
        <CloseIcon />
      </button>
    </li>
  );
}

// `onGone`: the button that held the focus has left with its file.
export function TrayView({ tray, t, onGone }: { tray: Tray; t: Texts; onGone: () => void }) {
  return (
    <>
      {tray.items.length ? (
        <ul class="tray" aria-label={t.attached}>
          {tray.items.map((a) => (
            <TrayItem key={a.key} a={a} tray={tray} t={t} onGone={onGone} />
          ))}
        </ul>
      ) : null}
      {tray.full ? (
        <p class="tray-full" role="alert">
          {t.tooMany(maxFiles)}
        </p>
      ) : null}
    </>
  );
}
