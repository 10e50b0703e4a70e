// Files in a bubble and in the tray above the composer.
import { useEffect, useState } from 'preact/hooks';
import { mayPass } from '../shared/call';
import { CloseIcon, FileIcon } from '../shared/icons';
import { inert } from '../shared/inert';
import { byteSize } from '../shared/locale';
import type { Attachment } from '../shared/tray';
import type { FileRef } from '../shared/types';
import type { Texts } from './texts';
import type { Visit } from './visit';

const maxPreviewBytes = 4 << 20; // larger pictures come when they are asked for

// A host page may forbid blob images; then the file's icon stands there.
function Thumb({ src }: { src: string | undefined }) {
  const [broken, setBroken] = useState(false);
  return src && !broken ? <img src={src} alt="" onError={() => setBroken(true)} /> : <FileIcon />;
}

// A link that downloads. It leads to the server until it is asked for, then to what was fetched.
function OneFile({ file, visit, t }: { file: FileRef; visit: Visit; t: Texts }) {
  const { id, name, type, size } = file;
  const [note, setNote] = useState('');
  const local = visit.local.get(id);
  const isPicture = type.startsWith('image/');
  const picture = isPicture ? local : undefined;
  useEffect(() => {
    if (isPicture && !local && size < maxPreviewBytes) void visit.fetchFile(id);
  }, []);
  const onClick = async (e: MouseEvent) => {
    const link = e.currentTarget as HTMLAnchorElement;
    if (visit.local.has(id)) return;
    e.preventDefault();
    setNote('…');
    link.href = await visit.fetchFile(id);
    setNote(visit.local.has(id) ? '' : t.notFetched);
    if (visit.local.has(id)) link.click();
  };
  return (
    <li>
      <a class={picture && 'image'} href={local ?? visit.fileAddress(id)} download={name} onClick={onClick}>
        <Thumb src={picture} />
        <span class="name" dir="auto">
          {inert(name)}
        </span>
        <span class="size">{note || byteSize(size)}</span>
      </a>
    </li>
  );
}

export function FileList({ files, visit, t }: { files: FileRef[]; visit: Visit; t: Texts }) {
  return (
    <ul class="files">
      {files.map((f) => (
        <OneFile key={f.id} file={f} visit={visit} t={t} />
      ))}
    </ul>
  );
}

function statusOf({ state, percent, file, status, error, limit }: Attachment, t: Texts): string {
  if (state === 'uploading') return `${percent} %`;
  if (state === 'ready') return byteSize(file.size);
  if (!file.size) return t.emptyFile;
  if (status === 413 && limit) return t.fileTooLarge(byteSize(limit));
  return (status === 415 && t.wrongType) || error || t.uploadFailed;
}

function TrayItem({ a, visit, t }: { a: Attachment; visit: Visit; t: Texts }) {
  const name = inert(a.file.name);
  return (
    <li class={`file ${a.state}`} role={a.state === 'failed' ? 'alert' : undefined}>
      <span class="thumb">
        <Thumb src={a.preview} />
      </span>
      <span class="what">
        <span class="name" dir="auto">
          {name}
        </span>
        <span class="size">{statusOf(a, t)}</span>
        {a.state === 'uploading' ? <progress max={100} value={a.percent} aria-label={name} /> : null}
      </span>
      {a.state === 'failed' && mayPass(a.status ?? 0) ? (
        <button type="button" class="text" onClick={() => visit.tray.retry(a.key)}>
          {t.tryAgain}
        </button>
      ) : null}
      <button type="button" class="icon small" aria-label={t.remove(name)} onClick={() => visit.tray.detach(a.key)}>
        <CloseIcon />
      </button>
    </li>
  );
}

export function Tray({ visit, t, limit }: { visit: Visit; t: Texts; limit: number }) {
  const { items, full } = visit.tray;
  if (!items.length && !full) return null;
  return (
    <div class="tray">
      {items.length ? (
        <ul>
          {items.map((a) => (
            <TrayItem key={a.key} a={a} visit={visit} t={t} />
          ))}
        </ul>
      ) : null}
      {full ? (
        <p class="error" role="alert">
          {t.tooMany(limit)}
        </p>
      ) : null}
    </div>
  );
}
