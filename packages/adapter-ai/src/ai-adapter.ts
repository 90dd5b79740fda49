/**
 * A chat with a language model as a `ChatAdapter`: the conversation is kept here, each message of the visitor is a question
 * that carries it along, and the answer comes as a stream. Says how question, answer and connection meet: a question that
 * was taken waits until it is answered, over as many connections as that needs, and is asked at most three times.
 */
import { openConnection, openEventStream, type ConnectionLife, type ConnectionParts } from '@support-chat/adapter-kit';
import {
  AdapterError,
  MAX_TEXT_LENGTH,
  PROTOCOL_VERSION,
  type Ack,
  type Author,
  type Capabilities,
  type ChatAdapter,
  type ClientCommand,
  type ErrorCode,
  type MessageAdded,
  type OpenOptions,
} from '@support-chat/protocol';
import { GrowingAnswer, type Answer } from './answer.js';
import type { Dialect } from './dialect.js';
import { KeptConversation, type ConversationStorage, type Question, type Said } from './kept-conversation.js';

export interface AiAdapterOptions {
  /** Address of the site's own endpoint. Never one that needs a key in the page. */
  readonly api: string;
  /** Go with every request; a function is asked each time. */
  readonly headers?: Readonly<Record<string, string>> | (() => Readonly<Record<string, string>>);
  /** Goes into the body of every question beside what the dialect puts there. */
  readonly body?: Readonly<Record<string, unknown>>;
  /** Default: `same-origin`. */
  readonly credentials?: RequestCredentials;
  /** Default: the platform's. */
  readonly fetch?: typeof globalThis.fetch;
  /** Who answers. Default: no name, and the words of the locale stand for it. */
  readonly bot?: { readonly name?: string; readonly avatarUrl?: string };
  /**
   * Keeps the conversation beyond the page, in clear text: `sessionStorage` as long as the tab lives, `localStorage` until
   * the visitor is another one. Default: in the memory of the page.
   */
  readonly storage?: ConversationStorage;
}

const VISITOR: Author = { kind: 'visitor', id: 'visitor' };
const CAPABILITIES: Omit<Capabilities, 'history'> = {
  resume: true,
  idempotentSend: true,
  typing: false,
  receipts: false,
  endConversation: false,
};
/** After so many answers that broke off the question is not asked again by itself: each of them costs the site. */
const MOST_FAILURES = 3;
/** Most messages that a question carries along. */
const MOST_MESSAGES = 100;
/** Milliseconds. The token is worth nothing to anybody: it only says whose conversation this device has. */
const SESSION = 365 * 86_400_000;
/** What is wrong with the question stays wrong; a 401 is between the site and its visitor. */
const CODES: Readonly<Record<number, ErrorCode>> = {
  400: 'frame-invalid',
  401: 'forbidden',
  402: 'forbidden',
  408: 'request-timeout',
  422: 'frame-invalid',
};

/** Makes the adapter of a dialect. */
export function aiAdapter(dialect: Dialect, options: AiAdapterOptions): ChatAdapter {
  const { api, storage } = options;
  const backEnd = `${dialect.name} ${api}`;
  const bot: Author = { kind: 'bot', id: 'bot', ...options.bot };
  let kept: KeptConversation | null = null;

  async function connect(life: ConnectionLife, { identity, resumeAfter }: OpenOptions): Promise<ConnectionParts> {
    await Promise.resolve(); // no back end answers before the caller goes on
    if (identity.kind !== 'visitor') throw new AdapterError('forbidden', { detail: 'A model has no desk.' });
    const owner = identity.token ?? crypto.randomUUID();
    if (kept?.owner !== owner) kept = KeptConversation.of(owner, `support-chat ${backEnd}`, storage);
    const conversation = kept;
    const participants = [VISITOR, bot].map((author) => ({ author, delivered: 0, read: 0 }));
    life.emit({
      type: 'welcome',
      protocol: PROTOCOL_VERSION,
      connection: crypto.randomUUID(),
      self: VISITOR,
      session: identity.token === undefined ? { token: owner, expiresAt: Date.now() + SESSION } : undefined,
      conversation: conversation.snapshot(resumeAfter, participants),
      staffed: true,
      serverTime: Date.now(),
    });
    const talk = new Talk(life, { conversation, dialect, options, bot });
    talk.pursue();
    const here = (id: string): void => {
      if (id !== conversation.id) throw new AdapterError('conversation-unknown');
    };
    return {
      // Without a storage the next page finds nothing.
      capabilities: { ...CAPABILITIES, history: storage !== undefined },
      send: (command) => talk.send(command),
      notify({ type }) {
        // Nobody is there to hear of typing and reading. A ping asks whether the line lives: there is none between questions.
        if (type === 'ping') void Promise.resolve().then(() => life.emit({ type: 'pong', head: conversation.cursor }));
      },
      async loadHistory(id, before, limit) {
        here(id);
        const events = conversation.before(before, limit);
        return { events: [...events], atStart: (events[0]?.seq ?? 1) === 1 };
      },
      async resume(id, after) {
        here(id);
        return conversation.snapshot(after, participants);
      },
    };
  }

  return { name: dialect.name, backEnd, open: (to) => openConnection(to, (life) => connect(life, to)) };
}

interface TalkParts {
  readonly conversation: KeptConversation;
  readonly dialect: Dialect;
  readonly options: AiAdapterOptions;
  readonly bot: Author;
}

type Stream = Awaited<ReturnType<typeof openEventStream>>;

/** What is asked and answered over one connection. */
class Talk {
  readonly #life: ConnectionLife;
  readonly #parts: TalkParts;
  readonly #asking = new Map<string, Promise<Ack>>();
  /** Of the questions: each carries along what was said before it. */
  #last: Promise<unknown> = Promise.resolve();
  /** The answer that is coming. */
  #coming: { readonly answer: GrowingAnswer; readonly question: Question; readonly over: AbortController } | null =
    null;

  constructor(life: ConnectionLife, parts: TalkParts) {
    this.#life = life;
    this.#parts = parts;
  }

  /** Asks; resolves when the back end has taken the question, the answer follows. */
  send(command: ClientCommand): Promise<Ack> {
    const { conversation } = this.#parts;
    if (command.type !== 'message-send') {
      return Promise.reject(
        new AdapterError('frame-unknown', { detail: `A model does not understand ${command.type}.` }),
      );
    }
    const { id, text, answer } = command;
    const ack = conversation.ackOf(id);
    if (ack && conversation.messages[ack.seq - 1]?.text !== text) {
      return Promise.reject(new AdapterError('id-conflict'));
    }
    if (ack) return Promise.resolve(ack);
    if (text.length > MAX_TEXT_LENGTH) return Promise.reject(new AdapterError('message-too-long'));
    const known = this.#asking.get(id);
    if (known) return known;
    const asking = this.#last.then(() => this.#ask({ id, author: VISITOR, text, ...(answer && { answer }) }));
    this.#last = asking.catch(() => undefined).finally(() => this.#asking.delete(id));
    this.#asking.set(id, asking);
    return asking;
  }

  /** Goes after the answer that somebody waits for: where it goes on, or else it is asked for again. */
  pursue(): void {
    const { question, messages } = this.#parts.conversation;
    if (!question) return;
    const over = new AbortController();
    void this.#answer(question, over, async () => (await this.#resumed(over)) ?? (await this.#post(messages, over)));
  }

  async #ask(said: Said): Promise<Ack> {
    const { conversation } = this.#parts;
    this.#interrupt();
    const over = new AbortController();
    const { messages } = conversation;
    const stream = await this.#post([...messages, said], over);
    // The next connection has begun without it, and asks again.
    if (this.#life.signal.aborted) throw new AdapterError('connection-lost');
    const question = { answer: crypto.randomUUID(), failures: 0 };
    const event = conversation.append(said, question);
    this.#life.emit(event);
    void this.#answer(question, over, () => Promise.resolve(stream));
    const { id, epoch, seq, time } = event;
    return { type: 'ack', id, conversation: conversation.id, epoch, seq, time };
  }

  /** Who writes on does not wait for the rest: what came of the answer stands. */
  #interrupt(): void {
    const coming = this.#coming;
    if (!coming) return;
    this.#coming = null;
    coming.over.abort();
    this.#store(coming.question, coming.answer.sofar);
  }

  async #answer(question: Question, over: AbortController, open: () => Promise<Stream>): Promise<void> {
    const { conversation, dialect, bot } = this.#parts;
    const said = { conversation: conversation.id, id: question.answer, author: bot };
    const show = (text: string): void => this.#life.emit({ type: 'message-streamed', ...said, text });
    const answer = new GrowingAnswer(show);
    const mine = { answer, question, over };
    this.#coming = mine;
    show('');
    try {
      await answer.follow(await open(), (data) => dialect.read(data));
      // What is whole after the end of the connection is the next one's to get again.
      if (this.#coming === mine && !this.#life.signal.aborted) this.#store(question, answer.sofar);
    } catch (cause) {
      // Interrupted, or the connection is over: the next one goes after it.
      if (this.#coming === mine && !this.#life.signal.aborted) this.#failed(question, answer.sofar, cause);
    }
    if (this.#coming === mine) this.#coming = null;
  }

  /** Ends the connection with the reason: core decides when there is another one (C1), which goes after the answer. */
  #failed(question: Question, sofar: Answer | null, cause: unknown): void {
    const failure = cause instanceof AdapterError ? cause : new AdapterError('connection-lost', { cause });
    const failures = question.failures + 1;
    if (failure.verdict === 'never' || failures >= MOST_FAILURES) this.#store(question, sofar);
    else this.#parts.conversation.question = { ...question, failures };
    this.#life.end(failure.problem);
  }

  #store({ answer: id }: Question, answer: Answer | null): void {
    const { conversation, bot } = this.#parts;
    if (answer) {
      this.#life.emit(conversation.append({ id, author: bot, ...answer }, null));
    } else {
      conversation.question = null;
      this.#life.emit({ type: 'typing-stopped', conversation: conversation.id, author: bot });
    }
  }

  #post(messages: readonly (MessageAdded | Said)[], over: AbortController): Promise<Stream> {
    const { dialect, options, conversation } = this.#parts;
    const body = { ...dialect.body(conversation.id, messages.slice(-MOST_MESSAGES)), ...options.body };
    return this.#open(dialect.address(options.api), over, body);
  }

  async #resumed(over: AbortController): Promise<Stream | null> {
    const { dialect, options, conversation } = this.#parts;
    const address = dialect.resumeAddress?.(options.api, conversation.id);
    if (address === undefined) return null;
    return this.#open(address, over).catch((cause: unknown) => {
      if (this.#life.signal.aborted || over.signal.aborted) throw cause;
      return null; // 204: nothing goes on there; anything else is no better, and asking again tells what is wrong
    });
  }

  #open(address: string, over: AbortController, body?: Readonly<Record<string, unknown>>): Promise<Stream> {
    const { headers, credentials = 'same-origin', fetch = globalThis.fetch } = this.#parts.options;
    return openEventStream(address, {
      headers: typeof headers === 'function' ? headers() : (headers ?? {}),
      ...(body && { body }),
      signal: AbortSignal.any([this.#life.signal, over.signal]),
      fetch: (url, init) => fetch(url, { ...init, credentials }),
      codes: CODES,
    });
  }
}
