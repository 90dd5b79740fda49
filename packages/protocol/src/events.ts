/**
 * What the server says. Log events have a place (`conversation`, `epoch`, `seq`) and are exact; everything else is a
 * view of the moment and may be lost. Unknown fields are dropped and unknown types survive as `unknown`, so that an
 * older client goes on beside a newer server (P-F3).
 */
import * as v from 'valibot';
import { ConversationsAnswerSchema } from './features/conversations/conversations-page.js';
import {
  AttachmentSchema,
  OfferedSchema,
  AuthorSchema,
  contactFields,
  CursorSchema,
  IdSchema,
  PageContextSchema,
  ParticipantSchema,
  ProblemSchema,
  ScoreSchema,
  SeqSchema,
  TimeSchema,
} from './schema.js';

const place = { conversation: IdSchema, epoch: IdSchema, seq: SeqSchema, time: TimeSchema };

/** A card as it came; `readCard` knows what is in it (P-K3). */
const CardDataSchema = v.looseObject({ kind: v.string() });
export type CardData = v.InferOutput<typeof CardDataSchema>;
/** An answer as it came, see `readCardAnswer`. */
const CardAnswerDataSchema = v.looseObject({ to: IdSchema });
export type CardAnswerData = v.InferOutput<typeof CardAnswerDataSchema>;

/** A message was stored. `id` is the id its author minted. */
export const MessageAddedSchema = v.object({
  type: v.literal('message-added'),
  ...place,
  id: IdSchema,
  author: AuthorSchema,
  text: v.string(),
  card: v.optional(CardDataSchema),
  answer: v.optional(CardAnswerDataSchema),
  attachments: v.exactOptional(v.array(AttachmentSchema)),
  /** The proactive message that it answers. */
  offered: v.optional(v.object(OfferedSchema.entries)),
});
/** An entry of the contact form was stored: words like a message's, and how to answer. `id` is the id its author minted. */
export const ContactSubmittedSchema = v.object({
  type: v.literal('contact-submitted'),
  ...place,
  id: IdSchema,
  author: AuthorSchema,
  text: v.string(),
  ...contactFields,
});
/** An agent or bot took part. */
export const ParticipantJoinedSchema = v.object({
  type: v.literal('participant-joined'),
  ...place,
  author: AuthorSchema,
});
/** The conversation was ended by `author`. */
export const ConversationEndedSchema = v.object({
  type: v.literal('conversation-ended'),
  ...place,
  author: AuthorSchema,
});
/** A message of the visitor opened an ended conversation again; it waits for an agent. */
export const ConversationReopenedSchema = v.object({
  type: v.literal('conversation-reopened'),
  ...place,
  author: AuthorSchema,
});
/** The visitor rated the conversation; of several ratings the newest counts. `id` is the id its author minted. */
export const RatingGivenSchema = v.object({
  type: v.literal('rating-given'),
  ...place,
  id: IdSchema,
  author: AuthorSchema,
  score: ScoreSchema,
  text: v.string(),
});
/** A log event of a type this side does not know: it takes its place in the order and shows nothing. */
export const UnknownLogEventSchema = v.object({ type: v.literal('unknown'), ...place });

export const LogEventSchema = v.variant('type', [
  MessageAddedSchema,
  ContactSubmittedSchema,
  ParticipantJoinedSchema,
  ConversationEndedSchema,
  ConversationReopenedSchema,
  RatingGivenSchema,
  UnknownLogEventSchema,
]);
/** One entry of a conversation's log: `seq` is 1..n without holes (L1). */
export type LogEvent = v.InferOutput<typeof LogEventSchema>;
export type MessageAdded = v.InferOutput<typeof MessageAddedSchema>;
export type RatingGiven = v.InferOutput<typeof RatingGivenSchema>;

/** Phase of a conversation on the server; a client that has none is in `none`. */
export const ConversationPhaseSchema = v.picklist(['bot', 'queued', 'live', 'ended']);
export type ConversationPhase = v.InferOutput<typeof ConversationPhaseSchema>;

const events = v.array(v.lazy((): v.GenericSchema<unknown, LogEvent> => DecodedLogEvent));

/** A log event on the wire: known types are decoded, others that have a place become `unknown`. */
export const DecodedLogEvent: v.GenericSchema<unknown, LogEvent> = v.pipe(
  v.looseObject({ type: v.string(), ...place }),
  v.transform((raw): unknown => (KNOWN_LOG_EVENTS.has(raw.type) ? raw : { ...raw, type: 'unknown' })),
  LogEventSchema,
);
const KNOWN_LOG_EVENTS: ReadonlySet<string> = new Set([
  'message-added',
  'contact-submitted',
  'participant-joined',
  'conversation-ended',
  'conversation-reopened',
  'rating-given',
]);

/**
 * A conversation as of now plus one page of its log. When `resumed`, `events` follow the cursor that was asked for;
 * otherwise they are the newest page and the client replaces what it had in one step (D2).
 */
export const SnapshotSchema = v.object({
  id: IdSchema,
  epoch: IdSchema,
  /** `seq` of the newest event; 0 for an empty log. */
  head: SeqSchema,
  phase: ConversationPhaseSchema,
  participants: v.array(ParticipantSchema),
  resumed: v.boolean(),
  events,
});
export type ConversationSnapshot = v.InferOutput<typeof SnapshotSchema>;

/** One row of the agents' inbox. */
export const ConversationSummarySchema = v.object({
  id: IdSchema,
  epoch: IdSchema,
  head: SeqSchema,
  phase: ConversationPhaseSchema,
  visitor: AuthorSchema,
  /** As the visitor or the page gave it, unverified; only agents see it. */
  email: v.optional(v.string()),
  page: v.optional(v.object(PageContextSchema.entries)),
  assignee: v.optional(AuthorSchema),
  startedAt: TimeSchema,
  /** When the visitor began to wait for an answer; absent when nobody waits. */
  waitingSince: v.optional(TimeSchema),
  /** The newest message, its text cut to 140 characters. */
  lastMessage: v.optional(v.object({ author: AuthorSchema, text: v.string(), time: TimeSchema })),
  /** The newest entry of the contact form, when there is one: the conversation is a ticket. */
  ticket: v.optional(
    v.object({
      id: IdSchema,
      time: TimeSchema,
      name: v.string(),
      email: v.string(),
      department: v.optional(v.string()),
    }),
  ),
  /** What else the visitor told, unverified: see `VisitorProfile`. */
  phone: v.optional(v.string()),
  department: v.optional(v.string()),
  fields: v.optional(v.record(v.string(), v.string())),
  /** Changes whenever what is known of the visitor does, see `VisitorDetails`. */
  about: v.optional(v.string()),
  /** The newest rating. */
  rating: v.optional(ScoreSchema),
  /** The site vouches for the visitor: name and e-mail are true, and it is the same person on every device (X1). */
  verified: v.optional(v.literal(true)),
  /** The visitor had it erased: there is nothing to read, and nothing can be written (P-Y2). */
  erased: v.optional(v.literal(true)),
  /** How many notes agents have written beside it; absent: none. */
  notes: v.optional(SeqSchema),
  /** Grows whenever something becomes of a mail of this ticket; absent: there are none. */
  mails: v.optional(SeqSchema),
  /** Visitor's messages after this agent's read cursor. */
  unread: SeqSchema,
});
export type ConversationSummary = v.InferOutput<typeof ConversationSummarySchema>;

/** Where a waiting conversation is in the queue. */
const QueuePlaceSchema = v.object({
  /** 1 is next. */
  position: v.pipe(v.number(), v.safeInteger(), v.minValue(1)),
  /** About how long it takes, in whole minutes; absent while that is not known. */
  minutes: v.optional(v.pipe(v.number(), v.safeInteger(), v.minValue(1))),
  /** They wait so long that the contact form is to be offered. */
  form: v.optional(v.literal(true)),
});
export type QueuePlace = v.InferOutput<typeof QueuePlaceSchema>;

/** Whether an agent is available: `away` by their own hand, `idle` because they did nothing for a while. */
export const PresenceSchema = v.picklist(['available', 'away', 'idle']);
export type Presence = v.InferOutput<typeof PresenceSchema>;

/** The answer to the hello, once, before anything else. */
export const WelcomeSchema = v.object({
  type: v.literal('welcome'),
  protocol: v.number(),
  /** Names this connection: SSE clients send it back as `Sc-Connection`. */
  connection: IdSchema,
  self: AuthorSchema,
  /** Present when a session was made or rotated: the client stores it. */
  session: v.optional(v.object({ token: v.string(), expiresAt: TimeSchema })),
  /** Null: there is none yet, or this is the inbox. */
  conversation: v.nullable(SnapshotSchema),
  /** The visitor's place while they wait. */
  queue: v.optional(QueuePlaceSchema),
  /** Whether an agent is signed in and present. */
  staffed: v.boolean(),
  /** Departments in which one is, by id; absent where there are none. */
  staffedIn: v.optional(v.array(v.string())),
  /** The agent's own; visitors get none (P-R12). */
  presence: v.optional(PresenceSchema),
  serverTime: TimeSchema,
});
/** The log was replaced while connected, or another conversation is the current one now: the client takes this instead (D2, P-M4). */
export const ConversationResetSchema = v.object({
  type: v.literal('conversation-reset'),
  conversation: SnapshotSchema,
});
/** Somebody's cursors moved forward (D4). */
export const CursorMovedSchema = v.object({
  type: v.literal('cursor-moved'),
  conversation: IdSchema,
  participant: ParticipantSchema,
});
/** Typing of another participant; expires after 6 s (D5). */
export const TypingStartedSchema = v.object({
  type: v.literal('typing-started'),
  conversation: IdSchema,
  author: AuthorSchema,
  /** What a visitor has typed so far; only agents get it. */
  preview: v.optional(v.string()),
});
export const TypingStoppedSchema = v.object({
  type: v.literal('typing-stopped'),
  conversation: IdSchema,
  author: AuthorSchema,
});
/**
 * An answer that is being written, as far as it is (P-R11): all of its text, not only what is new. Shown until the message
 * with this id comes; expires after 30 s without news.
 */
export const MessageStreamedSchema = v.object({
  type: v.literal('message-streamed'),
  conversation: IdSchema,
  /** Of the message that it becomes. */
  id: IdSchema,
  author: AuthorSchema,
  text: v.string(),
});
/** Answer to a ping; `head` is the newest place of the subscribed log (D1). */
export const PongSchema = v.object({ type: v.literal('pong'), head: v.nullable(v.object(CursorSchema.entries)) });
/**
 * A back end that knows nobody before their first words, or knows them by another credential from here on, has made a
 * session in mid-connection: the client stores it as that of a welcome. Our server never says it.
 */
export interface SessionChanged {
  readonly type: 'session-changed';
  readonly session: NonNullable<Welcome['session']>;
}
/** Whether somebody is there changed. */
export const StaffedChangedSchema = v.object({
  type: v.literal('staffed-changed'),
  staffed: v.boolean(),
  staffedIn: v.optional(v.array(v.string())),
});
/**
 * The owner has changed what pages may know: all of it as of now, as `loadSite` gives it but without
 * `triggers`; not checked, `readSite` reads it (P-A13).
 */
export const SiteChangedSchema = v.object({ type: v.literal('site-changed'), site: v.optional(v.unknown()) });
/** The visitor's place in the queue, or the time that it takes, is another one (P-R9). */
export const QueueChangedSchema = v.object({
  type: v.literal('queue-changed'),
  conversation: IdSchema,
  ...QueuePlaceSchema.entries,
});
/** The agent's own presence is another one (P-R12). Only their inboxes get it. */
export const PresenceChangedSchema = v.object({ type: v.literal('presence-changed'), presence: PresenceSchema });
/** The server is about to close; connect again after that many seconds (S2). */
export const GoawaySchema = v.object({ type: v.literal('goaway'), retryAfter: v.pipe(v.number(), v.minValue(0)) });
/** Every conversation in the inbox, then changes one by one. */
export const InboxSnapshotSchema = v.object({
  type: v.literal('inbox-snapshot'),
  conversations: v.array(ConversationSummarySchema),
});
export const InboxChangedSchema = v.object({
  type: v.literal('inbox-changed'),
  conversation: ConversationSummarySchema,
});

/** Where a command is in the log. Sent only after commit (L3). */
export const AckSchema = v.object({
  type: v.literal('ack'),
  id: IdSchema,
  conversation: IdSchema,
  epoch: IdSchema,
  seq: SeqSchema,
  time: TimeSchema,
});
export type Ack = v.InferOutput<typeof AckSchema>;
/** A command, or with `id: null` the connection, was refused. */
export const RefusedSchema = v.object({
  type: v.literal('refused'),
  id: v.nullable(v.string()),
  problem: ProblemSchema,
});
/** Events before the place that was asked for, ascending; `atStart` when nothing is before them. */
export const HistoryPageSchema = v.object({
  type: v.literal('history-page'),
  id: IdSchema,
  events,
  atStart: v.boolean(),
});
/** Answer to `resume`. */
export const SnapshotAnswerSchema = v.object({
  type: v.literal('snapshot'),
  id: IdSchema,
  conversation: SnapshotSchema,
});

const ephemeral = [
  WelcomeSchema,
  ConversationResetSchema,
  CursorMovedSchema,
  TypingStartedSchema,
  TypingStoppedSchema,
  MessageStreamedSchema,
  PongSchema,
  StaffedChangedSchema,
  SiteChangedSchema,
  QueueChangedSchema,
  PresenceChangedSchema,
  GoawaySchema,
  InboxSnapshotSchema,
  InboxChangedSchema,
] as const;

/** What an adapter passes on to the core: everything that is not an answer to a command. */
export const ServerEventSchema = v.variant('type', [...ephemeral, LogEventSchema]);
export type ServerEvent = v.InferOutput<typeof ServerEventSchema> | SessionChanged;
export type Welcome = v.InferOutput<typeof WelcomeSchema>;

/** Answers to commands, matched by `id`. */
export const AnswerSchema = v.variant('type', [
  AckSchema,
  RefusedSchema,
  HistoryPageSchema,
  SnapshotAnswerSchema,
  ConversationsAnswerSchema,
]);
export type Answer = v.InferOutput<typeof AnswerSchema>;

export const ServerFrameSchema = v.variant('type', [...ephemeral, LogEventSchema, AnswerSchema]);
/** Everything a server may send. */
export type ServerFrame = Exclude<ServerEvent, SessionChanged> | Answer;
