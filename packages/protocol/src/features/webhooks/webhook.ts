/**
 * The owner's webhooks (A19): where they go, how they do and what was tried. What is here is the same for the server, which
 * sends, and the desk, where they are made.
 */
import * as v from 'valibot';
import { MAX_LABEL_LENGTH } from '../../limits.js';
import { TimeSchema } from '../../schema.js';
import { listOf, nullable, number, object, oneOf, string, type Read } from '../../shape.js';
import { storableText } from '../../text.js';

/** What webhooks can be told of. */
export const WEBHOOK_EVENTS = [
  'message-added',
  'contact-submitted',
  'participant-joined',
  'conversation-ended',
  'conversation-reopened',
  'rating-given',
  'conversation-erased',
] as const;
export type WebhookEvent = (typeof WEBHOOK_EVENTS)[number];

/** Most webhooks of one server: each is told of every event. */
export const MAX_WEBHOOKS = 20;
/** UTF-16 code units of an address. */
export const MAX_WEBHOOK_URL = 2000;

/** Where events can be sent: `http:` or `https:`, without a password in it. What it matches is not yet a URL. */
export const WEBHOOK_URL = /^https?:\/\/[^\s/?#@\\]+(?:[/?#]\S*)?$/iu;

const name = v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(MAX_LABEL_LENGTH), v.transform(storableText));
const url = v.pipe(v.string(), v.maxLength(MAX_WEBHOOK_URL), v.regex(WEBHOOK_URL), v.url());
const events = v.nullable(v.pipe(v.array(v.picklist(WEBHOOK_EVENTS)), v.minLength(1)));

/** What an owner says of a new webhook. */
export const WebhookDraftSchema = v.strictObject({
  /** With `answers`, visitors read it over the answers. */
  name,
  url,
  /** Types that are sent; null: all. */
  events: v.optional(events, null),
  /** Whether what it posts to `/v1/bridges/:id` is said in the conversation. */
  answers: v.optional(v.boolean(), false),
});
export type WebhookDraft = v.InferOutput<typeof WebhookDraftSchema>;

/** What is changed of one; what is absent stays. */
export const WebhookChangeSchema = v.strictObject({
  name: v.exactOptional(name),
  url: v.exactOptional(url),
  events: v.exactOptional(events),
  answers: v.exactOptional(v.boolean()),
  /** Nothing is sent and nothing is taken; what happens meanwhile is sent afterwards. */
  paused: v.exactOptional(v.boolean()),
});
export type WebhookChange = v.InferOutput<typeof WebhookChangeSchema>;

/**
 * Why an event was not taken: nobody is there, it took too long, the other side said no, or our half failed, which the
 * server's log tells more of.
 */
export const WEBHOOK_FAILURES = ['unreachable', 'too-slow', 'refused', 'faulty'] as const;
export type WebhookFailure = (typeof WEBHOOK_FAILURES)[number];

const outcome = {
  triedAt: TimeSchema,
  milliseconds: v.number(),
  /** In words, for a log; null: it was taken. */
  problem: v.nullable(v.string()),
  /** Null: it was taken, or was noted by a server that did not know yet. */
  failure: v.nullable(v.picklist(WEBHOOK_FAILURES)),
  /** Of HTTP, where it was answered and not taken. */
  status: v.nullable(v.number()),
};

/** What became of one attempt. */
export const WebhookOutcomeSchema = v.object(outcome);
export type WebhookOutcome = Readonly<v.InferOutput<typeof WebhookOutcomeSchema>>;

/** One attempt to hand an event over. */
export const WebhookAttemptSchema = v.object({
  ...outcome,
  conversation: v.string(),
  /** Of the event; 0 for an erasure. */
  seq: v.number(),
  type: v.string(),
  /** Wall time from which it is tried again; null: it is not this one that waits. */
  nextAt: v.nullable(v.number()),
});
export type WebhookAttempt = Readonly<v.InferOutput<typeof WebhookAttemptSchema>>;

const kept = {
  ...{ id: v.string(), name: v.string(), url: v.string(), events: v.nullable(v.array(v.string())) },
  ...{ answers: v.boolean(), paused: v.boolean(), createdAt: TimeSchema },
};

/** A webhook as owners see it. */
export const WebhookStateSchema = v.object({
  ...kept,
  /** For `If-Match`. */
  version: v.string(),
  /** Conversations in which something could not be handed over yet. */
  failing: v.number(),
  /** Wall time since which the longest of them waits; null: none, or since before the server took that down. */
  failingSince: v.nullable(TimeSchema),
  /** The newest attempt; null: none yet. */
  last: v.nullable(WebhookAttemptSchema),
});
export type WebhookState = Readonly<Omit<v.InferOutput<typeof WebhookStateSchema>, 'events'>> & {
  readonly events: readonly string[] | null;
};

/** A webhook and its secret, which is told when it is made and when it is replaced. */
export const WebhookMadeSchema = v.object({ ...kept, secret: v.string() });
export type WebhookMade = Readonly<Omit<v.InferOutput<typeof WebhookMadeSchema>, 'events'>> & {
  readonly events: readonly string[] | null;
};

const text = string();
const time = number(0);
const outcomeFields = {
  ...{ triedAt: time, milliseconds: number(0), problem: nullable(text), status: nullable(number(0)) },
  failure: nullable(oneOf(...WEBHOOK_FAILURES)),
};
const attempt = object<WebhookAttempt>({
  ...outcomeFields,
  ...{ conversation: text, seq: number(0), type: text, nextAt: nullable(time) },
});
const fields = {
  ...{ id: text, name: text, url: text, events: nullable(listOf(text)), createdAt: time },
  ...{ answers: oneOf<boolean>(true, false), paused: oneOf<boolean>(true, false) },
};

/** Reads the answer of `GET /v1/webhooks`, oldest first. @throws ProtocolError `frame-invalid` */
export const readWebhooks: Read<{ readonly webhooks: readonly WebhookState[] }> = object({
  webhooks: listOf(
    object<WebhookState>({
      ...fields,
      ...{ version: text, failing: number(0), failingSince: nullable(time), last: nullable(attempt) },
    }),
  ),
});

/** Reads the answers that tell a secret. @throws ProtocolError `frame-invalid` */
export const readWebhookMade: Read<{ readonly webhook: WebhookMade }> = object({
  webhook: object<WebhookMade>({ ...fields, secret: text }),
});

/** Reads the answer of `GET /v1/webhooks/:id/attempts`, newest first. @throws ProtocolError `frame-invalid` */
export const readWebhookAttempts: Read<{ readonly attempts: readonly WebhookAttempt[] }> = object({
  attempts: listOf(attempt),
});

/** Reads the answer of `POST /v1/webhooks/:id/test`. @throws ProtocolError `frame-invalid` */
export const readWebhookTest: Read<{ readonly outcome: WebhookOutcome }> = object({
  outcome: object<WebhookOutcome>(outcomeFields),
});
