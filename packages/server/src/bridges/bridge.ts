/**
 * A bridge: the way to a system that has no protocol for browsers (Slack, Telegram, a help desk). Visitors stay on this
 * server; what happens in their conversations is handed over, and what comes back is said by an agent with the bridge's id.
 */
import {
  IdSchema,
  MAX_LABEL_LENGTH,
  MAX_TEXT_LENGTH,
  ProtocolError,
  storableText,
  type LogEvent,
  type VisitorProfile,
  type WebhookFailure,
} from '@support-chat/protocol';
import * as v from 'valibot';

/** The visitor's data was erased here (X9); whoever has a copy erases it as well. */
export interface ConversationErased {
  readonly type: 'conversation-erased';
  readonly conversation: string;
  readonly epoch: string;
  /** When it was noticed. */
  readonly time: number;
}

/** An event as it is handed over: files have an address that opens without a credential for 15 minutes. */
export type BridgedEvent = Exclude<LogEvent, { type: 'unknown' }> | ConversationErased;

/** One event on its way out. */
export interface Delivery {
  /** The same at each attempt: who has it already drops it. Letters, digits, `-` and `_`. */
  readonly id: string;
  readonly conversation: string;
  /** Who the conversation is with; name and e-mail are as they gave them. */
  readonly visitor: { readonly id: string } & VisitorProfile;
  readonly event: BridgedEvent;
}

/** What came in, as it came: a signature is over the very bytes. */
export interface Post {
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

const written = { conversation: IdSchema, id: IdSchema };

/**
 * What the other side says. A message or an end with an `id` that was taken already gets the same answer and changes nothing.
 * `name`: of the person who wrote; absent: the bridge's.
 */
export const BridgeInputSchema = v.variant('type', [
  v.strictObject({
    type: v.literal('message'),
    ...written,
    text: v.pipe(v.string(), v.transform(storableText)),
    name: v.exactOptional(
      v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(MAX_LABEL_LENGTH), v.transform(storableText)),
    ),
  }),
  v.strictObject({ type: v.literal('end'), ...written }),
  v.strictObject({ type: v.literal('typing'), conversation: IdSchema, active: v.boolean() }),
  v.strictObject({ type: v.literal('read'), conversation: IdSchema }),
]);
export type BridgeInput = v.InferOutput<typeof BridgeInputSchema>;

/** @throws ProtocolError `frame-invalid` naming the first wrong field, `message-empty`, `message-too-long` */
export function decodeInput(value: unknown): BridgeInput {
  const result = v.safeParse(BridgeInputSchema, value);
  if (!result.success) {
    const [issue] = result.issues;
    throw new ProtocolError('frame-invalid', {
      detail: `${v.getDotPath(issue) ?? 'body'}: expected ${issue.expected ?? 'another value'}`,
    });
  }
  const input = result.output;
  if (input.type !== 'message') return input;
  if (input.text.trim() === '') throw new ProtocolError('message-empty');
  if (input.text.length > MAX_TEXT_LENGTH) throw new ProtocolError('message-too-long');
  return input;
}

/** A way to another system. Holds no state of conversations: what is still to be handed over the server keeps. */
export interface Bridge {
  /** As the protocol's `IdSchema` wants it, and for ever the same: by it the server knows how far it has got. */
  readonly id: string;
  /** Visitors read it over its answers. */
  readonly name: string;
  /** Whether it hands over events of that type. Default: all. */
  wants?(type: BridgedEvent['type']): boolean;
  /**
   * Hands one event over; resolves when the other side HAS it. Events of one conversation come one after the other, in their
   * order, and again until it resolves.
   *
   * @throws BridgeError when it was not taken; anything else is taken for a fault and tried again as well
   */
  deliver(delivery: Delivery, signal: AbortSignal): Promise<void>;
  /**
   * Reads what the other side posted to `/v1/bridges/:id` as {@link BridgeInput}s, which the server checks; absent: it only
   * listens. Answering makes it somebody who is there for visitors.
   *
   * @throws ProtocolError `forbidden` when it is not from there, `frame-invalid` when it cannot be read
   */
  readonly receive?: ((post: Post) => readonly unknown[] | Promise<readonly unknown[]>) | undefined;
}

/** What is known of a failure beside its words. */
export interface BridgeErrorOptions {
  /** Seconds that the other side asks to be left alone. */
  readonly retryAfter?: number | undefined;
  /** Why in a word. Default: it was `refused`. */
  readonly failure?: WebhookFailure;
  /** Of HTTP, where it was answered. */
  readonly status?: number;
  readonly cause?: unknown;
}

/** Why something was not taken. The message is for the owner and must not hold anything of what was to be handed over. */
export class BridgeError extends Error {
  override readonly name = 'BridgeError';
  readonly retryAfter: number | undefined;
  readonly failure: WebhookFailure;
  readonly status: number | null;

  constructor(message: string, options: BridgeErrorOptions = {}) {
    super(message, { cause: options.cause });
    this.retryAfter = options.retryAfter;
    this.failure = options.failure ?? 'refused';
    this.status = options.status ?? null;
  }
}
