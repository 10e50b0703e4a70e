// Sends one file, with progress, and says in a sentence what went wrong.
import { errorOf, mayPass, pause } from '../shared/call';
import type { FileRef } from '../shared/types';

export interface Attachment {
  key: string;
  file: File;
  preview?: string; // a local address of an image
  percent: number;
  state: 'uploading' | 'ready' | 'failed';
  ref?: FileRef;
  status?: number; // of the refusal; 0: no answer
  error?: string; // what the server said of it
}

export type UploadResult = { ref: FileRef } | { status: number; error: string };

const maxTries = 3;
const deadlineMs = 10 * 60_000;

function once(
  url: string,
  file: File,
  onPercent: (percent: number) => void,
): Promise<{ status: number; text: string }> {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    request.open('POST', url);
    request.withCredentials = true;
    request.timeout = deadlineMs;
    request.setRequestHeader('Content-Type', file.type || 'application/octet-stream');
    request.upload.onprogress = (e) => onPercent(e.total ? Math.floor((e.loaded / e.total) * 100) : 0);
    request.onload = () => resolve({ status: request.status, text: request.responseText });
    request.onerror = request.ontimeout = () => resolve({ status: 0, text: '' });
    request.send(file);
  });
}

export async function upload(
  base: string,
  file: File,
  renewSession: () => Promise<boolean>,
  onPercent: (percent: number) => void,
): Promise<UploadResult> {
  const url = `${base}/files?name=${encodeURIComponent(file.name || 'file')}`;
  let reply = { status: 0, text: '' };
  for (let tries = 0; tries < maxTries; tries++) {
    reply = await once(url, file, onPercent);
    if (reply.status === 200) return { ref: JSON.parse(reply.text) as FileRef };
    if (reply.status === 401) await renewSession();
    else if (!mayPass(reply.status)) break;
    await pause(500 * 2 ** tries);
  }
  return { status: reply.status, error: errorOf(reply.text)?.message ?? '' };
}
