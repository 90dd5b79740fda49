/**
 * A signed-in agent at work: the inbox and the chats that are open. Owns their life, and which of them have a connection
 * (decision 1); how they look is the element's. Ends with its signal.
 */
import { createBrowserPorts } from '@support-chat/browser';
import { createChat, createInbox, type Chat, type Clock, type Inbox, type Ports } from '@support-chat/core';
import type { ChatAdapter, ConversationSummary, WrittenEvent, Problem } from '@support-chat/protocol';
import { DepartmentNames } from './department-names.js';
import { ConversationNotes } from './notes/conversation-notes.js';
import type { NoteSource } from './notes/note-source.js';
import { ConversationMails } from './tickets/conversation-mails.js';
import type { MailSource } from './tickets/mail-source.js';
import { inboxNews, type InboxNews } from './inbox/inbox-news.js';

/**
 * So many chats have a connection beside the inbox's. Over HTTP/1.1 a browser allows six streams per host (C3), and one
 * has to be free for what is posted.
 */
const MOST_CONNECTED = 4;

/** A conversation on the desk. */
export interface OpenChat {
  /** Of the conversation. */
  readonly id: string;
  readonly chat: Chat;
}

export interface DeskSessionOptions {
  readonly adapter: ChatAdapter;
  readonly notes: NoteSource | undefined;
  readonly mails: MailSource | undefined;
  /** The inbox or the selection changed. */
  readonly onChange: () => void;
  readonly onNews: (news: InboxNews) => void;
  readonly onMessage: (message: WrittenEvent) => void;
  readonly onError: (problem: Problem) => void;
  /** Closes the inbox and every chat. */
  readonly signal: AbortSignal;
}

/** The work of one agent. */
export class DeskSession {
  /** The clock of every state on this desk. */
  readonly clock: Clock;
  readonly inbox: Inbox;
  readonly departments: DepartmentNames;
  readonly #options: DeskSessionOptions;
  /** Without storage and tabs: each chat has its own outbox and draft, kept as long as the desk is open. */
  readonly #platform: Pick<Ports, 'clock' | 'random' | 'page' | 'log'>;
  /** Of every chat that was open: what is being written in them outlives it. */
  readonly #notes = new Map<string, ConversationNotes>();
  readonly #mails = new Map<string, ConversationMails>();
  #chats: readonly OpenChat[] = [];
  /** Ids of all chats; the one in front first, then by when they were last. */
  #recent: readonly string[] = [];
  #before: Readonly<Record<string, ConversationSummary>> | null = null;

  constructor(options: DeskSessionOptions) {
    this.#options = options;
    const { clock, random, page, log } = createBrowserPorts({ namespace: 'desk' });
    this.#platform = { clock, random, page, log };
    this.clock = clock;
    this.departments = new DepartmentNames(options.adapter, clock, options.signal, options.onChange);
    this.inbox = createInbox({ adapter: options.adapter, ports: this.#platform });
    this.inbox.subscribe(() => this.#inboxChanged());
    options.signal.addEventListener('abort', () => this.#end(), { once: true });
  }

  /** In the order they were opened. */
  get chats(): readonly OpenChat[] {
    return this.#chats;
  }

  /** Id of the conversation in front; null when none is open. */
  get active(): string | null {
    return this.#recent[0] ?? null;
  }

  /** Whether a chat is among those that were in front last: they are connected, and may stand side by side. */
  isNear(id: string): boolean {
    return this.#recent.slice(0, MOST_CONNECTED).includes(id);
  }

  /** Brings a conversation to the front, opening it first when it is not. */
  open(id: string): void {
    this.#toFront(id);
    if (!this.#chats.some((chat) => chat.id === id)) this.#chats = [...this.#chats, this.#start(id)];
    this.#options.onChange();
  }

  /** Takes a conversation off the desk; it goes on without. Its neighbour comes to the front. */
  close(id: string): void {
    const index = this.#chats.findIndex((chat) => chat.id === id);
    const [closed] = this.#chats.slice(index, index + 1);
    if (index < 0 || !closed) return;
    const wasInFront = this.active === id;
    this.#chats = this.#chats.filter((chat) => chat !== closed);
    void closed.chat.destroy();
    this.#recent = this.#recent.filter((other) => other !== id);
    const front = wasInFront ? (this.#chats[index] ?? this.#chats[index - 1])?.id : this.active;
    if (front) this.#toFront(front);
    this.#options.onChange();
  }

  /** Brings the open chat before (-1) or after (1) the present one to the front, around the ends. */
  step(direction: -1 | 1): void {
    const index = this.#chats.findIndex(({ id }) => id === this.active);
    const next = this.#chats[(index + direction + this.#chats.length) % this.#chats.length];
    if (next) this.open(next.id);
  }

  /** The notes of a conversation; undefined where the back end keeps none. */
  notesOf(conversation: string): ConversationNotes | undefined {
    const { notes: source, signal } = this.#options;
    const known = this.#notes.get(conversation);
    if (known || !source) return known;
    const notes = new ConversationNotes({ source, conversation, ports: this.#platform, signal });
    this.#notes.set(conversation, notes);
    return notes;
  }

  /** The mails of a conversation; undefined where the back end sends none. */
  mailsOf(conversation: string): ConversationMails | undefined {
    const { mails: source, signal } = this.#options;
    const known = this.#mails.get(conversation);
    if (known || !source) return known;
    const mails = new ConversationMails({ source, conversation, ports: this.#platform, signal });
    this.#mails.set(conversation, mails);
    return mails;
  }

  #toFront(id: string): void {
    this.#recent = [id, ...this.#recent.filter((other) => other !== id)];
    for (const chat of this.#chats) this.#settle(chat);
  }

  #start(id: string): OpenChat {
    const chat = createChat({
      adapter: this.#options.adapter,
      role: 'agent',
      conversationId: id,
      ports: this.#platform,
    });
    chat.on('message-received', (message) => this.#options.onMessage(message));
    chat.on('error', (problem) => this.#options.onError(problem));
    chat.subscribe(() => this.#settle({ id, chat }));
    return { id, chat };
  }

  /** Gives a chat the connection it should have. One that still has something to send keeps it until that is sent. */
  #settle({ id, chat }: OpenChat): void {
    const { connection, link, outbox, widget } = chat.getState();
    if (this.isNear(id)) {
      if (!link.wanted) chat.dispatch({ type: 'connect' });
    } else if (connection.phase !== 'idle' && !widget.open && outbox.length === 0)
      chat.dispatch({ type: 'disconnect' });
  }

  #inboxChanged(): void {
    const { byId, self, loaded } = this.inbox.getState();
    if (loaded && byId !== this.#before) {
      for (const news of inboxNews(this.#before, byId, self?.id ?? null)) this.#options.onNews(news);
      this.#before = byId;
    }
    this.#options.onChange();
  }

  #end(): void {
    this.inbox.destroy();
    for (const { chat } of this.#chats) void chat.destroy();
    this.#chats = [];
    this.#recent = [];
  }
}
