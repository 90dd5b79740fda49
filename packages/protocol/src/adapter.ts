/**
 * The contract between the chat and any back end. An adapter is one way to reach one kind of back end: it makes a
 * connection when asked and translates. It holds no conversation state; retries, order, dedupe, resume and the outbox
 * live in `core`, once. The conformance kit (`@support-chat/testkit`) tells which rules an adapter keeps.
 */
import type { ClientCommand, Signal } from './commands.js';
import type { Problem } from './errors.js';
import type { Ack, ConversationSnapshot, LogEvent, ServerEvent } from './events.js';
import type { ConversationsQuery } from './features/conversations/conversation-commands.js';
import type { ArticleQuery } from './help.js';
import type { Attachment, Cursor, PageContext, VisitorProfile } from './schema.js';

/** The platform's `AbortSignal` where there is one; its used part where the program has no DOM or Node types. */
export type CancelSignal = typeof globalThis extends { AbortSignal: { prototype: infer Signal } }
  ? Signal
  : {
      readonly aborted: boolean;
      readonly reason: unknown;
      throwIfAborted(): void;
      addEventListener(type: 'abort', listener: () => void, options?: { once?: boolean }): void;
      removeEventListener(type: 'abort', listener: () => void): void;
    };

/** The platform's `Blob` where there is one; its used part where the program has no DOM or Node types. */
export type FileBlob = typeof globalThis extends { Blob: { prototype: infer Bytes } }
  ? Bytes
  : { readonly size: number; readonly type: string };

/** Who connects. Visitors carry the opaque credential of an earlier connection; agents are known by a cookie. */
export type Identity =
  | {
      readonly kind: 'visitor';
      /** What an earlier `welcome.session.token` said; absent asks for a new session. */
      readonly token?: string;
      readonly profile?: VisitorProfile;
      readonly page?: PageContext;
    }
  | { readonly kind: 'agent' };

/** What a back end can do. The UI asks for these, never for an adapter's name; what is false is shown as absent. */
export interface Capabilities {
  /** `resumeAfter` and `resume()` work: after a cut only what was missed is sent. */
  readonly resume: boolean;
  /** Sending the same `command.id` twice stores once. Without it an unanswered send needs the person's decision. */
  readonly idempotentSend: boolean;
  /** `loadHistory()` works. */
  readonly history: boolean;
  readonly typing: boolean;
  /** The other side's delivered and read cursors are reported. */
  readonly receipts: boolean;
  /** `rating-give` is understood. Default: it is not. */
  readonly rating?: boolean;
  /** `conversation-end` is understood. */
  readonly endConversation: boolean;
  /** `contact-submit` is understood: entries of the contact form go into the conversation. Default: false. */
  readonly contact?: boolean;
  /** `upload()` works. Absent means no. */
  readonly upload?: boolean;
  /**
   * A visitor may have several conversations, one of them the current one: `listConversations()` works, `conversation-open`
   * is understood, and a message may name a conversation that is not there yet (P-M1 to P-M7). Absent: there is one.
   */
  readonly conversations?: boolean;
}

/** One way to reach a chat back end. */
export interface ChatAdapter {
  /** For logs and the inspector; nothing branches on it. */
  readonly name: string;
  /**
   * The back end behind it, whichever way leads there: a visitor's token is kept under this name and shown to no other
   * back end (X1). Absent, it is the only one its storage knows of, and swapped into a running chat one never seen before.
   */
  readonly backEnd?: string | undefined;
  /**
   * Makes ONE connection attempt and resolves when the back end has said welcome: `onEvent` got the `welcome` before.
   *
   * @throws AdapterError when it fails; `onClose` is then never called
   */
  open(options: OpenOptions): Promise<ChatConnection>;
  /**
   * What the owner has set for all pages, as {@link readSite} reads it; needs no connection. Absent: this back end knows
   * of no such settings, and those of the page stand alone.
   *
   * @throws AdapterError
   */
  loadSite?(signal: CancelSignal): Promise<unknown>;
  /** Articles that may answer a question; needs no connection. Absent: there are none. */
  readonly help?: HelpSource;
  /**
   * Has the visitor's whole conversation sent to an e-mail address; resolves when it is on its way. Offered only where
   * {@link Site} says `mail`.
   *
   * @throws AdapterError
   */
  mailTranscript?(request: TranscriptRequest, signal: CancelSignal): Promise<void>;
  /** What the back end keeps of a visitor, for that visitor. Absent: it does not tell visitors, nor erase for them. */
  readonly visitorData?: VisitorData;
  /**
   * Exchanges what the site says of its visitor, signed by it, for a session (X1). Absent: the back end believes no site.
   *
   * @throws AdapterError `identity-expired`, `identity-refused` among others
   */
  signIn?(request: SignInRequest, signal: CancelSignal): Promise<SignedIn>;
}

/** Who somebody is, by their site's word. */
export interface SignInRequest {
  /** JSON Web Token of the site. */
  readonly identity: string;
  /** The session that this device has. */
  readonly token?: string | undefined;
}

/** How a sign-in went. */
export interface SignedIn {
  /** Null: the session of before is theirs already. */
  readonly session: { readonly token: string; readonly expiresAt: number } | null;
  /** What the device holds is this person's, or was nobody's. Otherwise it has to be forgotten first (O5). */
  readonly same: boolean;
}

/** What a visitor may ask about themselves, by their token. */
export interface VisitorData {
  /** All that is kept, as a file for the person. @throws AdapterError */
  load(token: string, signal: CancelSignal): Promise<FileBlob>;
  /** Has it erased for good; the token is worth nothing afterwards. @throws AdapterError when nothing was erased */
  erase(token: string, signal: CancelSignal): Promise<void>;
}

/** Whose conversation goes where. */
export interface TranscriptRequest {
  /** The visitor's. */
  readonly token: string;
  readonly address: string;
  /** BCP 47 language of what stands around the messages. */
  readonly locale: string;
}

/** Where articles are found. What it gives is read by `readArticles` and `readArticle`. */
export interface HelpSource {
  /** @throws AdapterError */
  search(query: ArticleQuery, signal: CancelSignal): Promise<unknown>;
  /** @throws AdapterError */
  load(id: string, signal: CancelSignal): Promise<unknown>;
}

export interface OpenOptions {
  readonly identity: Identity;
  /** Absent: the visitor's current conversation, or an agent's inbox. */
  readonly conversationId?: string;
  /** The last event applied; absent asks for the newest page. */
  readonly resumeAfter?: Cursor;
  /** Ends the attempt, or the connection that came of it, without `onClose`. */
  readonly signal: CancelSignal;
  /** Events in the order the back end sent them. */
  onEvent(event: ServerEvent): void;
  /** Exactly once after `open` resolved, and nothing after it; not after `close()` or an aborted `signal`. */
  onClose(reason: CloseReason): void;
}

/** Why a connection ended. */
export interface CloseReason {
  readonly problem: Problem;
}

/** An open connection. */
export interface ChatConnection {
  readonly capabilities: Capabilities;
  /**
   * Resolves when the back end has STORED the command; the same `command.id` twice gives the same ack.
   *
   * @throws AdapterError with the back end's problem; when the connection ends first, `connection-lost`
   */
  send(command: ClientCommand): Promise<Ack>;
  /** Typing, cursors, ping: may be lost, is never answered, never throws. */
  notify(signal: Signal): void;
  /** Events before a place, newest `limit` of them, ascending. @throws AdapterError */
  loadHistory?(conversationId: string, before: Cursor, limit: number): Promise<HistoryPage>;
  /** The visitor's conversations, page by page, as `readConversations` reads them (P-M5, P-M6). @throws AdapterError */
  listConversations?(query: ConversationsQuery): Promise<unknown>;
  /** What comes after a place, or the newest page for `null` (D1, D2). @throws AdapterError */
  resume?(conversationId: string, after: Cursor | null): Promise<ConversationSnapshot>;
  /**
   * Brings a file to the back end. The same `options.id` again goes on where the last attempt ended (S4), after the
   * end of the page too, and gives the same attachment when all was there already. Goes on after the connection ended.
   *
   * @throws AdapterError with the back end's problem, `network-failed`; the signal's reason when it is aborted
   */
  upload?(file: FileBlob, options: UploadOptions): Promise<Attachment>;
  /** Throws an upload away that is in no message. May be lost: the back end forgets such uploads by itself. */
  discardUpload?(id: string): Promise<void>;
  /**
   * An absolute address at which this person's browser gets a file for some minutes. Without it `attachment.url` is one.
   *
   * @throws AdapterError `upload-unknown`
   */
  linkTo?(attachment: Attachment): Promise<string>;
  /** Ends the connection at once and silently. Idempotent. */
  close(): void;
}

export interface UploadOptions {
  /** Minted once by the uploader; becomes the attachment's id. */
  readonly id: string;
  readonly name: string;
  /** This is the first attempt: the back end knows nothing of it. Absent: perhaps it does. */
  readonly fresh?: boolean;
  /** How many bytes the back end has; never goes back within one call. */
  onProgress?(sent: number): void;
  /** Ends the attempt; what arrived stays for the next one. */
  readonly signal?: CancelSignal;
}

export interface HistoryPage {
  readonly events: readonly LogEvent[];
  /** Nothing is before these. */
  readonly atStart: boolean;
}
