/**
 * The conversation, which these back ends do not keep: each question carries it along. Here it is a log like any other
 * (L1): places 1..n under an epoch, in the memory of the page, and in a storage where the site gives one. Owns what was
 * said and what still waits for an answer; knows nothing of models.
 */
import {
  AdapterError,
  MAX_PAGE_EVENTS,
  type Ack,
  type ConversationSnapshot,
  type Cursor,
  type HistoryPage,
  type MessageAdded,
  type Participant,
} from '@support-chat/protocol';
import { isRecord, parseJson } from './parse-json.js';

/** What of the platform's `Storage` is used. */
export type ConversationStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

/** Somebody waits for this answer. */
export interface Question {
  /** Id of the message that the answer becomes. */
  readonly answer: string;
  /** How often it broke off. */
  readonly failures: number;
}

interface Kept {
  /** The visitor's token: nobody else gets to see it. */
  readonly owner: string;
  readonly id: string;
  readonly epoch: string;
  readonly messages: readonly MessageAdded[];
  readonly question: Question | null;
}

/** What is said without a place. */
export type Said = Pick<MessageAdded, 'id' | 'author' | 'text' | 'card' | 'answer'>;

export class KeptConversation {
  readonly #storage: ConversationStorage | undefined;
  readonly #key: string;
  #kept: Kept;

  private constructor(kept: Kept, key: string, storage?: ConversationStorage) {
    this.#kept = kept;
    this.#key = key;
    this.#storage = storage;
  }

  /** That of before, if it is this visitor's and can be read; else a new one. */
  static of(owner: string, key: string, storage?: ConversationStorage): KeptConversation {
    let kept: Kept | null = null;
    try {
      kept = decoded(parseJson(storage?.getItem(key) ?? ''));
      // Somebody else's, or of no use: it does not stay on the device.
      if (kept?.owner !== owner) storage?.removeItem(key);
    } catch {
      // Storage is blocked: the conversation lives as long as the page.
    }
    if (kept?.owner !== owner) {
      kept = { owner, id: crypto.randomUUID(), epoch: crypto.randomUUID(), messages: [], question: null };
    }
    return new KeptConversation(kept, key, storage);
  }

  get id(): string {
    return this.#kept.id;
  }

  get owner(): string {
    return this.#kept.owner;
  }

  /** The place of the newest message. */
  get cursor(): Cursor {
    return { epoch: this.#kept.epoch, seq: this.#kept.messages.length };
  }

  get messages(): readonly MessageAdded[] {
    return this.#kept.messages;
  }

  get question(): Question | null {
    return this.#kept.question;
  }

  set question(question: Question | null) {
    this.#keep({ question });
  }

  /** Gives it the next place. */
  append(said: Said, question: Question | null): MessageAdded {
    const { id: conversation, epoch, messages } = this.#kept;
    const place = { conversation, epoch, seq: messages.length + 1, time: Date.now() };
    const event: MessageAdded = { type: 'message-added', ...place, ...said };
    this.#keep({ messages: [...messages, event], question });
    return event;
  }

  /** Where a message is, if it is there. */
  ackOf(id: string): Ack | null {
    const found = this.#kept.messages.find((message) => message.id === id);
    if (!found) return null;
    const { conversation, epoch, seq, time } = found;
    return { type: 'ack', id, conversation, epoch, seq, time };
  }

  /** All after a place of this log, else the newest page (D2). */
  snapshot(after: Cursor | null | undefined, participants: readonly Participant[]): ConversationSnapshot {
    const { id, epoch, messages } = this.#kept;
    const head = messages.length;
    const resumed = after?.epoch === epoch && after.seq <= head;
    const events = resumed ? messages.slice(after.seq, after.seq + MAX_PAGE_EVENTS) : messages.slice(-MAX_PAGE_EVENTS);
    return { id, epoch, head, phase: 'bot', participants: [...participants], resumed, events };
  }

  /** @throws AdapterError `epoch-stale` */
  before({ epoch, seq }: Cursor, limit: number): HistoryPage['events'] {
    if (epoch !== this.#kept.epoch) throw new AdapterError('epoch-stale');
    return this.#kept.messages.slice(Math.max(0, seq - 1 - limit), Math.max(0, seq - 1));
  }

  #keep(change: Partial<Kept>): void {
    this.#kept = { ...this.#kept, ...change };
    try {
      this.#storage?.setItem(this.#key, JSON.stringify(this.#kept));
    } catch {
      // Full or blocked (O4): on from memory, and tried again with the next message.
    }
  }
}

/** What a storage held, if all of it can be used: it may be of another version, or written by somebody else. */
function decoded(raw: unknown): Kept | null {
  if (!isRecord(raw)) return null;
  const { owner, id, epoch, messages, question } = raw;
  if (![owner, id, epoch].every(isText) || !Array.isArray(messages)) return null;
  if (!messages.every((message, index) => isMessage(message, index + 1, raw))) return null;
  const waits = isRecord(question) && isText(question['answer']) && typeof question['failures'] === 'number';
  return { ...(raw as unknown as Kept), question: waits ? (question as unknown as Question) : null };
}

function isMessage(message: unknown, seq: number, { id, epoch }: Readonly<Record<string, unknown>>): boolean {
  if (!isRecord(message) || !isRecord(message['author'])) return false;
  const { author } = message;
  return (
    message['type'] === 'message-added' &&
    message['conversation'] === id &&
    message['epoch'] === epoch &&
    message['seq'] === seq &&
    typeof message['time'] === 'number' &&
    isText(message['id']) &&
    typeof message['text'] === 'string' &&
    (author['kind'] === 'visitor' || author['kind'] === 'bot') &&
    typeof author['id'] === 'string'
  );
}

/** An id of ours. */
function isText(value: unknown): value is string {
  return typeof value === 'string' && /^[\w-]{8,64}$/.test(value);
}
