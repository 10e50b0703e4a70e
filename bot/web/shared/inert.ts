// Text from a stranger, made harmless to look at: control characters and those that reorder a line are shown by their
// number instead of being obeyed. Escaping of markup is the renderer's, which only ever makes text nodes.

const unseen = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

export function inert(text: string): string {
  return text.replace(unseen, (c) => `‹U+${c.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}›`);
}

const schemes = ['http:', 'https:', 'mailto:'];

// The address a link may lead to, resolved against `base`; nothing for any other scheme.
export function safeHref(href: string, base: string): string | undefined {
  try {
    const url = new URL(href, base);
    return schemes.includes(url.protocol) ? url.href : undefined;
  } catch {
    return undefined;
  }
}

// The host to show behind a link whose words look like a different host than the one it leads to.
export function hostToShow(text: string, href: string): string | undefined {
  const words = text.normalize('NFKC').replace(/[\u200b-\u200d\u2060\ufeff]/g, '');
  const named = /(?:[\p{L}\p{N}-]+\.)+\p{L}{2,}/u.exec(words);
  if (!named) return undefined;
  const url = new URL(href);
  const host = url.protocol === 'mailto:' ? (url.pathname.split('@').pop() ?? '') : url.hostname;
  return named[0].toLowerCase() === host ? undefined : host;
}
