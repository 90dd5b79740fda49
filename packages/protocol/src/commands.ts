/**
 * What a client says. Three kinds: the hello, commands (they have an `id`, are answered by that id and are safe to
 * repeat), and signals (no `id`, never answered, may be lost: D5). Unknown fields are refused (X4).
 */
import * as v from 'valibot';
import { CardAnswerSchema, CardSchema, OwnCardSchema } from './features/cards/card.js';
import { ConversationOpenSchema, ConversationsLoadSchema } from './features/conversations/conversation-commands.js';
import { MAX_ATTACHMENTS, MAX_PAGE_EVENTS, MAX_PREVIEW_LENGTH, MAX_TEXT_LENGTH } from './limits.js';
import {
  OfferedSchema,
  contactFields,
  CursorSchema,
  IdSchema,
  PageContextSchema,
  ScoreSchema,
  SentAttachmentSchema,
  SeqSchema,
  VisitorProfileSchema,
} from './schema.js';
import { storableText } from './text.js';

/** The first frame of a connection (P-H1). Agents are known by their cookie, visitors by `token`. */
export const HelloSchema = v.strictObject({
  type: v.literal('hello'),
  /** {@link PROTOCOL_VERSION} of the client. */
  protocol: v.pipe(v.number(), v.safeInteger()),
  role: v.picklist(['visitor', 'agent']),
  /** The visitor's opaque session token; absent asks for a new session. Never logged (X1). */
  token: v.exactOptional(v.pipe(v.string(), v.maxLength(256))),
  /** A visitor without it gets their current conversation, an agent the inbox. */
  conversation: v.exactOptional(IdSchema),
  /** Absent asks for the newest page. */
  resumeAfter: v.exactOptional(CursorSchema),
  profile: v.exactOptional(VisitorProfileSchema),
  page: v.exactOptional(PageContextSchema),
});
export type Hello = v.InferOutput<typeof HelloSchema>;

/**
 * Stores a message. Without `conversation` it goes to the visitor's current conversation, which is made when there is
 * none. With it agents name the `epoch` (L4); visitors leave it out for a conversation they have no log of, which is
 * made under that id when there is none (P-M2). Same `id` twice gives the same ack (L2).
 */
export const MessageSendSchema = v.strictObject({
  type: v.literal('message-send'),
  id: IdSchema,
  conversation: v.exactOptional(IdSchema),
  epoch: v.exactOptional(IdSchema),
  text: v.pipe(v.string(), v.maxLength(MAX_TEXT_LENGTH), v.transform(storableText)),
  /** Agents only (P-K1). `text` says the same for those who cannot see it. */
  card: v.exactOptional(v.union([CardSchema, OwnCardSchema])),
  /** Visitors only: answers a card, once (P-K2). `text` says it in words. */
  answer: v.exactOptional(CardAnswerSchema),
  /** Files whose upload is finished. Each can be sent once, by who uploaded it (P-U5). With them the text may be empty. */
  attachments: v.exactOptional(v.pipe(v.array(SentAttachmentSchema), v.minLength(1), v.maxLength(MAX_ATTACHMENTS))),
  /** A visitor's first words after a proactive message say which one. */
  offered: v.exactOptional(OfferedSchema),
});

/**
 * Stores an entry of the contact form in the visitor's conversation, which becomes a ticket by it. Otherwise as
 * `message-send`. Visitors only.
 */
export const ContactSubmitSchema = v.strictObject({
  type: v.literal('contact-submit'),
  id: IdSchema,
  conversation: v.exactOptional(IdSchema),
  epoch: v.exactOptional(IdSchema),
  text: v.pipe(v.string(), v.maxLength(MAX_TEXT_LENGTH), v.transform(storableText)),
  ...contactFields,
});

/** An agent takes a waiting conversation. Taking what one already has is acked again. */
export const ConversationClaimSchema = v.strictObject({
  type: v.literal('conversation-claim'),
  id: IdSchema,
  conversation: IdSchema,
  epoch: IdSchema,
});

/** Either side ends the conversation. A later message of the visitor opens it again. */
export const ConversationEndSchema = v.strictObject({
  type: v.literal('conversation-end'),
  id: IdSchema,
  conversation: IdSchema,
  epoch: IdSchema,
});

/** The visitor says how a conversation that has ended was (P-A8). `text` is what they add, which may be nothing. */
export const RatingGiveSchema = v.strictObject({
  type: v.literal('rating-give'),
  id: IdSchema,
  conversation: v.exactOptional(IdSchema),
  epoch: v.exactOptional(IdSchema),
  score: ScoreSchema,
  text: v.pipe(v.string(), v.maxLength(MAX_TEXT_LENGTH), v.transform(storableText)),
});

/** What goes into the log: stored once, acked with its place. */
export const LogCommandSchema = v.variant('type', [
  MessageSendSchema,
  ContactSubmitSchema,
  ConversationClaimSchema,
  ConversationEndSchema,
  RatingGiveSchema,
]);
export type LogCommand = v.InferOutput<typeof LogCommandSchema>;

/** Everything that is acked. */
export type ClientCommand = LogCommand | v.InferOutput<typeof ConversationOpenSchema>;

/** A command with words of a person: it waits in their outbox until it is stored (O1). */
export type WrittenCommand = Extract<ClientCommand, { readonly text: string }>;
/** Which of them it is, and what it carries beside the words. */
export type WrittenDetails = DetailsOf<WrittenCommand>;
type DetailsOf<Command> = Command extends WrittenCommand
  ? Omit<Command, 'id' | 'conversation' | 'epoch' | 'text'>
  : never;

/** Asks for the events before a place, newest page first. Answered by `history-page`. */
export const HistoryLoadSchema = v.strictObject({
  type: v.literal('history-load'),
  id: IdSchema,
  conversation: IdSchema,
  before: CursorSchema,
  limit: v.pipe(v.number(), v.safeInteger(), v.minValue(1), v.maxValue(MAX_PAGE_EVENTS)),
});

/** Asks for what comes after a place on an open connection: gaps and further pages (D1, D2). Answered by `snapshot`. */
export const ResumeSchema = v.strictObject({
  type: v.literal('resume'),
  id: IdSchema,
  conversation: IdSchema,
  after: v.nullable(CursorSchema),
});

/** Commands that only read. */
export const QueryCommandSchema = v.variant('type', [HistoryLoadSchema, ResumeSchema, ConversationsLoadSchema]);
export type QueryCommand = v.InferOutput<typeof QueryCommandSchema>;

/** Typing began or ended in a conversation; expires by itself after 6 s (D5). */
export const TypingSchema = v.strictObject({
  type: v.literal('typing'),
  conversation: IdSchema,
  active: v.boolean(),
  /** The beginning of the draft, where the site shows it to agents and has told the visitor (P-R10). Never kept. */
  preview: v.exactOptional(v.pipe(v.string(), v.maxLength(MAX_PREVIEW_LENGTH), v.transform(storableText))),
});

/** How far this participant got. Monotone and repeated after every hello, so losing one costs nothing (D4). */
export const CursorsSchema = v.strictObject({
  type: v.literal('cursors'),
  conversation: IdSchema,
  epoch: IdSchema,
  delivered: SeqSchema,
  read: SeqSchema,
});

/** Asks for a `pong` with the head of the log (C2, D1). */
export const PingSchema = v.strictObject({ type: v.literal('ping') });

/** What the page learnt about the visitor, or where they went. */
export const VisitorUpdateSchema = v.strictObject({
  type: v.literal('visitor-update'),
  profile: v.exactOptional(VisitorProfileSchema),
  page: v.exactOptional(PageContextSchema),
});

export const SignalSchema = v.variant('type', [TypingSchema, CursorsSchema, PingSchema, VisitorUpdateSchema]);
/** A notice that may be lost. */
export type Signal = v.InferOutput<typeof SignalSchema>;

export const ClientFrameSchema = v.variant('type', [
  HelloSchema,
  MessageSendSchema,
  ContactSubmitSchema,
  ConversationClaimSchema,
  ConversationEndSchema,
  RatingGiveSchema,
  ConversationOpenSchema,
  HistoryLoadSchema,
  ResumeSchema,
  ConversationsLoadSchema,
  TypingSchema,
  CursorsSchema,
  PingSchema,
  VisitorUpdateSchema,
]);
/** Everything a client may send. */
export type ClientFrame = v.InferOutput<typeof ClientFrameSchema>;
