import type { ComponentChildren } from 'preact';

function Icon({ children, size = 20 }: { children: ComponentChildren; size?: number }) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      stroke-width="1.8"
      stroke-linecap="round"
      stroke-linejoin="round"
      aria-hidden="true"
    >
      {children}
    </svg>
  );
}

export const ChatIcon = () => (
  <Icon size={26}>
    <path d="M20 11.5a7.5 7 0 0 1-11 6.2L4.5 19l1.2-3.8A7 7 0 0 1 4.5 11.5 7.6 7 0 0 1 20 11.5Z" />
    <path d="M9 11.6h.01M12.2 11.6h.01M15.4 11.6h.01" stroke-width="2.4" />
  </Icon>
);
export const CloseIcon = () => (
  <Icon>
    <path d="m6.5 6.5 11 11m0-11-11 11" />
  </Icon>
);
export const DownIcon = () => (
  <Icon size={26}>
    <path d="m6 9.5 6 6 6-6" />
  </Icon>
);
export const ClipIcon = () => (
  <Icon>
    <path d="m19 11.5-7.3 7.3a4.6 4.6 0 0 1-6.5-6.5L12.7 4.8a3.1 3.1 0 0 1 4.4 4.4l-7.5 7.5a1.5 1.5 0 0 1-2.2-2.2l6.7-6.7" />
  </Icon>
);
export const SendIcon = () => (
  <Icon>
    <path d="M12 19V5.5m-6 6 6-6 6 6" stroke-width="2" />
  </Icon>
);
export const TickIcon = () => (
  <Icon size={13}>
    <path d="m5 12.5 4.5 4.5L19.5 7" stroke-width="2.6" />
  </Icon>
);
export const ClockIcon = () => (
  <Icon size={13}>
    <circle cx="12" cy="12" r="8.5" />
    <path d="M12 7.5V12l3 2" />
  </Icon>
);
export const FileIcon = () => (
  <Icon>
    <path d="M13.5 3.5H7a1.5 1.5 0 0 0-1.5 1.5v14A1.5 1.5 0 0 0 7 20.5h10a1.5 1.5 0 0 0 1.5-1.5V8.5Zm0 0v5h5" />
  </Icon>
);
export const BookIcon = () => (
  <Icon size={15}>
    <path d="M5 5.5A1.5 1.5 0 0 1 6.5 4H19v16H6.5A1.5 1.5 0 0 1 5 18.5Zm0 13A1.5 1.5 0 0 1 6.5 17H19" />
  </Icon>
);
