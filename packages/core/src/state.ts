/**
 * The whole state of one chat as plain, frozen JSON. Changed only by `update`; everything a view needs is here or
 * derived from here by the selectors. Times called `...At` without `wall` are monotonic milliseconds of the clock.
 */
import type {
  Author,
  Capabilities,
  ConversationPhase,
  Cursor,
  LogEvent,
  PageContext,
  Participant,
  Problem,
  QueuePlace,
  Site,
  SentAttachment,
  VisitorProfile,
  WrittenDetails,
} from '@support-chat/protocol';

/**
 * - `idle`: nothing needs a connection yet
 * - `connecting`: one attempt is under way
 * - `online`: welcome received
 * - `waiting`: the next attempt is at `retryAt`
 * - `stopped`: a permanent refusal; only `connect` by hand goes on (C1)
 */
export type ConnectionPhase = 'idle' | 'connecting' | 'online' | 'waiting' | 'stopped';

export interface ConnectionState {
  readonly phase: ConnectionPhase;
  /** Attempts since the last healthy connection; the exponent of the backoff (C1). */
  readonly attempt: number;
  /** When the next attempt starts; null unless `waiting`. */
  readonly retryAt: number | null;
  /** When the phase last reached `online`, or left it, `idle` or `stopped`: 'reconnecting' is said 3 s later (Y4). */
  readonly changedAt: number;
  /** Why it is not online; null when it is or was never tried. */
  readonly problem: Problem | null;
  /** The platform says that there is no network. */
  readonly offline: boolean;
}

/** Bookkeeping of the connection that no view needs; apart from {@link ConnectionState} so that that one stays put. */
export interface LinkState {
  /** Number of the present attempt and its connection: what older ones still say is ignored. */
  readonly generation: number;
  /** Somebody asked for a connection by hand, or the chat is an agent's. */
  readonly wanted: boolean;
  /** There was a welcome before. */
  readonly welcomed: boolean;
  /** The attempt, or the silent connection, is given up at this time (C2). */
  readonly deadAt: number;
  /** The next ping. */
  readonly pingAt: number;
  /** No attempt before this time: what the server asked for (C1). */
  readonly notBefore: number;
}

/** Events in one closed chunk of the timeline. */
export const CHUNK_SIZE = 50;

/**
 * A run of consecutive log events. Once closed it is never copied nor changed: its identity is the key under which
 * the view keeps what it rendered, and appending costs the same at 0 and at 10,000 messages.
 */
export interface Chunk {
  readonly from: number;
  readonly to: number;
  readonly events: readonly LogEvent[];
}

/** A contiguous window of the log that ends at `cursor`. */
export interface TimelineState {
  /** Ascending and adjacent; each of {@link CHUNK_SIZE} events except where a page ended. */
  readonly closed: readonly Chunk[];
  /** The end of the log, fewer than {@link CHUNK_SIZE} events. */
  readonly open: readonly LogEvent[];
  /** Everything up to here is applied; null before the first snapshot. */
  readonly cursor: Cursor | null;
  /** Newest `seq` the server has told of; above `cursor.seq` there is a gap to be filled. */
  readonly head: number;
  /** The first event of the log is in the window. */
  readonly atStart: boolean;
  /** Since when what is missing after `cursor` is being fetched (D1); null when it is not. */
  readonly fillingSince: number | null;
  /** The place after which it is being fetched; means nothing while it is not. */
  readonly fillingAfter: number;
  /** The server has refused our epoch: the window is to be fetched anew before anything is sent (L4). */
  readonly stale: boolean;
  /** A page before the window is being loaded. */
  readonly loadingHistory: boolean;
}

/**
 * - `storing`: being written to the device, not yet promised
 * - `queued`: safe on this device (O1), or in memory when `durable` is false
 * - `sending`: handed to the connection
 * - `sent`: acked; stays until its event is in the timeline
 * - `failed`: refused, see `problem`; only the person's hand goes on
 */
export type OutboxPhase = 'storing' | 'queued' | 'sending' | 'sent' | 'failed';

export interface OutboxEntry {
  readonly id: string;
  /** What the person wrote. */
  readonly text: string;
  /** What goes with it; absent for a plain message. */
  readonly details?: WrittenDetails;
  /** The conversation it was written in, or is stored in; absent: whichever the visitor is in when it goes. */
  readonly conversation?: string;
  /** Wall time, for display. */
  readonly createdAt: number;
  /** Place in the order of sending: the device's, or until it has one that of what it was written after. */
  readonly order: number;
  /** The device has given it a place of its own. */
  readonly placed: boolean;
  readonly phase: OutboxPhase;
  /** When the phase was reached. */
  readonly since: number;
  readonly problem: Problem | null;
  /** Place in the log once acked. */
  readonly seq: number | null;
  /** Outlives this page. */
  readonly durable: boolean;
}

/**
 * - `waiting`: goes as soon as it can, see `retryAt`
 * - `uploading`: an attempt is under way
 * - `paused`: by the person's hand
 * - `ready`: the back end has it, and has looked at it
 * - `failed`: refused, see `problem`
 * - `missing`: a message waits for it, and this device does not have it any more: the person is asked for it
 */
export type UploadPhase = 'waiting' | 'uploading' | 'paused' | 'ready' | 'failed' | 'missing';

/** A file on its way. */
export interface UploadState {
  /** The file's own. */
  readonly id: string;
  readonly file: SentAttachment;
  /** Id of the outbox entry that waits for it; null while it is beside the draft. */
  readonly message: string | null;
  readonly phase: UploadPhase;
  /** Bytes that the back end has. */
  readonly sent: number;
  /** Failed attempts since something was carried. */
  readonly attempts: number;
  readonly retryAt: number;
  /** Why the last attempt ended. */
  readonly problem: Problem | null;
}

export interface ConversationState {
  readonly phase: 'none' | ConversationPhase;
  readonly id: string | null;
  /** Null: it has no log yet. A visitor's that has an id was begun here, and is made by its first message. */
  readonly epoch: string | null;
  readonly participants: readonly Participant[];
  /** Where the one stood that the visitor was in before this one was begun; of no use once this one is made. */
  readonly left?: Cursor | null;
  /** Place in the queue while it waits; null when it does not, or when that is not known. */
  readonly queue: QueuePlace | null;
}

export interface WidgetState {
  readonly open: boolean;
  /** The end of the timeline is in sight. */
  readonly reading: boolean;
  /** Others' messages after the own read cursor. */
  readonly unread: number;
  readonly draft: string;
  readonly muted: boolean;
}

/** Somebody who is writing. */
export interface TypingState {
  readonly author: Author;
  /** Monotonic; unless there is another sign of it by then, they are not any more (D5). */
  readonly until: number;
  /** What they have written so far, as plain text. */
  readonly preview?: string;
  /** Id of the message that it becomes, where it is streamed (P-R11). */
  readonly message?: string;
}

/** When the next thing of each kind may go out; null when there is none. */
export interface PaceState {
  /** The draft is written to the device. */
  readonly draftAt: number | null;
  /** Own typing may be told again. */
  readonly typingAt: number;
  /** The draft has changed since it was last shown to the other side. */
  readonly previewAt: number | null;
  /** Others' messages were applied or read, and nobody was told yet. */
  readonly cursorsDirty: boolean;
  readonly cursorsAt: number;
  /** The outbox goes on after a transient refusal, and how many there were in a row. */
  readonly drainAt: number;
  readonly refusals: number;
}

export interface ChatState {
  readonly role: 'visitor' | 'agent';
  /** Who the back end says we are; null before the first welcome. */
  readonly self: Author | null;
  readonly storage: {
    /** `memory`: storage is full or blocked; the view says 'not saved on this device' (O4). */
    readonly phase: 'loading' | 'durable' | 'memory';
    readonly owner: string | null;
    readonly token: string | null;
    /** The token this tab is writing, so that only one tab's session stands; null: none is being written. */
    readonly claiming: { readonly token: string | null } | null;
    /** Number of the newest load. */
    readonly load: number;
    /** Until that load has answered, and at most until then, nothing is sent: what it brings may come first (L5). */
    readonly loadDue: number;
    /** The storage outlives the page, as far as it says. */
    readonly persistent: boolean;
    /** This tab drains the outbox (O3). */
    readonly sender: boolean;
  };
  /** What the page told about the visitor. */
  readonly visitor: { readonly profile: VisitorProfile | null; readonly page: PageContext | null };
  readonly connection: ConnectionState;
  readonly link: LinkState;
  /** Null before the first connection. */
  readonly capabilities: Capabilities | null;
  readonly conversation: ConversationState;
  readonly timeline: TimelineState;
  /** In the order of sending. */
  readonly outbox: readonly OutboxEntry[];
  /** In the order they were added. */
  readonly uploads: readonly UploadState[];
  /** Others who are writing, the newest sign of it last. */
  readonly typing: readonly TypingState[];
  /** Own cursors: never go back (D4). */
  readonly cursors: { readonly delivered: number; readonly read: number };
  readonly staffed: boolean;
  /** Departments in which somebody is there, by id; null while the back end does not tell. */
  readonly staffedIn: readonly string[] | null;
  /** What the owner has set; null until the back end has said it, or when it never does. */
  readonly site: Site | null;
  readonly page: { readonly visible: boolean };
  readonly widget: WidgetState;
  readonly pace: PaceState;
}
