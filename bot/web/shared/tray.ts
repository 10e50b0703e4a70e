// The files that wait beside the words for being sent: each goes to the server as soon as it is picked. A file that
// cannot be taken is never sent there.
import { newId } from './call';
import type { FileRef } from './types';
import { upload, type UploadTarget } from './upload';

export interface Attachment {
  key: string;
  file: File;
  preview: string | undefined; // a local address of an image
  percent: number;
  state: 'uploading' | 'ready' | 'failed';
  ref?: FileRef; // when it is ready
  status?: number; // of the refusal; 0: no answer
  error?: string; // what the server said of it
  limit?: number; // in bytes, of one that is too large
}

const maxFileBytes = 50 << 20; // more the server takes of no kind

export class Tray {
  items: Attachment[] = [];
  full = false; // more were picked than there is room for

  constructor(
    private readonly maxFiles: number,
    private readonly target: UploadTarget,
    private readonly changed: () => void,
  ) {}

  attach(files: File[]): void {
    const room = this.maxFiles - this.items.length;
    const added = files.slice(0, room).map((file): Attachment => ({
      key: newId(),
      file,
      percent: 0,
      state: 'uploading',
      preview: file.type.startsWith('image/') ? URL.createObjectURL(file) : undefined,
    }));
    this.#put([...this.items, ...added], files.length > room);
    for (const one of added) void this.#start(one);
  }

  detach(key: string): void {
    for (const one of this.items) if (one.key === key && one.preview) URL.revokeObjectURL(one.preview);
    this.#put(this.items.filter((a) => a.key !== key));
  }

  retry(key: string): void {
    for (const one of this.items) if (one.key === key) void this.#start(one);
  }

  isUploading(): boolean {
    return this.items.some((a) => a.state === 'uploading');
  }

  ready(): Attachment[] {
    return this.items.filter((a) => a.ref);
  }

  // The ready ones leave, to go along with a message; what failed stays.
  takeReady(): Attachment[] {
    const ready = this.ready();
    this.#put(this.items.filter((a) => !a.ref));
    return ready;
  }

  #put(items: Attachment[], full = false): void {
    this.items = items;
    this.full = full;
    this.changed();
  }

  #change(key: string, to: Partial<Attachment>): void {
    this.#put(
      this.items.map((a) => (a.key === key ? { ...a, ...to } : a)),
      this.full,
    );
  }

  async #start({ key, file }: Attachment): Promise<void> {
    if (!file.size) return this.#change(key, { state: 'failed', status: 400 });
    if (file.size > maxFileBytes) return this.#change(key, { state: 'failed', status: 413, limit: maxFileBytes });
    this.#change(key, { state: 'uploading', percent: 0 });
    const result = await upload(this.target, file, (percent) => this.#change(key, { percent }));
    this.#change(key, { state: 'ref' in result ? 'ready' : 'failed', ...result });
  }
}
