/**
 * The public face of the core: a chat that holds the state and runs its effects. Everything else in this package is
 * pure.
 */
import type {
  Attachment,
  ChatAdapter,
  ChatConnection,
  FileBlob,
  PageContext,
  Problem,
  SentAttachment,
  VisitorProfile,
  WrittenDetails,
  WrittenEvent,
} from '@support-chat/protocol';
import type { Ports } from './ports.js';
import type { ChatState } from './state.js';

/** What a person or a page asks of the chat. */
export type ChatAction =
  /** Opens the connection if there is none, and tries again at once after a permanent refusal. */
  | { readonly type: 'connect' }
  /** Takes `connect` back: without another reason (open, unsent messages, a visitor's session) the connection ends. */
  | { readonly type: 'disconnect' }
  /** Queues a message. Empty text without `details` is ignored; too long text is refused with an `error` event and nothing is lost. */
  | {
      readonly type: 'send';
      readonly text: string;
      readonly details?: WrittenDetails;
      /** The files that were added and not refused go with it; absent: they stay for the next. */
      readonly withFiles?: boolean;
    }
  | { readonly type: 'retry'; readonly id: string }
  | { readonly type: 'discard'; readonly id: string }
  /** A file is to go with the next message; its bytes are given to {@link ChatFiles.add}, which says so. */
  | { readonly type: 'attach'; readonly file: SentAttachment }
  /** Takes a file back that is in no message yet. */
  | { readonly type: 'detach'; readonly id: string }
  | { readonly type: 'pause-upload'; readonly id: string }
  /** Goes on after a pause, or tries again after a failure. */
  | { readonly type: 'resume-upload'; readonly id: string }
  | { readonly type: 'set-draft'; readonly text: string }
  /** The person pressed a key in the composer. `preview`: they know that the other side sees the draft. */
  | { readonly type: 'type'; readonly preview?: boolean }
  /** Everything up to the end of the timeline has been seen by the person. */
  | { readonly type: 'mark-read' }
  /** The end of the timeline came into sight or left it: while it is, an open chat on a visible page reads what arrives. */
  | { readonly type: 'set-reading'; readonly reading: boolean }
  | { readonly type: 'load-history' }
  | { readonly type: 'set-open'; readonly open: boolean }
  | { readonly type: 'set-muted'; readonly muted: boolean }
  /** Begins another conversation once the present one has ended (see `mayBegin`): its first message makes it. */
  | { readonly type: 'begin' }
  | { readonly type: 'claim' }
  | { readonly type: 'end' }
  | { readonly type: 'identify'; readonly profile: VisitorProfile }
  | { readonly type: 'set-page'; readonly page: PageContext }
  /** Forgets identity, outbox and draft on this device and starts as a new visitor. */
  | { readonly type: 'reset' };

/** Things that happened, for whoever does not want to compare states. */
export interface ChatEvents {
  /** First welcome. */
  readonly ready: ChatState;
  /** Someone else's message that is new here: live or caught up after a cut, not part of a first page or of history. */
  readonly 'message-received': WrittenEvent;
  /** An own message is stored by the back end. */
  readonly 'message-sent': { readonly id: string; readonly seq: number; readonly text: string };
  /** An own rating is stored by the back end. */
  readonly rated: { readonly score: number; readonly comment: string };
  readonly unread: number;
  readonly connection: ChatState['connection'];
  /** A failure the person should know of. */
  readonly error: Problem;
}

export interface ChatOptions {
  readonly adapter: ChatAdapter;
  /** Default: `visitor`. An agent's chat connects at once. */
  readonly role?: 'visitor' | 'agent';
  /** Agents name the conversation; visitors have their current one. */
  readonly conversationId?: string;
  /** Default: memory storage and the platform's timers; nothing outlives the process. */
  readonly ports?: Partial<Ports>;
  readonly profile?: VisitorProfile;
  readonly page?: PageContext;
}

/** The bytes of files, which no state holds. */
export interface ChatFiles {
  /** Takes a file for the next message; with the id of one that is missing, its bytes. It goes at once. */
  add(bytes: FileBlob, file: Omit<SentAttachment, 'id'> & { readonly id?: string }): void;
  /** The bytes of a file that is not sent yet, for a preview. */
  get(id: string): FileBlob | undefined;
  /** An address at which this browser gets a file for some minutes. @throws AdapterError */
  link(attachment: Attachment): Promise<string>;
}

/** A chat. */
export interface Chat {
  /** The present state, deeply immutable; the same object until something changes. */
  getState(): ChatState;
  /** Calls back after each change; the returned function stops it. */
  subscribe(listener: (state: ChatState) => void): () => void;
  dispatch(action: ChatAction): void;
  /**
   * Has the part for files at hand, which is loaded when it is first asked for or files wait on the device. Without it the
   * actions on files do nothing, and messages with files wait.
   *
   * @throws AdapterError `network-failed` when it does not come; asked again it is loaded again
   */
  files(): Promise<ChatFiles>;
  /** The open connection, for parts that ask the back end something of their own; null while there is none. */
  connection(): ChatConnection | null;
  /** Typed events; the returned function stops listening. */
  on<Name extends keyof ChatEvents>(name: Name, listener: (event: ChatEvents[Name]) => void): () => void;
  /**
   * Swaps the way to the back end, or the back end: connection and timeline start over, draft and outbox stay. Another
   * back end never gets the token of the one before (X1); back at that one, its session goes on.
   */
  setAdapter(adapter: ChatAdapter): void;
  /** Ends everything; the chat is of no use afterwards. Resolves when what was to be stored is stored. */
  destroy(): Promise<void>;
}
