/**
 * The bridges of one server: those that the program brings, and the owner's webhooks. Owns who reads the logs, and turns what
 * comes back into commands of an agent with the bridge's id.
 */
import { ProtocolError, type Cursor, type WebhookOutcome } from '@support-chat/protocol';
import { channels } from '../bus/bus.js';
import { Frame } from '../bus/frame.js';
import type { Actor } from '../conversation/actor.js';
import { actorKey } from '../conversation/actor.js';
import type { Conversations } from '../conversation/conversations.js';
import { agentAuthor } from '../conversation/participants.js';
import type { Agents } from '../identity/agents.js';
import { attempt } from './attempt.js';
import { decodeInput, type Bridge, type BridgeInput, type Post } from './bridge.js';
import { LogReader, type ReaderOptions } from './log-reader.js';
import { skipPast } from './places.js';
import { WebhookBridge } from './webhook-bridge.js';
import type { Webhooks } from './webhooks.js';

/** Milliseconds after which the webhooks are read again: another server may have changed them. */
const WEBHOOKS_LAST = 60_000;

interface BridgesOptions extends ReaderOptions {
  readonly agents: Agents;
  readonly conversations: Conversations;
  readonly webhooks: Webhooks;
  /** Those that the program brings. */
  readonly given: readonly Bridge[];
  /** Who answers from elsewhere is there, at every hour. @param agents - their ids */
  readonly onAnswering: (agents: readonly string[]) => void;
}

interface Running {
  readonly bridge: Bridge;
  /** What it was made of. */
  readonly made: string;
  readonly reader: LogReader;
}

/** What was said where, for whoever posted it. */
export interface Taken {
  readonly conversation: string;
  /** Place in its log; absent for what is not kept. */
  readonly seq?: number;
}

/** See the module. */
export class Bridges {
  readonly #options: BridgesOptions;
  readonly #running = new Map<string, Running>();
  #readAt = 0;
  #refreshing: Promise<void> = Promise.resolve();

  constructor(options: BridgesOptions) {
    this.#options = options;
  }

  /** Begins to hand over. To be called once. */
  async start(): Promise<void> {
    const { given, store, agents } = this.#options;
    for (const bridge of given) {
      const isNew = await agents.ensureBridge(bridge);
      if (isNew) await store.write((transaction) => skipPast(transaction, bridge.id));
    }
    await this.refresh();
  }

  /** Takes the webhooks as they are now: those that are no more, or are paused, hand nothing over any more. */
  refresh(): Promise<void> {
    this.#readAt = this.#options.clock.now();
    this.#refreshing = this.#refreshing.then(() => this.#refresh());
    return this.#refreshing;
  }

  async #refresh(): Promise<void> {
    const { given, webhooks, agents, log } = this.#options;
    try {
      const rows = await webhooks.list();
      const wanted = new Map(given.map((bridge) => [bridge.id, { bridge, made: '' }]));
      for (const webhook of rows) {
        if (webhook.paused) continue;
        if (webhook.answers) await agents.ensureBridge(webhook);
        wanted.set(webhook.id, { bridge: new WebhookBridge(webhook), made: JSON.stringify(webhook) });
      }
      for (const [id, { reader, made }] of this.#running) {
        if (wanted.get(id)?.made === made) continue;
        this.#running.delete(id);
        await reader.stop();
      }
      for (const [id, one] of wanted) {
        if (this.#running.has(id)) continue;
        this.#running.set(id, { ...one, reader: new LogReader(one.bridge, this.#options) });
      }
    } catch (error) {
      // Those of before go on.
      log.warn({ error }, 'webhooks-not-read');
    }
    const answering = [...this.#running.values()].filter(({ bridge }) => bridge.receive !== undefined);
    this.#options.onAnswering(answering.map(({ bridge }) => bridge.id));
  }

  /**
   * Says what the other side posted, one after the other.
   *
   * @throws ProtocolError `not-found` where nothing is taken, what the bridge throws and `decodeInput` does,
   *   `conversation-unknown`, `id-conflict`, `forbidden`
   */
  async receive(id: string, post: Post): Promise<readonly Taken[]> {
    const { bridge } = this.#running.get(id) ?? {};
    if (bridge?.receive === undefined) throw new ProtocolError('not-found');
    const taken: Taken[] = [];
    const inputs = (await bridge.receive(post)).map(decodeInput);
    for (const input of inputs) taken.push(await this.#say(bridge, input));
    return taken;
  }

  /** Tries at once what could not be handed over. */
  hurry(id: string): void {
    this.#running.get(id)?.reader.hurry();
  }

  /** Sends a webhook something that tells nothing, also while it is paused. @throws ProtocolError `not-found` */
  async test(id: string): Promise<WebhookOutcome> {
    const { webhooks, clock, random, log, patience } = this.#options;
    const bridge = new WebhookBridge(await webhooks.load(id));
    const [triedAt, began] = [clock.wallTime(), clock.now()];
    const failure = await attempt((signal) => bridge.test(`test_${random.id()}`, triedAt, signal), {
      patience,
      onFault: (error) => log.warn({ error, bridge: id }, 'bridge-faulty'),
    });
    return {
      ...{ triedAt, milliseconds: Math.round(clock.now() - began) },
      ...{ problem: failure?.message ?? null, failure: failure?.failure ?? null, status: failure?.status ?? null },
    };
  }

  /** To be called every second or so. */
  sweep(): void {
    for (const { reader } of this.#running.values()) reader.sweep();
    if (this.#options.clock.now() - this.#readAt >= WEBHOOKS_LAST) void this.refresh();
  }

  /** Resolves when nothing is under way. */
  async settle(): Promise<void> {
    await this.#refreshing;
    for (const { reader } of this.#running.values()) await reader.settle();
  }

  /** Hands nothing over any more. */
  async stop(): Promise<void> {
    await this.#refreshing;
    await Promise.all([...this.#running.values()].map(({ reader }) => reader.stop()));
  }

  async #say(bridge: Bridge, input: BridgeInput): Promise<Taken> {
    const { conversations, bus } = this.#options;
    const { conversation } = input;
    const actor: Actor = agentAuthor({ id: bridge.id, name: ('name' in input && input.name) || bridge.name });
    switch (input.type) {
      case 'message': {
        const { id, text } = input;
        return this.#store(conversation, ({ epoch }) =>
          conversations.execute(actor, { type: 'message-send', id, conversation, epoch, text }),
        );
      }
      case 'end': {
        const { id } = input;
        return this.#store(conversation, ({ epoch }) =>
          conversations.execute(actor, { type: 'conversation-end', id, conversation, epoch }),
        );
      }
      case 'typing': {
        await this.#headOf(conversation);
        const type = input.active ? 'typing-started' : 'typing-stopped';
        const frame = Frame.of({ type, conversation, author: actor }, 'ephemeral', {
          conversation,
          except: actorKey(actor),
        });
        bus.publish(channels.conversation(conversation), frame);
        return { conversation };
      }
      case 'read': {
        const { epoch, seq } = await this.#headOf(conversation);
        await conversations.moveCursors(actor, { conversation, epoch, delivered: seq, read: seq }, actorKey(actor));
        return { conversation };
      }
    }
  }

  async #store(
    conversation: string,
    store: (head: Cursor) => Promise<{ readonly seq: number }>,
  ): Promise<{ readonly conversation: string; readonly seq: number }> {
    for (let again = true; ; again = false) {
      try {
        const { seq } = await store(await this.#headOf(conversation));
        return { conversation, seq };
      } catch (error) {
        // The log was replaced in this very moment; the other side knows nothing of epochs.
        if (!again || !(error instanceof ProtocolError) || error.code !== 'epoch-stale') throw error;
      }
    }
  }

  async #headOf(conversation: string): Promise<Cursor> {
    const head = await this.#options.conversations.head('id', conversation);
    if (head === null) throw new ProtocolError('conversation-unknown');
    return head.cursor;
  }
}
