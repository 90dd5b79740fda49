/** Looking through everything that was ever said (A9): what is asked and what is answered, for the server and the desk. */
import * as v from 'valibot';
import { ConversationSummarySchema } from '../../events.js';
import { MAX_LABEL_LENGTH } from '../../limits.js';
import { AuthorSchema, IdSchema, SeqSchema, TimeSchema } from '../../schema.js';

/** Most conversations of one page of the archive. */
export const MAX_ARCHIVE_PAGE = 100;

const time = v.pipe(v.string(), v.regex(/^\d{1,15}$/, 'milliseconds since 1970'), v.transform(Number));
const label = v.pipe(v.string(), v.minLength(1), v.maxLength(MAX_LABEL_LENGTH));

/** The query of `GET /v1/agent/archive` and of its export. What is absent filters nothing. */
export const ArchiveQuerySchema = v.strictObject({
  /** All of these are in one message; the beginning of a word is enough, and between scripts without spaces any part. */
  words: v.exactOptional(v.pipe(v.string(), v.maxLength(MAX_LABEL_LENGTH))),
  phase: v.exactOptional(v.picklist(['open', 'ended'])),
  /** Id of an agent who took part. */
  agent: v.exactOptional(IdSchema),
  /** Id of the department that the visitor chose. */
  department: v.exactOptional(label),
  /** A score, or that there is one. */
  rating: v.exactOptional(
    v.union([v.literal('any'), v.pipe(v.string(), v.regex(/^[1-5]$/, '1 to 5'), v.transform(Number))]),
  ),
  /** Wall times between which it began; the second one is not among them. */
  from: v.exactOptional(time),
  to: v.exactOptional(time),
  /** Of the page before. */
  after: v.exactOptional(v.pipe(v.string(), v.maxLength(MAX_LABEL_LENGTH))),
  limit: v.optional(
    v.pipe(
      v.string(),
      v.regex(/^\d{1,3}$/, `1 to ${MAX_ARCHIVE_PAGE}`),
      v.transform(Number),
      v.minValue(1),
      v.maxValue(MAX_ARCHIVE_PAGE),
    ),
    '50',
  ),
});
export type ArchiveQuery = v.InferOutput<typeof ArchiveQuerySchema>;

/** A conversation that was found. */
export const ArchiveHitSchema = v.object({
  ...ConversationSummarySchema.entries,
  /** The newest message with the words that were asked for, cut around them. */
  found: v.optional(v.object({ author: AuthorSchema, text: v.string(), time: TimeSchema, seq: SeqSchema })),
});
export type ArchiveHit = v.InferOutput<typeof ArchiveHitSchema>;

/** The answer of `GET /v1/agent/archive`. */
export const ArchivePageSchema = v.object({
  conversations: v.array(ArchiveHitSchema),
  /** There may be more: names where the next page begins. A page with words may be empty and still say so. */
  after: v.optional(v.string()),
});
export type ArchivePage = v.InferOutput<typeof ArchivePageSchema>;
