// The demo page: language, the sample context, and a button that opens the chat.
import { pickLocale, type Locale } from '../shared/locale';

interface Desk {
  open(): void;
  context(context: object): void;
}

const sample = {
  app_version: '3.4.1',
  os: 'Windows 11',
  device: 'ThinkPad X1',
  network: 'wifi',
  rtt_ms: 42,
  loss_percent: 0.5,
  call_id: 'c-20931',
  page: '/calls/c-20931',
  last_errors: ['ICE restart after 8 s'],
};

const contextSent: Record<Locale, string> = {
  en: 'Noted. It goes along when the chat is open.',
  zh: '已记下，打开对话后随消息一起发送。',
};

function desk(): Desk | undefined {
  const found = (window as unknown as { Frontdesk?: unknown }).Frontdesk;
  return found && !Array.isArray(found) ? (found as Desk) : undefined;
}

function speak(locale: Locale): void {
  document.documentElement.lang = locale === 'zh' ? 'zh-CN' : 'en';
  document.getElementById('frontdesk')?.setAttribute('data-locale', locale);
  document.getElementById('frontdesk')?.setAttribute('data-title', locale === 'zh' ? 'Relay 支持' : 'Relay support');
  for (const button of document.querySelectorAll<HTMLButtonElement>('[data-lang]')) {
    button.setAttribute('aria-pressed', String(button.dataset.lang === locale));
  }
}

function currentLocale(): Locale {
  return pickLocale(document.documentElement.lang);
}

function start(): void {
  speak(pickLocale(new URLSearchParams(location.search).get('lang')));
  for (const button of document.querySelectorAll<HTMLButtonElement>('[data-lang]')) {
    button.addEventListener('click', () => speak(pickLocale(button.dataset.lang)));
  }
  const code = document.getElementById('sample');
  if (code) code.textContent = `Frontdesk.context(${JSON.stringify(sample, null, 2).replace(/"(\w+)":/g, '$1:')});`;
  document.getElementById('ask')?.addEventListener('click', () => desk()?.open());
  document.getElementById('send-context')?.addEventListener('click', () => {
    desk()?.context(sample);
    const status = document.getElementById('context-sent');
    if (status) status.textContent = contextSent[currentLocale()];
  });
}

start();
