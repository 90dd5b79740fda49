/**
 * What tabs that share a connection say to each other. Same origin and one name, yet another tab may run another
 * version of this code: {@link SHARE_VERSION} keeps versions apart.
 */
import type {
  Ack,
  Capabilities,
  ClientCommand,
  CloseReason,
  ConversationSnapshot,
  ConversationsQuery,
  Cursor,
  HistoryPage,
  Problem,
  ServerEvent,
  Signal,
  Welcome,
} from '@support-chat/protocol';

/** Part of the channel's and the lock's name; raised with every change of these messages. */
export const SHARE_VERSION = 2;

/** What a follower has the leader do. */
export type ShareRequest =
  | { readonly type: 'send'; readonly command: ClientCommand }
  | { readonly type: 'load-history'; readonly conversation: string; readonly before: Cursor; readonly limit: number }
  | { readonly type: 'resume'; readonly conversation: string; readonly after: Cursor | null }
  | { readonly type: 'list-conversations'; readonly query: ConversationsQuery };

export type ShareAnswer = Ack | HistoryPage | ConversationSnapshot | ListAnswer;

/** A page of conversations, as it came. */
export interface ListAnswer {
  readonly list: unknown;
}

export type ShareMessage =
  /** A tab has become the leader: who waits asks again. */
  | { readonly type: 'leading' }
  /** A tab wants to share; `token` and `conversation` tell whether it is the same person in the same place. */
  | {
      readonly type: 'join';
      readonly member: string;
      readonly token: string | null;
      /** An agent's; a visitor is in whichever is the current one. */
      readonly conversation: string | null;
      readonly resumeAfter: Cursor | null;
    }
  /** The leader lives and will answer the join. */
  | { readonly type: 'heard'; readonly to: string }
  | {
      readonly type: 'joined';
      readonly to: string;
      readonly leader: string;
      readonly welcome: Welcome;
      readonly capabilities: Capabilities;
    }
  /** Not to be shared: the tab is to open a connection of its own. */
  | { readonly type: 'not-shared'; readonly to: string }
  | { readonly type: 'join-failed'; readonly to: string; readonly problem: Problem }
  | { readonly type: 'event'; readonly leader: string; readonly event: ServerEvent }
  | { readonly type: 'closed'; readonly leader: string; readonly reason: CloseReason }
  | { readonly type: 'signal'; readonly leader: string; readonly signal: Signal }
  | {
      readonly type: 'request';
      readonly leader: string;
      readonly member: string;
      readonly call: number;
      readonly request: ShareRequest;
    }
  | { readonly type: 'answer'; readonly to: string; readonly call: number; readonly answer: ShareAnswer }
  | { readonly type: 'failure'; readonly to: string; readonly call: number; readonly problem: Problem };

export type JoinMessage = Extract<ShareMessage, { type: 'join' }>;
export type JoinedMessage = Extract<ShareMessage, { type: 'joined' }>;

/** The channel of one shared connection. */
export interface ShareChannel {
  post(message: ShareMessage): void;
  /** Calls back with every message of other tabs; replaces the one before. */
  listen(listener: (message: ShareMessage) => void): void;
  close(): void;
}

/** Opens the channel. What is no message of ours is passed over. */
export function openShareChannel(name: string): ShareChannel {
  const channel = new BroadcastChannel(name);
  let closed = false;
  return {
    post(message) {
      if (!closed) channel.postMessage(message);
    },
    listen(listener) {
      channel.onmessage = ({ data }: MessageEvent<unknown>) => {
        if (!closed && typeof data === 'object' && data !== null && 'type' in data) listener(data as ShareMessage);
      };
    },
    close() {
      closed = true;
      channel.close();
    },
  };
}
