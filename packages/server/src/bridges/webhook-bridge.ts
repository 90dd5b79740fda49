/**
 * A bridge over signed webhooks, as Standard Webhooks has them (standardwebhooks.com): each event is a POST with the headers
 * `webhook-id`, `webhook-timestamp` and `webhook-signature`; what comes back is signed with the same secret.
 */
import { parseJson, ProtocolError } from '@support-chat/protocol';
import { Webhook as Signer } from 'standardwebhooks';
import { BridgeError, type Bridge, type BridgedEvent, type Delivery, type Post } from './bridge.js';
import type { Webhook } from './webhooks.js';

/** See the module. */
export class WebhookBridge implements Bridge {
  readonly id: string;
  readonly name: string;
  readonly receive: ((post: Post) => readonly unknown[]) | undefined;
  readonly #url: string;
  readonly #events: ReadonlySet<string> | null;
  readonly #signer: Signer;

  constructor({ id, name, url, events, secret, answers }: Webhook) {
    this.id = id;
    this.name = name;
    this.#url = url;
    this.#events = events && new Set(events);
    this.#signer = new Signer(secret);
    this.receive = answers ? (post) => [this.#read(post)] : undefined;
  }

  wants(type: BridgedEvent['type']): boolean {
    return this.#events?.has(type) ?? true;
  }

  deliver({ id, conversation, visitor, event }: Delivery, signal: AbortSignal): Promise<void> {
    const { type, time } = event;
    return this.#post(id, { type, time, data: { conversation, visitor, event } }, signal);
  }

  /** Sends something that tells nothing, signed as all the rest. @throws BridgeError */
  test(id: string, time: number, signal: AbortSignal): Promise<void> {
    return this.#post(id, { type: 'webhook-tested', time, data: {} }, signal);
  }

  async #post(
    id: string,
    { type, time, data }: { readonly type: string; readonly time: number; readonly data: object },
    signal: AbortSignal,
  ): Promise<void> {
    const body = JSON.stringify({ type, timestamp: new Date(time).toISOString(), data });
    const now = new Date();
    let response: Response;
    try {
      response = await fetch(this.#url, {
        method: 'POST',
        headers: {
          'Content-Type': 'application/json',
          'User-Agent': 'support-chat-server',
          'webhook-id': id,
          'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
          'webhook-signature': this.#signer.sign(id, now, body),
        },
        body,
        // What is sent holds a visitor's words: it goes where the owner said and nowhere else.
        redirect: 'manual',
        signal,
      });
    } catch (cause) {
      signal.throwIfAborted();
      throw new BridgeError('It could not be reached.', { failure: 'unreachable', cause });
    }
    await response.body?.cancel();
    if (response.ok) return;
    const wait = Number(response.headers.get('retry-after'));
    throw new BridgeError(`It answered HTTP ${response.status}.`, {
      status: response.status,
      retryAfter: Number.isFinite(wait) && wait > 0 ? wait : undefined,
    });
  }

  #read({ headers, body }: Post): unknown {
    try {
      this.#signer.verify(body, headers, { jsonParse: false });
    } catch {
      throw new ProtocolError('forbidden', { detail: 'The signature is wrong, or older than five minutes.' });
    }
    return parseJson(body);
  }
}
