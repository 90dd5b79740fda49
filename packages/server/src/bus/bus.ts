/**
 * How one part of the server tells others that something happened. A hint and nothing more: the database is the
 * truth (D3), and whoever misses a message finds out by the heartbeat. Owns channels and subscribers, no state of
 * conversations. Messages are plain data, so that a bus between nodes can carry them.
 */
import type { Author, Presence } from '@support-chat/protocol';
import type { Waited } from '../conversation/commands.js';
import type { Frame } from './frame.js';

/** What is not for the client but for a part of the server. */
export type Notice =
  /** An agent's session was ended, or with null all of them: its connections close (X2). */
  | { readonly kind: 'notice'; readonly type: 'session-revoked'; readonly session: string | null }
  /** An agent is seen otherwise by now: name, title or picture. */
  | { readonly kind: 'notice'; readonly type: 'agent-changed'; readonly author: Author & { readonly kind: 'agent' } }
  /** An agent's presence is another one: their inboxes are told. */
  | {
      readonly kind: 'notice';
      readonly type: 'presence-changed';
      readonly agent: string;
      readonly presence: Presence;
    }
  /** A visitor's sessions are over: their connections close. */
  | { readonly kind: 'notice'; readonly type: 'visitor-left'; readonly visitor: string }
  /** Something that the inbox shows of a conversation is different now. */
  | { readonly kind: 'notice'; readonly type: 'conversation-changed'; readonly conversation: string }
  /** A visitor is in another conversation now (P-M4): published where those listen who are in the one before. */
  | {
      readonly kind: 'notice';
      readonly type: 'conversation-switched';
      readonly visitor: string;
      readonly conversation: string;
    }
  /** Somebody came into the queue or left it; who was answered had waited so long. */
  | { readonly kind: 'notice'; readonly type: 'queue-changed'; readonly waited: Waited | null };

/** What travels on the bus. */
export type BusMessage = Frame | Notice;

/** Somebody who listens. `deliver` must not throw and must not wait. */
export interface Subscriber {
  deliver(message: BusMessage): void;
}

/** Channels by name. */
export interface Bus {
  /** The same subscriber twice on one channel gets each message once. */
  subscribe(channel: string, subscriber: Subscriber): void;
  unsubscribe(channel: string, subscriber: Subscriber): void;
  /** Messages of one publisher on one channel arrive in the order of the calls. */
  publish(channel: string, message: BusMessage): void;
}

/** The names of the channels. */
export const channels = {
  /** Log events, cursors and typing of one conversation. */
  conversation: (id: string) => `conversation:${id}`,
  /** The events that made a visitor's conversation, for tabs that did not know of one. */
  visitor: (id: string) => `visitor:${id}`,
  /** Notices about one agent's sessions. */
  agent: (id: string) => `agent:${id}`,
  /** Notices about who waits. */
  queue: 'queue',
  /** Notices about what the inbox shows. */
  inbox: 'inbox',
} as const;
