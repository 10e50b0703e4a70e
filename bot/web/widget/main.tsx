// The chat widget: one script tag puts a launcher on the page.
//   <script src="https://HOST/widget.js" data-account="widget" data-locale="zh" async></script>
// and then Frontdesk.open(), Frontdesk.close(), Frontdesk.context({...}), Frontdesk.identify(token). Before it has loaded, a page may queue calls:
//   (window.Frontdesk = window.Frontdesk || []).push(['context', {app_version: '3.4.1'}])
import { render } from 'preact';
import { useEffect, useLayoutEffect, useReducer, useRef } from 'preact/hooks';
import { ChatIcon, DownIcon } from '../shared/icons';
import { pickLocale } from '../shared/locale';
import { Panel } from './panel';
import css from './widget.css';
import { texts } from './texts';
import { Visit } from './visit';

type Call = ['open'] | ['close'] | ['context', object] | ['identify', string];

interface FrontdeskApi {
  open(): void;
  close(): void;
  context(context: object): void;
  identify(token: string): void;
  push(call: Call): void;
}

declare global {
  interface Window {
    Frontdesk?: FrontdeskApi | Call[];
  }
}

function Launcher({ visit, script }: { visit: Visit; script: HTMLScriptElement }) {
  const [, redraw] = useReducer((n: number) => n + 1, 0);
  const button = useRef<HTMLButtonElement>(null);
  const wasOpen = useRef(false);
  useEffect(() => {
    visit.onChange(() => redraw(undefined));
    redraw(undefined);
  }, []);
  const { open, rows, seen } = visit.state;
  useLayoutEffect(() => {
    if (!open && wasOpen.current) button.current?.focus();
    wasOpen.current = open;
  }, [open]);
  const t = texts[visit.locale];
  const unread = open ? 0 : rows.filter((r) => r.from !== 'user' && r.seq > seen).length;
  return (
    <div class={open ? 'frame open' : 'frame'} lang={visit.locale === 'zh' ? 'zh-CN' : 'en'}>
      {open ? <Panel visit={visit} t={t} locale={visit.locale} title={script.dataset.title || t.title} /> : null}
      <button
        ref={button}
        type="button"
        class="launcher"
        aria-expanded={open}
        aria-controls="panel"
        aria-label={open ? t.closeChat : t.openChat + (unread ? ` (${t.unread(unread)})` : '')}
        onClick={() => (open ? visit.close() : visit.open())}
      >
        {open ? <DownIcon /> : <ChatIcon />}
        {unread ? <span class="badge">{unread > 9 ? '9+' : unread}</span> : null}
      </button>
    </div>
  );
}

function mount(script: HTMLScriptElement, visit: Visit): void {
  const host = document.createElement('frontdesk-widget');
  const root = host.attachShadow({ mode: 'open' });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  root.adoptedStyleSheets = [sheet];
  document.body.append(host);
  render(<Launcher visit={visit} script={script} />, root);
  new MutationObserver(() => {
    visit.locale = pickLocale(script.dataset.locale);
    visit.set({});
  }).observe(script, { attributeFilter: ['data-locale', 'data-title'] });
}

function expose(visit: Visit): void {
  const queued = Array.isArray(window.Frontdesk) ? window.Frontdesk : [];
  const api: FrontdeskApi = {
    open: () => visit.open(),
    close: () => visit.close(),
    context: (context) => visit.setContext(context),
    identify: (token) => visit.identify(token),
    push: ([name, ...rest]: Call) => (api[name] as (...args: unknown[]) => void)(...rest),
  };
  window.Frontdesk = api;
  for (const one of queued) api.push(one);
}

function start(script: HTMLScriptElement): void {
  const visit = new Visit(
    new URL(script.src).origin,
    script.dataset.account || 'widget',
    pickLocale(script.dataset.locale),
    script.dataset.identity || '',
  );
  expose(visit);
  const show = () => {
    mount(script, visit);
    if (visit.wasOpen()) visit.open();
  };
  if (document.body) show();
  else document.addEventListener('DOMContentLoaded', show);
}

if (document.currentScript instanceof HTMLScriptElement && !Reflect.has(window, 'frontdeskWidget')) {
  Reflect.set(window, 'frontdeskWidget', true);
  start(document.currentScript);
}
