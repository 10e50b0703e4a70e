// One call to the server, as a value: nothing is thrown, and a lost connection is a status of its own.
import type { ApiError } from './types';

export interface Reply<T = unknown> extends Refusal {
  status: number; // 0: no answer came
  body?: T;
  retryAfterMs: number;
}

const deadlineMs = 20_000;

export function newId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (b) => b.toString(16).padStart(2, '0')).join('');
}

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

// Worth sending again, unchanged and with the same id.
export function mayPass(status: number): boolean {
  return status === 0 || status === 408 || status === 429 || status >= 500;
}

interface Refusal {
  error?: ApiError;
  holder?: string; // who has the conversation, of a 409
}

export function refusalOf(text: string): Refusal {
  try {
    return JSON.parse(text) as Refusal;
  } catch {
    return {};
  }
}

export async function call<T>(
  method: string,
  url: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Reply<T>> {
  try {
    const response = await fetch(url, {
      method,
      credentials: 'include',
      cache: 'no-store',
      signal: AbortSignal.timeout(deadlineMs),
      headers: { 'Content-Type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });
    const text = await response.text();
    const { status } = response;
    const retryAfterMs = Number(response.headers.get('Retry-After')) * 1000 || 0;
    if (!response.ok) return { ...refusalOf(text), status, retryAfterMs };
    return { status, body: JSON.parse(text || '{}') as T, retryAfterMs };
  } catch {
    return { status: 0, retryAfterMs: 0 };
  }
}
