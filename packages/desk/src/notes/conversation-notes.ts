/**
 * The notes of one conversation on this desk: what is kept, what is still to be stored, and the draft. Lives as long as the
 * work of the agent, so that closing a chat loses nothing. A note that is written is tried until it is stored or refused
 * for good, one after the other; its id is minted once, so that no answer lost makes two of it.
 */
import type { Ports } from '@support-chat/core';
import {
  ProtocolError,
  readNote,
  readNotes,
  retryVerdict,
  type Author,
  type ErrorCode,
  type Note,
  type NoteDraft,
} from '@support-chat/protocol';
import type { NoteSource, TransferSource } from './note-source.js';

/** First and longest pause between attempts, in milliseconds. */
const FIRST_PAUSE = 1000;
const LONGEST_PAUSE = 30_000;

/** A note that is not stored yet. */
export interface PendingNote extends NoteDraft {
  readonly id: string;
  /** Where it stands in the log until that is known. */
  readonly after: number;
  /** Wall time. */
  readonly time: number;
  readonly author: Author;
  /** Why it is not: of the last attempt. */
  readonly code: ErrorCode | null;
  /** It is not tried again by itself. */
  readonly failed: boolean;
}

export interface ConversationNotesOptions {
  readonly source: NoteSource;
  readonly conversation: string;
  readonly ports: Pick<Ports, 'clock' | 'random'>;
  readonly signal: AbortSignal;
}

/** Who shows them. */
export interface NotesViewer {
  /** Notes behind these places of the log are others now. */
  changed(places: readonly number[]): void;
  /** Colleagues have written since the notes were first loaded. */
  arrived(notes: readonly Note[]): void;
}

/** See the module. */
export class ConversationNotes {
  /** What is being written; kept apart from the reply. */
  draft = '';
  readonly #options: ConversationNotesOptions;
  #viewer: NotesViewer | null = null;
  #list: readonly Note[] = [];
  #pending: readonly PendingNote[] = [];
  #loaded = false;
  #loading = false;
  /** How many there are, as far as was heard. */
  #wanted = 0;
  #sending = false;
  #code: ErrorCode | null = null;

  constructor(options: ConversationNotesOptions) {
    this.#options = options;
  }

  get conversation(): string {
    return this.#options.conversation;
  }

  /** How the conversation is passed on; undefined where that is not done. */
  get transfers(): TransferSource | undefined {
    return this.#options.source.transfers;
  }

  newId(): string {
    return this.#options.ports.random.id();
  }

  /** Stored ones, by place. */
  get list(): readonly Note[] {
    return this.#list;
  }

  /** In the order they were written. */
  get pending(): readonly PendingNote[] {
    return this.#pending;
  }

  /** Why they are not loaded; null: they are, or are on their way. */
  get problem(): ErrorCode | null {
    return this.#code;
  }

  /** Somebody shows them, until the signal. */
  show(viewer: NotesViewer, signal: AbortSignal): void {
    this.#viewer = viewer;
    signal.addEventListener('abort', () => this.#viewer === viewer && (this.#viewer = null), { once: true });
  }

  /** There are that many: gets what is new. What was heard late may say less than is known. */
  heard(count: number): void {
    this.#wanted = Math.max(count, this.#wanted);
    if (count > this.#list.length) void this.#load();
    else this.#loaded = true;
  }

  /** The visitor had everything deleted, and these with it. */
  erased(): void {
    const gone = this.#list;
    this.#list = [];
    this.#wanted = 0;
    if (gone.length > 0) this.#changed(gone);
  }

  /** Stores a note as soon as that is possible. @param after - `seq` of the newest event of the log */
  write(draft: NoteDraft, author: Author, after: number): void {
    const { clock, random } = this.#options.ports;
    const note = { ...draft, id: random.id(), author, after, time: clock.wallTime(), code: null, failed: false };
    this.#pending = [...this.#pending, note];
    this.#changed([note]);
    void this.#send();
  }

  /** Tries one again that was refused, or that waits for its next attempt. */
  retry(id: string): void {
    this.#alter(id, { failed: false });
    void this.#send();
  }

  /** Gives up one that is not stored, and gives its words back. */
  discard(id: string): void {
    const gone = this.#pending.filter((note) => note.id === id);
    this.#pending = this.#pending.filter((note) => note.id !== id);
    this.#changed(gone);
  }

  async #load(): Promise<void> {
    const { source, conversation, signal } = this.#options;
    if (this.#loading) return;
    this.#loading = true;
    try {
      while (this.#list.length < this.#wanted) {
        const { notes } = readNotes(await source.load(conversation, this.#end, signal), 'answer');
        if (!this.#take(notes)) break; // erased in this moment: the next row of the inbox says so
      }
      this.#loaded = true;
      if (this.#code === null) return;
      this.#code = null;
      this.#changed([]);
    } catch (error) {
      this.#code = codeOf(error, signal);
      if (this.#code === null) return;
      this.#changed([]);
      if (retryVerdict(this.#code) !== 'never') this.#later(LONGEST_PAUSE / 6, () => void this.#load());
    } finally {
      this.#loading = false;
    }
  }

  /** Place up to which all are known. An own one may be known before those that were written before it. */
  get #end(): number {
    const gap = this.#list.findIndex(({ place }, index) => place !== index + 1);
    return gap < 0 ? this.#list.length : gap;
  }

  /** @returns whether there was anything new */
  #take(notes: readonly Note[]): boolean {
    const known = new Set(this.#list.map(({ place }) => place));
    const fresh = notes.filter(({ place }) => !known.has(place));
    if (fresh.length === 0) return false;
    const own = new Set(this.#pending.map(({ id }) => id));
    this.#list = [...this.#list, ...fresh].sort((one, other) => one.place - other.place);
    const stored = this.#pending.filter(({ id }) => fresh.some((note) => note.id === id));
    this.#pending = this.#pending.filter((note) => !stored.includes(note));
    this.#changed([...fresh, ...stored]);
    const news = fresh.filter(({ id }) => !own.has(id));
    if (this.#loaded && news.length > 0) this.#viewer?.arrived(news);
    return true;
  }

  async #send(): Promise<void> {
    const { source, conversation, signal } = this.#options;
    if (this.#sending) return;
    this.#sending = true;
    for (let attempt = 0; !signal.aborted;) {
      const next = this.#pending.find(({ failed }) => !failed);
      if (!next) break;
      const { id, text, to } = next;
      try {
        const draft = { text, ...(to !== undefined && { to }) };
        const { note } = readNote(await source.put(conversation, id, draft, signal), 'answer');
        attempt = 0;
        this.#take([note]);
        this.heard(note.place);
      } catch (error) {
        const code = codeOf(error, signal);
        if (code === null) break;
        const failed = retryVerdict(code) === 'never';
        this.#alter(id, { code, failed });
        if (!failed) await this.#pause(Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** attempt++));
      }
    }
    this.#sending = false;
  }

  #alter(id: string, change: Pick<PendingNote, 'failed'> & Partial<PendingNote>): void {
    this.#pending = this.#pending.map((note) => (note.id === id ? { ...note, ...change } : note));
    this.#changed(this.#pending);
  }

  #changed(notes: readonly { readonly after: number }[]): void {
    this.#viewer?.changed(notes.map(({ after }) => after));
  }

  #pause(delay: number): Promise<void> {
    return new Promise((resolve) => this.#later(delay, resolve));
  }

  #later(delay: number, work: () => void): void {
    const { ports, signal } = this.#options;
    signal.addEventListener('abort', ports.clock.setTimer(delay, work), { once: true });
  }
}

/** Null: nobody wants it any more. @throws what is no failure of the back end */
function codeOf(error: unknown, signal: AbortSignal): ErrorCode | null {
  if (signal.aborted) return null;
  if (error instanceof ProtocolError) return error.code;
  throw error;
}
