// What the server sends and takes, as README.md describes it. Members that are empty are absent.

export interface Span {
  kind: 'text' | 'strong' | 'emphasis' | 'code' | 'link';
  text: string;
  href?: string;
}

export interface Block {
  kind: 'paragraph' | 'heading' | 'bullet' | 'numbered' | 'code' | 'quote';
  number?: number;
  spans?: Span[];
}

export interface Button {
  label: string;
  value: string;
}

export interface Fact {
  key: string;
  label: string;
  value: string;
}

// One question of a form; its answers come back by name.
export interface FormField {
  name: string;
  label: string;
  hint?: string;
  input?: string;
  options?: Button[];
  required?: string;
  error?: string;
}

export interface FileRef {
  id: string;
  name: string;
  type: string;
  size: number;
}

export type MessageKind =
  | 'say'
  | 'greeting'
  | 'ask'
  | 'answer'
  | 'did-you-mean'
  | 'review'
  | 'receipt'
  | 'handoff'
  | 'agent'
  | 'user'
  | 'note'
  | 'notice';

export interface Message {
  kind: MessageKind;
  subject?: string;
  author?: string;
  text?: Block[];
  asks?: boolean; // the last block is what the buttons answer
  buttons?: Button[];
  facts?: Fact[];
  files?: FileRef[];
  source?: string;
  source_href?: string;
  input?: string;
  form?: FormField[];
}

export type Delivery = 'sent' | 'sending' | 'unknown' | 'failed' | 'spared';

export interface Row {
  seq: number;
  id: string;
  from: 'user' | 'bot' | 'agent';
  at: string;
  message: Message;
  delivery?: Delivery;
}

export type Speaker = 'bot' | 'queue' | 'agent' | 'paused' | 'elsewhere';

export interface ApiError {
  code: string;
  message: string;
  limit?: number; // in bytes, of what is too large
}
