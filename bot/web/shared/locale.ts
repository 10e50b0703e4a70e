// Which of our two languages to speak, and how dates and sizes are written in it.
export type Locale = 'en' | 'zh';

export function pickLocale(wanted: string | null | undefined): Locale {
  return (wanted || navigator.language || 'en').toLowerCase().startsWith('zh') ? 'zh' : 'en';
}

// `tag`: "en" or "zh"; the user's own region is kept where the language agrees ("en-GB" writes 17:05).
function tagFor(locale: Locale): string {
  return navigator.language.toLowerCase().startsWith(locale) ? navigator.language : locale === 'zh' ? 'zh-CN' : 'en';
}

export function clockTime(at: string, locale: Locale): string {
  return new Date(at).toLocaleTimeString(tagFor(locale), { hour: '2-digit', minute: '2-digit' });
}

export function dayName(at: string, locale: Locale, today: string, yesterday: string): string {
  const day = new Date(at);
  const now = new Date();
  const before = new Date(now.getFullYear(), now.getMonth(), now.getDate() - 1);
  if (day.toDateString() === now.toDateString()) return today;
  if (day.toDateString() === before.toDateString()) return yesterday;
  return day.toLocaleDateString(tagFor(locale), { weekday: 'short', month: 'short', day: 'numeric' });
}

export function dateTime(at: string, locale: Locale): string {
  return new Date(at).toLocaleString(tagFor(locale), { dateStyle: 'medium', timeStyle: 'short' });
}

export function byteSize(size: number): string {
  if (size < 1024) return `${size} B`;
  if (size < 1024 * 1024) return `${Math.round(size / 1024)} KB`;
  return `${+(size / 1024 / 1024).toFixed(1)} MB`;
}
