// Files in a bubble and in the tray above the composer.
import { useState } from 'preact/hooks';
import { mayPass } from '../shared/call';
import { byteSize } from '../shared/locale';
import { inert } from '../shared/inert';
import type { FileRef } from '../shared/types';
import { CloseIcon, FileIcon } from './icons';
import type { Texts } from './texts';
import type { Attachment } from './upload';
import type { Visit } from './visit';

// A host page may forbid blob images; then the file's icon stands there.
function Thumb({ src }: { src: string | undefined }) {
  const [broken, setBroken] = useState(false);
  return src && !broken ? <img src={src} alt="" onError={() => setBroken(true)} /> : <FileIcon />;
}

export function FileList({ files, visit }: { files: FileRef[]; visit: Visit }) {
  return (
    <ul class="files">
      {files.map((f) => (
        <li key={f.id} class={visit.previews.has(f.id) ? 'file image' : 'file'}>
          <Thumb src={visit.previews.get(f.id)} />
          <span class="name" dir="auto">
            {inert(f.name)}
          </span>
          <span class="size">{byteSize(f.size)}</span>
        </li>
      ))}
    </ul>
  );
}

function statusOf(a: Attachment, t: Texts): string {
  if (a.state === 'uploading') return t.uploading(a.percent);
  if (a.state === 'ready') return byteSize(a.file.size);
  if (a.file.size === 0) return t.emptyFile;
  const why = a.status === 413 ? t.fileTooLarge : a.status === 415 ? t.wrongType : t.uploadFailed;
  return `${why} ${a.error ?? ''}`.trim();
}

function TrayItem({ a, visit, t }: { a: Attachment; visit: Visit; t: Texts }) {
  return (
    <li class={`file ${a.state}`} role={a.state === 'failed' ? 'alert' : undefined}>
      <span class="thumb">
        <Thumb src={a.preview} />
      </span>
      <span class="what">
        <span class="name" dir="auto">
          {inert(a.file.name)}
        </span>
        <span class="size">{statusOf(a, t)}</span>
        {a.state === 'uploading' ? <progress max={100} value={a.percent} aria-label={inert(a.file.name)} /> : null}
      </span>
      {a.state === 'failed' && mayPass(a.status ?? 0) ? (
        <button type="button" class="text" onClick={() => visit.retryUpload(a.key)}>
          {t.tryAgain}
        </button>
      ) : null}
      <button type="button" class="icon small" aria-label={t.remove(a.file.name)} onClick={() => visit.detach(a.key)}>
        <CloseIcon />
      </button>
    </li>
  );
}

export function Tray({ visit, t, limit }: { visit: Visit; t: Texts; limit: number }) {
  const { tray, trayFull } = visit.state;
  if (!tray.length && !trayFull) return null;
  return (
    <div class="tray">
      {tray.length ? (
        <ul>
          {tray.map((a) => (
            <TrayItem key={a.key} a={a} visit={visit} t={t} />
          ))}
        </ul>
      ) : null}
      {trayFull ? (
        <p class="error" role="alert">
          {t.tooMany(limit)}
        </p>
      ) : null}
    </div>
  );
}
