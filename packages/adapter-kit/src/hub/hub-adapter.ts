/**
 * A chat over a publish/subscribe hub, whichever: nchan and MQTT are transports of this one adapter. The visitor makes the
 * conversation by making up its name, which is its secret too (see `HUB_TOKEN`); a desk hears of it by an announcement.
 * A hub stores, orders and forgets, and knows nothing of chats: what it is told twice, everybody who listens drops.
 */
import {
  AdapterError,
  HUB_TOKEN,
  PROTOCOL_VERSION,
  readHubMessage,
  type Ack,
  type Author,
  type Capabilities,
  type ChatAdapter,
  type ClientCommand,
  type HubLogMessage,
  type OpenOptions,
  type PageContext,
  type Signal,
  type VisitorProfile,
} from '@support-chat/protocol';
import { openConnection, type ConnectionLife, type ConnectionParts, type LifeOptions } from '../open-connection.js';
import { HubConversation } from './hub-conversation.js';
import type { HubLine, JoinHub } from './hub-transport.js';
import { hubMessageOf, mapHub } from './map-hub.js';

export interface HubAdapterOptions extends LifeOptions {
  readonly name: string;
  /** See `ChatAdapter.backEnd`. */
  readonly backEnd: string;
  /** A new page finds the conversation on the hub. */
  readonly history: boolean;
  readonly join: JoinHub;
}

/** A visitor who comes back within a year finds their conversation, if the hub does. Milliseconds. */
const TOKEN_LIFE = 365 * 24 * 3_600_000;

/** Makes an adapter of a way to reach a hub. */
export function createHubAdapter({ name, backEnd, history, join, ...times }: HubAdapterOptions): ChatAdapter {
  const capabilities: Capabilities = {
    resume: true,
    idempotentSend: true,
    history,
    typing: true,
    receipts: true,
    rating: true,
    endConversation: true,
    contact: true,
  };
  /** The newest visitor's, so that a lost line costs no more than what was missed. */
  let known: HubConversation | null = null;

  async function connect(life: ConnectionLife, options: OpenOptions): Promise<ConnectionParts> {
    const { identity, conversationId, resumeAfter } = options;
    if (identity.kind !== 'visitor') throw new AdapterError('forbidden', { detail: 'Only visitors come this way.' });
    const token = identity.token ?? mintToken();
    if (!HUB_TOKEN.test(token)) throw new AdapterError('session-unknown');
    if (known?.token !== token) known = new HubConversation(token);
    const conversation = known;
    const { log, self } = conversation;
    if (conversationId !== undefined && conversationId !== log.conversation) {
      throw new AdapterError('conversation-unknown');
    }

    let welcomed = false;
    let staffed = false;
    const line = await join(life, {
      token,
      memory: conversation.memory,
      deliver(delivery) {
        const events = conversation.take(delivery);
        if (welcomed) events.forEach(life.emit);
      },
      setStaffed(now) {
        if (welcomed && now !== staffed) life.emit({ type: 'staffed-changed', staffed: now });
        staffed = now;
      },
    });
    await line.catchUp();
    if (life.signal.aborted) throw new AdapterError('connection-lost');
    life.emit({
      type: 'welcome',
      protocol: PROTOCOL_VERSION,
      connection: crypto.randomUUID(),
      self,
      ...(identity.token === undefined && { session: { token, expiresAt: Date.now() + TOKEN_LIFE } }),
      conversation: conversation.isEmpty ? null : log.snapshot(resumeAfter),
      ...(conversation.queue && log.phase === 'queued' && { queue: conversation.queue }),
      staffed,
      serverTime: Date.now(),
    });
    welcomed = true;
    log.follow(life.emit);
    const talk = new HubTalk(line, conversation, identity);
    return {
      capabilities,
      send: (command) => talk.send(command),
      notify(signal) {
        // May be lost (D5). A ping without an answer is how core finds out that nothing comes down any more.
        talk.notify(signal, life).catch(() => undefined);
      },
      ...(history && {
        loadHistory: (_conversation, before, limit) => log.older(before, limit, nothingOlder),
      }),
      resume: (id, after) =>
        id === log.conversation
          ? Promise.resolve(log.snapshot(after))
          : Promise.reject(new AdapterError('conversation-unknown')),
    };
  }

  return {
    name,
    backEnd,
    open: (options) => openConnection(options, (life) => connect(life, options), times),
  };
}

/** All that the hub has is read before the welcome. */
const nothingOlder = () => Promise.resolve({ events: [], atStart: true });

function mintToken(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(32));
  const secret = btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace('=', '');
  return `${crypto.randomUUID()}.${secret}`;
}

/** What a visitor says on one connection. */
class HubTalk {
  readonly #line: HubLine;
  readonly #conversation: HubConversation;
  #about: { readonly profile?: VisitorProfile | undefined; readonly page?: PageContext | undefined };
  #announced = false;
  #last: Promise<unknown> = Promise.resolve();
  readonly #sending = new Map<string, { readonly content: string; readonly ack: Promise<Ack> }>();

  constructor(
    line: HubLine,
    conversation: HubConversation,
    { profile, page }: { readonly profile?: VisitorProfile; readonly page?: PageContext },
  ) {
    this.#line = line;
    this.#conversation = conversation;
    this.#about = { profile, page };
  }

  async send(command: ClientCommand): Promise<Ack> {
    const { log, self } = this.#conversation;
    const { id, conversation } = command;
    const epoch = 'epoch' in command ? command.epoch : undefined;
    if (conversation !== undefined && conversation !== log.conversation) throw new AdapterError('conversation-unknown');
    if (epoch !== undefined && epoch !== log.cursor.epoch) throw new AdapterError('epoch-stale');
    const message = hubMessageOf(command, Date.now());
    const content = contentOf(message, self);
    const known = this.#conversation.contentOf(id) ?? this.#sending.get(id)?.content;
    if (known !== undefined && known !== content) throw new AdapterError('id-conflict');
    const before = this.#sending.get(id);
    if (before) return before.ack;
    // Its own id stands for its text: the hub repeats ids, nothing has to be recognised by its words.
    const ack = log.send(id, id, () => this.#inTurn(() => this.#publish(message)));
    this.#sending.set(id, { content, ack });
    try {
      const place = await ack;
      // Another device of the visitor was quicker with the same id.
      if (this.#conversation.contentOf(id) !== content) throw new AdapterError('id-conflict');
      return place;
    } finally {
      this.#sending.delete(id);
    }
  }

  async notify(signal: Signal, life: ConnectionLife): Promise<void> {
    const { log, isEmpty } = this.#conversation;
    switch (signal.type) {
      case 'ping':
        await this.#line.catchUp();
        life.emit({ type: 'pong', head: this.#conversation.isEmpty ? null : log.cursor });
        return;
      case 'visitor-update':
        this.#about = { profile: signal.profile ?? this.#about.profile, page: signal.page ?? this.#about.page };
        if (!isEmpty) await this.#announce();
        return;
      case 'typing': {
        const { active, preview } = signal;
        // Before the first message nobody listens.
        if (signal.conversation === log.conversation && !isEmpty)
          await this.#line.publish('passing', { type: 'typing', active, preview });
        return;
      }
      case 'cursors': {
        const delivered = signal.epoch === log.cursor.epoch ? log.keyAt(signal.delivered) : null;
        const read = log.keyAt(signal.read) ?? undefined;
        if (delivered !== null) await this.#line.publish('seen', { type: 'seen', delivered, read });
      }
    }
  }

  /** The desk hears of the conversation before its first message, or never. */
  async #publish(message: HubLogMessage): Promise<string> {
    if (this.#conversation.contentOf(message.id) !== undefined) return message.id;
    if (!this.#announced) await this.#announce();
    await this.#line.publish('log', message);
    return message.id;
  }

  async #announce(): Promise<void> {
    const { token } = this.#conversation;
    await this.#line.announce({ type: 'visitor', token, ...this.#about });
    this.#announced = true;
  }

  /** One after the other, whatever becomes of each (L5). */
  #inTurn<Result>(task: () => Promise<Result>): Promise<Result> {
    const result = this.#last.then(task);
    this.#last = result.catch(() => undefined); // who sends hears of it
    return result;
  }
}

/** What the log will have of a message, for comparison. */
function contentOf(written: HubLogMessage, self: Author): string {
  const message = readHubMessage(JSON.stringify(written));
  const change = message && mapHub(message, { side: 'visitor', channel: 'log', time: 0 }, self, 0);
  if (change?.type !== 'event') throw new AdapterError('frame-invalid', { detail: 'No reader would understand it.' });
  return JSON.stringify(change.event.body);
}
