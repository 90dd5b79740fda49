/** The agents' list of conversations as plain JSON. What is in them is a chat's business, one chat each. */
import type { Author, ConversationSummary, Presence } from '@support-chat/protocol';
import type { ConnectionState, LinkState } from '../state.js';

export interface InboxState {
  readonly connection: ConnectionState;
  readonly link: LinkState;
  readonly page: { readonly visible: boolean };
  /** The agent; null before the first welcome. */
  readonly self: Author | null;
  readonly staffed: boolean;
  /** The agent's own; null where the back end says none. */
  readonly presence: Presence | null;
  /** The list has come at least once: an empty one is empty, not unknown. */
  readonly loaded: boolean;
  readonly byId: Readonly<Record<string, ConversationSummary>>;
  /** Ids: those who wait first, the longest wait on top, then by the newest message. */
  readonly order: readonly string[];
}

/** The list of conversations, kept up to date. */
export interface Inbox {
  getState(): InboxState;
  /** Calls back after each change; the returned function stops it. */
  subscribe(listener: (state: InboxState) => void): () => void;
  /** Tries again at once, also after a permanent refusal: after signing in, or by hand. */
  connect(): void;
  /** Ends everything; the inbox is of no use afterwards. */
  destroy(): void;
}
