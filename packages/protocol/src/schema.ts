/**
 * The building blocks shared by commands and events: identifiers, people, cursors. Schemas here are the single
 * source of the types, of the decoders and of the AsyncAPI file.
 */
import * as v from 'valibot';
import { ERRORS, type ErrorCode } from './errors.js';
import {
  MAX_FILE_NAME_LENGTH,
  MAX_LABEL_LENGTH,
  MAX_LOCALE_LENGTH,
  MAX_PROFILE_FIELDS,
  MAX_TRIGGER_TEXT,
  MAX_URL_LENGTH,
} from './limits.js';
import { AttributesSchema, CartSchema, MAX_PURCHASES, PurchaseSchema } from './features/visitors/site-facts.js';
import { storableText } from './text.js';

/** An identifier minted by either side: 8 to 64 of `A-Z a-z 0-9 _ -`. Clients mint UUIDs. */
export const IdSchema = v.pipe(v.string(), v.regex(/^[\w-]{8,64}$/u));

/** A position or count in a log: a safe integer from 0. */
export const SeqSchema = v.pipe(v.number(), v.safeInteger(), v.minValue(0));

/** How good something was: 1 is worst, 5 is best. */
export const ScoreSchema = v.pipe(v.number(), v.safeInteger(), v.minValue(1), v.maxValue(5));

/** Wall time, milliseconds since 1970 UTC. For display only: nothing is ordered by it (S1). */
export const TimeSchema = v.pipe(v.number(), v.minValue(0));

const label = v.pipe(v.string(), v.maxLength(MAX_LABEL_LENGTH), v.transform(storableText));
const url = v.pipe(v.string(), v.maxLength(MAX_URL_LENGTH), v.transform(storableText));

/** Who did something. All but the id is what the other side may see. */
export const AuthorSchema = v.object({
  kind: v.picklist(['visitor', 'agent', 'bot', 'system']),
  id: v.string(),
  name: v.optional(label),
  /** What they are, such as 'Master potter'. */
  title: v.optional(label),
  /** Absolute, or beginning with `/` at the reference server: adapters know where that is. */
  avatarUrl: v.optional(url),
});
export type Author = v.InferOutput<typeof AuthorSchema>;

/** A place in one log: everything up to and including `seq` under `epoch` has been applied. */
export const CursorSchema = v.strictObject({ epoch: IdSchema, seq: SeqSchema });
export type Cursor = v.InferOutput<typeof CursorSchema>;

/** Someone in a conversation and how far they got (D4): cursors, not flags, and they never go back. */
export const ParticipantSchema = v.object({ author: AuthorSchema, delivered: SeqSchema, read: SeqSchema });
export type Participant = v.InferOutput<typeof ParticipantSchema>;

/** What the page tells about the visitor. Untrusted: shown to agents as plain text. */
export const VisitorProfileSchema = v.strictObject({
  name: v.optional(label),
  email: v.optional(label),
  phone: v.exactOptional(label),
  /** Id of the department they asked for. */
  department: v.exactOptional(label),
  /** What else they were asked: question → answer. */
  fields: v.exactOptional(v.pipe(v.record(label, label), v.maxEntries(MAX_PROFILE_FIELDS))),
  /** What the site knows; replaces what it told before. */
  attributes: v.exactOptional(AttributesSchema),
  /** Replaces the one before. */
  cart: v.exactOptional(CartSchema),
  /** The newest first; added to those that are known. */
  purchases: v.exactOptional(v.pipe(v.array(PurchaseSchema), v.maxLength(MAX_PURCHASES))),
  /** Ids of messages whose personal offers the visitor took: whose code was copied, whose link was followed (P-K6). */
  taken: v.exactOptional(v.pipe(v.array(IdSchema), v.maxLength(MAX_PURCHASES))),
});
export type VisitorProfile = v.InferOutput<typeof VisitorProfileSchema>;

/** How somebody who filled in the contact form is to be answered, as fields of a frame. Untrusted: shown as plain text. */
export const contactFields = {
  name: label,
  email: label,
  /** Id of the department they chose. */
  department: v.exactOptional(label),
};
export interface ContactDetails {
  readonly name: string;
  readonly email: string;
  readonly department?: string;
}

/** What of something is {@link ContactDetails}. */
export function contactDetailsOf({ name, email, department }: ContactDetails): ContactDetails {
  return { name, email, ...(department !== undefined && { department }) };
}

/** The page the visitor is on. Untrusted: shown to agents as plain text. */
export const PageContextSchema = v.strictObject({
  url,
  title: label,
  /** BCP 47 tag of the language in which the chat speaks there. */
  locale: v.exactOptional(v.pipe(v.string(), v.maxLength(MAX_LOCALE_LENGTH), v.transform(storableText))),
  /** The page that led there. */
  referrer: v.exactOptional(url),
});
export type PageContext = v.InferOutput<typeof PageContextSchema>;

/** What is known of a file. `id` is the one its uploader minted; `width` and `height` are a picture's as it is shown. */
const file = {
  id: IdSchema,
  name: v.pipe(v.string(), v.maxLength(MAX_FILE_NAME_LENGTH), v.transform(storableText)),
  type: v.pipe(v.string(), v.maxLength(MAX_LABEL_LENGTH)),
  /** Bytes. */
  size: SeqSchema,
  width: v.exactOptional(SeqSchema),
  height: v.exactOptional(SeqSchema),
};

/** A file as its sender names it. The server believes the id alone: all else it knows better from the upload. */
export const SentAttachmentSchema = v.strictObject(file);
export type SentAttachment = v.InferOutput<typeof SentAttachmentSchema>;

/** A file of a message. `url` is where the back end has it, from its own address on or absolute (P-U6). */
export const AttachmentSchema = v.object({ ...file, url });
export type Attachment = v.InferOutput<typeof AttachmentSchema>;

/** Which proactive message somebody answers: the rule's id and what it said. As the page gave it: shown as plain text. */
export const OfferedSchema = v.strictObject({
  trigger: v.pipe(v.string(), v.regex(/^[\w-]{1,64}$/u)),
  text: v.pipe(v.string(), v.maxLength(MAX_TRIGGER_TEXT), v.transform(storableText)),
});
export type Offered = v.InferOutput<typeof OfferedSchema>;

/** RFC 9457 problem details, see `errors.ts`. A code this side does not know decodes as `internal`. */
export const ProblemSchema = v.object({
  type: v.string(),
  title: v.string(),
  status: v.number(),
  code: v.fallback(v.picklist(Object.keys(ERRORS) as ErrorCode[]), 'internal'),
  detail: v.exactOptional(v.string()),
  retryAfter: v.exactOptional(v.pipe(v.number(), v.minValue(0))),
});
