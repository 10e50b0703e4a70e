// What the console API sends, as README.md describes it. Members that are not known are absent.
import type { Fact, FileRef, Row, Speaker } from '../shared/types';

export interface Agent {
  name: string;
  display: string;
  presence?: Presence;
}

export type Presence = 'auto' | 'available' | 'busy' | 'away';

export interface Me {
  agent: Agent;
  csrf: string;
  must_change_password: boolean;
}

export interface Urgency {
  score?: number;
  reasons?: string[];
}

export interface Summary {
  id: number;
  version: number; // grows with every change
  person: string;
  account?: string;
  locale?: string;
  speaker: Speaker;
  agent?: string;
  agent_display?: string;
  queue?: string;
  ticket?: string;
  state: 'open' | 'closed';
  urgency?: Urgency;
  summary?: string;
  waiting_since?: string;
  last_text?: string;
  last_at?: string;
  due?: string;
}

export interface Tried {
  id: string;
  title: string;
  verdict: 'shown' | 'rejected' | 'confirmed';
}

export interface ServiceLevel {
  tier?: string;
  reason?: string;
  first_response_due?: string;
  resolution_due?: string;
}

export interface Routing {
  reason?: string;
  note?: string;
  skills?: string[];
  offered?: string;
  offer_reason?: string;
}

export interface Card {
  reason?: string;
  summary?: string;
  person?: Fact[];
  slots?: Fact[];
  context?: Fact[];
  tried?: Tried[];
  service_level?: ServiceLevel;
  routing?: Routing;
  urgency?: Urgency;
  ticket?: string;
  reply_until?: string; // the platform takes no reply after it
  files?: FileRef[];
  history?: History;
}

export interface EarlierTicket {
  number: string;
  state: string;
  title?: string;
  account?: string;
  conversation: number;
  owner?: string;
  opened: string;
}

// What the same person had with us on all accounts.
export interface History {
  tickets: EarlierTicket[];
  conversations: { id: number; account: string; last_text?: string; last_at: string }[];
}

export interface Factor {
  name: string;
  points: number;
  reason: string;
  known: boolean;
}

export interface Figure {
  score: number;
  factors: Factor[];
}

export interface Ticket {
  number: number;
  state: string;
  state_reason?: string;
  title?: string;
  tier: string;
  tier_reason?: string;
  category?: string;
  component?: string;
  impact?: string;
  scope?: string;
  workaround?: string;
  stage?: string;
  effort?: string;
  fit?: string;
  review?: string;
  expected?: string;
  fixed_in?: string;
  files: FileRef[];
  score: number; // 0: none yet
  score_reason?: string;
  affected: number;
  incident?: number;
  custom: Fact[];
  tags: Fact[];
  links: { how: string; target: string; conversation?: number }[];
  urgency: Figure;
  weight: Figure;
  clocks: TicketClock[];
  changes: { at: string; who: string; what: string; why: string }[];
}

// Lengths are seconds.
export interface TicketClock {
  clock: string;
  begun: string;
  ended?: string;
  due?: string;
  spent: number;
  target?: number;
  late: boolean;
  runs: boolean;
  spans: { from: string; to: string; counts: boolean; reason: string }[];
}

export interface Colleague {
  name: string;
  display: string;
  presence: Presence;
  load: number;
  capacity: number;
}

// To whom a conversation may be passed on.
export interface Colleagues {
  queues: string[];
  agents: Colleague[];
}

export interface Place {
  account: string;
  channel: string;
}

export interface Incident {
  number: number;
  state: string;
  title: string;
  words: Record<string, string>;
  people: number;
  announced: Place[];
  declared: string;
}

export interface IncidentList {
  incidents: Incident[];
  places: Place[];
  locales: string[];
}

export interface Similar {
  number: number;
  title: string;
  incident: number;
  conversation: number;
  opened: string;
}

export type Wordings = Partial<Record<string, string>>;

export interface Entry {
  id: string;
  name: Wordings;
  means: Wordings;
  not: Wordings;
}

export interface OwnField {
  name: string;
  label: Wordings;
  type: 'text' | 'choice' | 'number' | 'date';
  choices: string[];
  required: 'open' | 'resolve' | 'no';
}

export interface Question {
  name: string;
  title: Wordings;
  type: string;
  skip: boolean;
  options: { value: string; label: Wordings }[];
}

// What agents choose from.
export interface Choices {
  tiers?: Partial<Record<string, Wordings>>; // as the workspace calls them
  categories: Entry[];
  components: Entry[];
  fields: OwnField[];
  flows: { id: string; title: Wordings; questions: Question[] }[];
  sources: string[];
}

export interface Detail {
  conversation: Summary;
  card: Card;
  tickets: Ticket[];
  rows: Row[];
}

export interface Gap {
  id: string;
  question: string;
  locale: string;
  wordings: string[];
  people: number;
  times: number;
  last: string;
  misses: { no_answer: number; choices_rejected: number; article_rejected: number };
  next: Record<'person' | 'answer' | 'ticket' | 'flow' | 'left', number>;
  replies: { row: number; by: string; text: string }[];
  nearest: { id: string; title: string }[];
}

export interface TopQuestion {
  question: string;
  locale: string;
  article: string;
  people: number;
  times: number;
  answered: number;
  offered: number;
  missed: number;
}

export interface ArticleUse {
  id: string;
  title: string;
  shown: number;
  confirmed: number;
  rejected: number;
}

export interface Taught {
  article: string;
  title: string;
  question: string;
  locale: string;
  people: number;
}

export interface Learning {
  questions: number;
  people: number;
  answered: number;
  offered: number;
  missed: number;
  gaps: Gap[];
  top: TopQuestion[];
  articles: ArticleUse[];
  taught: Taught[];
}

export interface FoundArticle {
  id: string;
  title: string;
  locale: string;
  text: string;
  href: string;
}

export interface Candidate {
  id: string;
  title: string;
  score: number;
  parts: Record<string, { value: number; weight: number }>;
  nearest: { text: string; cosine: number };
}

// Of `frontdesk ask --explain`.
export interface Explanation {
  text: string;
  mended: { typed: string; read: string }[];
  words: { text: string; known: boolean }[];
  concepts: string[][];
  candidates: Candidate[];
  confidence: number;
  decision: 'answer' | 'did_you_mean' | 'neither';
}

export type View = 'open' | 'mine' | 'closed';
