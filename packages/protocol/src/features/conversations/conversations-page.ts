/** The answer to `conversations-load`: rows of a list, each what a visitor needs to know one conversation from another. */
import * as v from 'valibot';
import { AuthorSchema, IdSchema, ScoreSchema, SeqSchema, TimeSchema } from '../../schema.js';

const line = { author: AuthorSchema, text: v.string(), time: TimeSchema };

/** Answer to `conversations-load`, as it came: what is in it is read by those who show it, see `readConversations`. */
export const ConversationsAnswerSchema = v.object({
  type: v.literal('conversations-page'),
  id: IdSchema,
  conversations: v.optional(v.unknown()),
  after: v.optional(v.unknown()),
});

/** One conversation in a visitor's list. */
export const ConversationOverviewSchema = v.object({
  id: IdSchema,
  epoch: IdSchema,
  head: SeqSchema,
  phase: v.picklist(['bot', 'queued', 'live', 'ended']),
  startedAt: TimeSchema,
  /** When something happened in it last. */
  movedAt: TimeSchema,
  /** It is the one that a hello without a name gets (P-M1). */
  current: v.boolean(),
  /** Who took part last on the other side. */
  agent: v.optional(AuthorSchema),
  /** The first message and the newest, their texts cut to 140 characters. */
  first: v.optional(v.object(line)),
  last: v.optional(v.object(line)),
  /** The newest rating. */
  rating: v.optional(ScoreSchema),
  /** Others' messages after the visitor's read cursor. */
  unread: SeqSchema,
  /** The newest message that holds the words that were asked for, cut around them. */
  found: v.optional(v.object({ ...line, seq: SeqSchema })),
});
export type ConversationOverview = v.InferOutput<typeof ConversationOverviewSchema>;
/** A message in a list. */
export type OverviewLine = NonNullable<ConversationOverview['last']>;

/** What an answer holds. */
export const ConversationsPageSchema = v.object({
  type: v.literal('conversations-page'),
  id: IdSchema,
  conversations: v.array(ConversationOverviewSchema),
  /** There may be more: names where the next page begins. A page with words may be empty and still say so. */
  after: v.optional(v.string()),
});
export type ConversationsPage = Omit<v.InferOutput<typeof ConversationsPageSchema>, 'type' | 'id'>;
