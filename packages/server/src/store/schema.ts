/**
 * The tables, as both databases have them: text, integers and nothing else, so that one set of queries serves both.
 * Structured values are JSON text; times are wall milliseconds; secrets are stored only as SHA-256.
 */
import type {
  Author,
  BotTextType,
  ConversationPhase,
  ErrorCode,
  LogCommand,
  LogEvent,
  Presence,
} from '@support-chat/protocol';
import type { Generated } from 'kysely';
import type { AgentRole } from '../identity/session.js';
import type { ApiKeyTable } from './api-key-table.js';
import type { AuditTable } from './audit-table.js';
import type { DeliveryTable, ReadingPlaceTable, WebhookTable } from './bridge-tables.js';
import type { ChatTable, ChatTurnTable } from './statistics-tables.js';
import type { OfferCountTable, OfferRedemptionTable, OfferShowingTable } from './offer-tables.js';
import type * as tickets from './ticket-tables.js';
import type { VisitorPageTable, VisitorSessionTable, VisitorTable } from './visitor-tables.js';

/** Accounts of the desk. */
export interface AgentTable {
  id: string;
  /** Trimmed and lower case. */
  email: string;
  name: string;
  role: AgentRole;
  password_hash: string;
  created_at: number;
  /** Ids of the departments they work in, as JSON; null: as the owner's `departments` say. */
  departments: string | null;
  /** Names of what they can do, as JSON; null: nothing special. */
  skills: string | null;
  /** Chats at once; null: as many as the owner's `routing` says. */
  capacity: number | null;
  /** Grows with every chat taken by anybody: whose is lowest got theirs first. 0: never got one. */
  turn: Generated<number>;
  /** When their last chat ended, or they came or came back. */
  idle_since: Generated<number>;
  presence: Generated<Presence>;
  /** When they were last heard to do something. */
  active_at: Generated<number>;
  /** What they are, in the words that visitors read; null: nothing is said. */
  title: Generated<string | null>;
  /** Names the picture that is kept in `agent_faces`, another one with every change; null: there is none. */
  face: Generated<string | null>;
}

/** The picture of an agent. In the database, so that every server has it: it is small. */
export interface AgentFaceTable {
  agent: string;
  type: string;
  /** Base64: both databases keep and give it the same. */
  bytes: string;
}

/** Which agents have the desk open, on which server. A row that is not renewed is of a server that is no more. */
export interface AgentPresenceTable {
  agent: string;
  /** Of the server; another one after every start. */
  node: string;
  seen_at: number;
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
  /** How many notes there are. */
  notes: Generated<number>;
  /** Grows whenever something becomes of a mail of this ticket. */
  mails: Generated<number>;
  /** 1: it is held by mail, so that it takes no room of the agent who has it. */
  by_mail: Generated<number>;
  /** How many chats it has had, as the statistics count them: one more each time it is opened again. */
  chats: Generated<number>;
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

/** Answers that agents call by name (A5). */
export interface ShortcutTable {
  id: string;
  name: string;
  text: string;
  /** BCP 47; empty: of no particular language. */
  locale: string;
  /** Id; empty: for all. */
  department: string;
  changed_at: number;
}

/** Messages with a card, and where the first answer is (P-K2). */
export interface CardTable {
  conversation: string;
  /** Id of the message. */
  message: string;
  seq: number;
  answer_seq: number | null;
}

/** What agents write to each other beside a conversation (A4). */
export interface NoteTable {
  /** Minted by the author's client. */
  id: string;
  conversation: string;
  /** 1, 2, 3 … in each conversation. */
  place: number;
  /** Head of the log when it was stored. */
  after_seq: number;
  /** Agent. */
  author: string;
  text: string;
  /** Agent to whom it is addressed. */
  recipient: string | null;
  /** `NoteTransfer` as JSON. */
  transfer: string | null;
  time: number;
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

/** Messages that are found by their words (A9); the words are the index's own business. */
export interface ArchivedTable {
  id: Generated<number>;
  conversation: string;
  seq: number;
}

/** What the bot answers from (A16). */
export interface BotTextTable {
  id: string;
  /** Of the file. */
  name: string;
  title: string;
  type: BotTextType;
  /** Markdown, as it was read from the file. */
  text: string;
  /** Where visitors can read it; null: the server shows the words. */
  url: string | null;
  /** BCP 47; empty: found out from the text. */
  locale: string;
  /** Id of the department that those are handed over to who ask about it. */
  department: string | null;
  /** Of the text, in UTF-16 code units. */
  length: number;
  changed_at: number;
  /** Grows with every change. */
  revision: number;
}

/** How far the bot is in a conversation that it has or had. */
export interface BotTalkTable {
  conversation: string;
  /** `seq` of the visitor's newest message. */
  asked: number;
  /** `seq` of the newest one that the bot has dealt with. */
  answered: number;
  /** 1: something is asked, and not answered yet. */
  waiting: number;
  /** 1: the bot has asked back, and has answered nothing since. */
  asked_back: number;
  /** Id of the department of what was last asked about. */
  department: string | null;
  /** Server that is at it, and until when the others believe that. */
  held_by: string | null;
  held_until: number;
}

/** All tables by name. */
export interface Schema {
  visitors: VisitorTable;
  visitor_pages: VisitorPageTable;
  visitor_sessions: VisitorSessionTable;
  agents: AgentTable;
  agent_sessions: AgentSessionTable;
  agent_presence: AgentPresenceTable;
  agent_faces: AgentFaceTable;
  setup_links: SetupLinkTable;
  conversations: ConversationTable;
  events: EventTable;
  commands: CommandTable;
  participants: ParticipantTable;
  settings: SettingsTable;
  articles: ArticleTable;
  shortcuts: ShortcutTable;
  cards: CardTable;
  notes: NoteTable;
  uploads: UploadTable;
  webhooks: WebhookTable;
  reading_places: ReadingPlaceTable;
  deliveries: DeliveryTable;
  archived: ArchivedTable;
  bot_texts: BotTextTable;
  bot_talks: BotTalkTable;
  chats: ChatTable;
  chat_turns: ChatTurnTable;
  audit_entries: AuditTable;
  api_keys: ApiKeyTable;
  mails: tickets.MailTable;
  mail_attempts: tickets.MailAttemptTable;
  mail_threads: tickets.MailThreadTable;
  received_mails: tickets.ReceivedMailTable;
  short_questions: tickets.ShortQuestionTable;
  question_links: tickets.QuestionLinkTable;
  offer_showings: OfferShowingTable;
  offer_counts: OfferCountTable;
  offer_redemptions: OfferRedemptionTable;
}
