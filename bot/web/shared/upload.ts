// Sends one file, with progress. Nothing is thrown: what went wrong is a status and the server's sentence.
import { mayPass, pause, refusalOf } from './call';
import type { FileRef } from './types';

export interface UploadTarget {
  url: string;
  prepare: () => Promise<Record<string, string>>; // before each file; the headers that go along
  renew: () => Promise<boolean>; // after a 401; false: trying again is of no use
}

export type UploadResult = { ref: FileRef } | { status: number; error: string; limit?: number };

const maxTries = 3;
const deadlineMs = 10 * 60_000;

function once(
  url: string,
  file: File,
  headers: Record<string, string>,
  onPercent: (percent: number) => void,
): Promise<{ status: number; text: string }> {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    request.open('POST', url);
    request.withCredentials = true;
    request.timeout = deadlineMs;
    for (const name in headers) request.setRequestHeader(name, headers[name]!);
    request.upload.onprogress = (e) => onPercent(e.total ? Math.floor((e.loaded / e.total) * 100) : 0);
    request.onloadend = () => resolve({ status: request.status, text: request.responseText });
    request.send(file);
  });
}

export async function upload(
  target: UploadTarget,
  file: File,
  onPercent: (percent: number) => void,
): Promise<UploadResult> {
  const url = `${target.url}?name=${encodeURIComponent(file.name || 'file')}`;
  const headers = { 'Content-Type': file.type || 'application/octet-stream', ...(await target.prepare()) };
  let reply = { status: 0, text: '' };
  for (let tries = 0; tries < maxTries; tries++) {
    reply = await once(url, file, headers, onPercent);
    if (reply.status === 200) return { ref: JSON.parse(reply.text) as FileRef };
    if (reply.status === 401 ? !(await target.renew()) : !mayPass(reply.status)) break;
    await pause(500 * 2 ** tries);
  }
  const { message = '', limit } = refusalOf(reply.text).error ?? {};
  return { status: reply.status, error: message, limit };
}
