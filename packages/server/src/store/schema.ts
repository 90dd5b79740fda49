/**
 * The tables, as both databases have them: text, integers and nothing else, so that one set of queries serves both.
 * Structured values are JSON text; times are wall milliseconds; secrets are stored only as SHA-256.
 */
import type { Author, ConversationPhase, ErrorCode, LogCommand, LogEvent } from '@support-chat/protocol';
import type { AgentRole } from '../identity/session.js';

/** Everybody who ever opened the chat. */
export interface VisitorTable {
  id: string;
  /** `VisitorProfile` as JSON. */
  profile: string;
  /** `PageContext` as JSON, where they were last. */
  page: string | null;
  created_at: number;
  /** The site's own id of whom it vouches for; null for everybody else. */
  external_id: string | null;
}

/** What lets a visitor in again. */
export interface VisitorSessionTable {
  token_hash: string;
  visitor: string;
  expires_at: number;
}

/** Accounts of the desk. */
export interface AgentTable {
  id: string;
  /** Trimmed and lower case. */
  email: string;
  name: string;
  role: AgentRole;
  password_hash: string;
  created_at: number;
}

/** What an agent's cookie stands for. */
export interface AgentSessionTable {
  token_hash: string;
  id: string;
  agent: string;
  expires_at: number;
}

/** One-time links that make the owner; at most one. */
export interface SetupLinkTable {
  token_hash: string;
  created_at: number;
}

/** The head of each log, and what lists show of it. */
export interface ConversationTable {
  id: string;
  visitor: string;
  /** 1: of its visitor's conversations, the one that they are in (P-M1); at most one is. */
  is_current: number;
  epoch: string;
  /** `seq` of the newest event. */
  head: number;
  phase: ConversationPhase;
  /** Agent who has it. */
  assignee: string | null;
  started_at: number;
  waiting_since: number | null;
  /** `ConversationSummary['lastMessage']` as JSON. */
  last_message: string | null;
  /** How many messages the visitor has written: what unread counts are taken from. */
  visitor_messages: number;
  /** `ConversationSummary['ticket']` as JSON. */
  ticket: string | null;
  /** The newest rating. */
  rating: number | null;
  /** When the visitor's data was erased: nothing is written into it any more. */
  erased_at: number | null;
}

/** The logs: append-only, `seq` is 1..n in each conversation (L1). */
export interface EventTable {
  conversation: string;
  seq: number;
  type: LogEvent['type'] | 'event-erased';
  author_kind: Author['kind'];
  /** What the wire event has beside type and place, as JSON. */
  body: string;
  time: number;
}

/** Every command that was ever acked: `UNIQUE(author, client_id)` for ever (L2). */
export interface CommandTable {
  author_kind: string;
  author: string;
  client_id: string;
  type: LogCommand['type'];
  conversation: string;
  /** The event it made, or the one that already said the same. */
  seq: number;
}

/** Who takes part, and their cursors. */
export interface ParticipantTable {
  conversation: string;
  kind: 'visitor' | 'agent';
  author: string;
  /** `seq` of their newest `participant-joined`; 0 for the visitor, and for an agent who only reads. */
  joined_seq: number;
  delivered: number;
  read: number;
  /** How many of the visitor's messages are at or below `read`. */
  messages_read: number;
}

/** What the owner has set. */
export interface SettingsTable {
  /** `SiteSection` of this or of a newer version. */
  section: string;
  /** What the section's schema made of it, as JSON. */
  value: string;
  changed_at: number;
}

/** What answers questions before they are asked. */
export interface ArticleTable {
  id: string;
  title: string;
  /** Markdown. */
  text: string;
  /** BCP 47; empty: of no particular language. */
  locale: string;
  position: number;
  changed_at: number;
  /** Grows with every change. */
  revision: number;
}

/** Messages with a card, and where the first answer is (P-K2). */
export interface CardTable {
  conversation: string;
  /** Id of the message. */
  message: string;
  seq: number;
  answer_seq: number | null;
}

/** Files on their way and files of messages; the bytes lie in the data folder. */
export interface UploadTable {
  /** Minted by who uploads. */
  id: string;
  owner_kind: 'visitor' | 'agent';
  owner: string;
  name: string;
  /** By its content, once that was looked at. */
  type: string;
  /** Bytes that were announced and received. */
  received_size: number;
  /** Bytes that are served: less where metadata was taken out. */
  size: number;
  width: number | null;
  height: number | null;
  /** Of the bytes received, hexadecimal. */
  sha256: string | null;
  /** The code says why it was refused. */
  state: 'receiving' | 'ready' | ErrorCode;
  /** Signs the links to it. */
  secret: string;
  /** Where it was sent; null before. */
  conversation: string | null;
  /** Id of the command that sent it. */
  message: string | null;
  created_at: number;
}

/** All tables by name. */
export interface Schema {
  visitors: VisitorTable;
  visitor_sessions: VisitorSessionTable;
  agents: AgentTable;
  agent_sessions: AgentSessionTable;
  setup_links: SetupLinkTable;
  conversations: ConversationTable;
  events: EventTable;
  commands: CommandTable;
  participants: ParticipantTable;
  settings: SettingsTable;
  articles: ArticleTable;
  cards: CardTable;
  uploads: UploadTable;
}
