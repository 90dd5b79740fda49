/**
 * What the core needs from the platform. Everything impure reaches it through here (house rule 1), so that the whole
 * conversation can be replayed and fuzzed under a seeded clock. `@support-chat/browser` implements these on the web
 * platform; `memory-ports.ts` implements them for Node, tests and private windows.
 */
import type { Ack, FileBlob, Problem, SentAttachment, WrittenDetails } from '@support-chat/protocol';

/** Time. */
export interface Clock {
  /** Monotonic milliseconds since an arbitrary start: for every duration and time-out. */
  now(): number;
  /** Milliseconds since 1970 UTC: for display only, may jump (S1). */
  wallTime(): number;
  /** Calls `callback` once after `delay` milliseconds; the returned function cancels it. */
  setTimer(delay: number, callback: () => void): () => void;
}

/** Randomness. */
export interface Random {
  /** Uniform in [0, 1). */
  next(): number;
  /** A new identifier, 128 random bits or more, as {@link IdSchema} wants it. */
  id(): string;
}

/** A message the visitor has written and the back end has not yet acked. One stored record each (O2). */
export interface OutboxRecord {
  /** Version of this record's shape. */
  readonly version: 1;
  /** Minted once, before the first write; travels as the command's id (O1, L2). */
  readonly id: string;
  /** The local identity that wrote it: only that one sends it (O5). */
  readonly owner: string;
  /** What the person wrote. */
  readonly text: string;
  /** What goes with it; absent for a plain message. */
  readonly details?: WrittenDetails;
  /** The conversation it was written in, where there may be several and that was known. */
  readonly conversation?: string;
  /** Wall time, for display. */
  readonly createdAt: number;
  /** Place in the order of sending over all tabs; given by the storage with the write. */
  readonly order: number;
}

/** Who this device is for the back end. */
export interface StoredIdentity {
  /** Minted on this device; outbox and draft belong to it. */
  readonly owner: string;
  /** The back end's opaque credential, null before the first welcome. */
  readonly token: string | null;
}

/** What {@link ChatStorage.load} found. */
export interface StoredChat {
  readonly identity: StoredIdentity;
  /** The owner's records by `order`. */
  readonly outbox: readonly OutboxRecord[];
  readonly draft: string;
  /** Records that could not be read and were put aside, not deleted (O2). */
  readonly setAside: number;
  /** False: nothing outlives this page (O4), the visitor is told. */
  readonly durable: boolean;
}

/**
 * Durable storage of one chat on one device. Every promise resolves after the transaction completed (O1). All
 * methods reject with an `Error` when storage is full or blocked; the core then goes on in memory (O4).
 */
export interface ChatStorage {
  /**
   * Loads all, making an identity with `candidateOwner` when there is none: atomic over tabs. With `replaces`
   * (a reset) a stored identity of that owner is first deleted with its records and draft, in the same transaction; by the
   * next load of any tab when this one does not live to do so.
   */
  load(candidateOwner: string, replaces?: string): Promise<StoredChat>;
  /** Adds a record and gives it its `order`. The same id again changes nothing and gives the stored one. */
  addRecord(record: Omit<OutboxRecord, 'order'>): Promise<OutboxRecord>;
  removeRecord(id: string): Promise<void>;
  /**
   * Stores the token when the stored one is still `replaces`; resolves with the one that stands (first tab wins), or
   * with null when this device has another identity by now (O5).
   */
  claimToken(owner: string, token: string | null, replaces: string | null): Promise<string | null>;
  saveDraft(owner: string, draft: string): Promise<void>;
}

/** What the device keeps of a file beside its bytes. */
export interface KeptFile extends SentAttachment {
  /** The local identity that added it (O5). */
  readonly owner: string;
  /** The message that waits for it; null: it is beside the draft. */
  readonly message: string | null;
}

/** Files that wait on the device, so that they outlive the page. Methods reject when there is no room. */
export interface KeptFiles {
  keep(file: KeptFile, bytes: FileBlob): Promise<void>;
  assign(id: string, message: string): Promise<void>;
  load(owner: string): Promise<readonly { readonly file: KeptFile; readonly bytes: FileBlob }[]>;
  forget(id: string): Promise<void>;
  /** Lets go of the storage; what is called afterwards opens it again. */
  close(): void;
}

/** Leads to {@link KeptFiles}, whose code and storage are left alone until there is a file. */
export interface FileStorage {
  /** Whether there may be some. */
  used(): Promise<boolean>;
  open(): Promise<KeptFiles>;
}

/** What tabs of one visitor tell each other. Losing one costs at most a resume. */
export type TabNotice =
  /** `durable`: it is on the device, not only in the memory of the tab that tells. */
  | { readonly type: 'record-added'; readonly record: OutboxRecord; readonly durable: boolean }
  /** There is a new sender: whoever has records that are not on the device tells them again. */
  | { readonly type: 'unsaved-wanted' }
  | { readonly type: 'record-acked'; readonly id: string; readonly ack: Ack }
  | { readonly type: 'record-refused'; readonly id: string; readonly problem: Problem }
  | { readonly type: 'record-discarded'; readonly id: string }
  | { readonly type: 'record-retried'; readonly id: string }
  /** The token or the whole identity: load again. */
  | { readonly type: 'token-changed' };

/** What a tab hears: notices of others, and whether it is the one that sends (O3). */
export type TabEvent = TabNotice | { readonly type: 'sender-changed'; readonly sender: boolean };

/** The other tabs of this visitor. */
export interface Tabs {
  post(notice: TabNotice): void;
  /** Starts listening and applying for the sender's role; the returned function gives both up. */
  listen(listener: (event: TabEvent) => void): () => void;
}

/** Signals of the page the chat lives on. In Node: always visible, always online. */
export interface PageSignals {
  /** Calls back at once with the present state and on each change; the returned function stops it. */
  listen(listener: (state: PageState) => void): () => void;
}

export interface PageState {
  readonly visible: boolean;
  /** What the platform believes; false is trusted, true is only a hint (C1). */
  readonly online: boolean;
}

/** Where the core tells what happened. Never message text, never tokens (R6, X1). */
export interface Log {
  debug(event: string, facts?: Readonly<Record<string, string | number | boolean | null>>): void;
  error(event: string, facts?: Readonly<Record<string, string | number | boolean | null>>): void;
}

/** All of them. */
export interface Ports {
  readonly clock: Clock;
  readonly random: Random;
  readonly storage: ChatStorage;
  readonly files: FileStorage;
  readonly tabs: Tabs;
  readonly page: PageSignals;
  readonly log: Log;
}
