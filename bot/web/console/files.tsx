// A visitor's file: a download always; a picture of the harmless image types when asked of the server as bytes.
import { useEffect, useState } from 'preact/hooks';
import { inert } from '../shared/inert';
import { byteSize } from '../shared/locale';
import type { FileRef } from '../shared/types';
import type { Desk } from './desk';
import type { Texts } from './texts';

const pictures = ['image/png', 'image/jpeg', 'image/gif', 'image/webp'];
const largestPreview = 10 * 1024 * 1024;

// The bytes come as an attachment; they are shown under the type that was checked here, never as a page.
function usePicture(desk: Desk, file: FileRef): string {
  const [address, setAddress] = useState('');
  useEffect(() => {
    if (!pictures.includes(file.type) || file.size > largestPreview) return undefined;
    let made = '';
    let gone = false;
    const load = async () => {
      const response = await fetch(desk.fileAddress(file.id), { credentials: 'same-origin' });
      if (!response.ok) return;
      const bytes = await response.arrayBuffer();
      if (gone) return;
      made = URL.createObjectURL(new Blob([bytes], { type: file.type }));
      setAddress(made);
    };
    load().catch(() => undefined);
    return () => {
      gone = true;
      if (made) URL.revokeObjectURL(made);
    };
  }, [file.id]);
  return address;
}

function OneFile({ file, desk, t }: { file: FileRef; desk: Desk; t: Texts }) {
  const picture = usePicture(desk, file);
  const name = inert(file.name);
  return (
    <li class="file">
      {picture ? (
        <a href={picture} target="_blank" rel="noopener">
          <img src={picture} alt={t.preview(name)} />
        </a>
      ) : null}
      <a class="download" href={desk.fileAddress(file.id)} download={file.name} aria-label={t.download(name)}>
        <span class="name" dir="auto">
          {name}
        </span>{' '}
        <span class="size">{byteSize(file.size)}</span>
      </a>
    </li>
  );
}

export function Files({ files, desk, t }: { files: FileRef[]; desk: Desk; t: Texts }) {
  return (
    <ul class="files">
      {files.map((f) => (
        <OneFile key={f.id} file={f} desk={desk} t={t} />
      ))}
    </ul>
  );
}
