/** What a visitor says about several conversations: which is the current one, and which there are (P-M). */
import * as v from 'valibot';
import { IdSchema } from '../../schema.js';
import { storableText } from '../../text.js';
import { MAX_SEARCH_LENGTH, MAX_CONVERSATIONS } from './limits.js';

/**
 * Makes one of the visitor's conversations the current one. Answered by an `ack` that names its newest place; all their
 * connections get it as `conversation-reset`. Said twice it is the same. Visitors only.
 */
export const ConversationOpenSchema = v.strictObject({
  type: v.literal('conversation-open'),
  id: IdSchema,
  conversation: IdSchema,
});

/**
 * Asks for the visitor's conversations, the one that moved last first; with `words` for those in which somebody wrote all
 * of them. Answered by `conversations-page`. Visitors only.
 */
export const ConversationsLoadSchema = v.strictObject({
  type: v.literal('conversations-load'),
  id: IdSchema,
  words: v.exactOptional(v.pipe(v.string(), v.maxLength(MAX_SEARCH_LENGTH), v.transform(storableText))),
  /** What the page before said in `after`. */
  after: v.exactOptional(v.pipe(v.string(), v.regex(/^[\w.-]{1,200}$/u))),
  limit: v.pipe(v.number(), v.safeInteger(), v.minValue(1), v.maxValue(MAX_CONVERSATIONS)),
});

/** Which conversations are asked for. */
export type ConversationsQuery = Omit<v.InferOutput<typeof ConversationsLoadSchema>, 'type' | 'id'>;
