// One call to the server, as a value: nothing is thrown, and a lost connection is a status of its own.
import type { ApiError } from './types';

export interface Reply<T = unknown> {
  status: number; // 0: no answer came
  body: T | undefined;
  error: ApiError | undefined;
  holder?: string; // who has the conversation, of a 409
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

function refusalOf(text: string): { error?: ApiError; holder?: string } {
  try {
    return JSON.parse(text) as { error?: ApiError; holder?: string };
  } catch {
    return {};
  }
}

export function errorOf(text: string): ApiError | undefined {
  return refusalOf(text).error;
}

export async function call<T>(
  method: string,
  url: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Reply<T>> {
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(), deadlineMs);
  try {
    const response = await fetch(url, {
      method,
      credentials: 'include',
      cache: 'no-store',
      signal: abort.signal,
      headers: body === undefined ? headers : { 'Content-Type': 'application/json', ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    const after = Number(response.headers.get('Retry-After')) * 1000;
    if (!response.ok) {
      const { error, holder } = refusalOf(text);
      return {
        status: response.status,
        body: undefined,
        error,
        ...(holder ? { holder } : {}),
        retryAfterMs: after || 0,
      };
    }
    return { status: response.status, body: JSON.parse(text || '{}') as T, error: undefined, retryAfterMs: 0 };
  } catch {
    return { status: 0, body: undefined, error: undefined, retryAfterMs: 0 };
  } finally {
    clearTimeout(timer);
  }
}
