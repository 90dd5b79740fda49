/** What all connections of one server share. Made once by the service. */
import type { Presence } from '@support-chat/protocol';
import type { Bus } from '../bus/bus.js';
import type { Clock, Random } from '../clock.js';
import type { Conversations } from '../conversation/conversations.js';
import type { Agents } from '../identity/agents.js';
import type { Idleness } from '../routing/idleness.js';
import type { Settings } from '../settings/settings.js';
import type { Visitors } from '../identity/visitors.js';
import type { Connection } from './connection.js';
import type { InboxFeed } from './inbox-feed.js';
import type { QueueFeed } from './queue-feed.js';

/** Decides about rates (X5). Each method gives the seconds to wait, 0 when it may go on; asking counts. */
export interface Guard {
  newSession(address: string): number;
  /** @param session - id of the author's session */
  message(author: 'visitor' | 'agent', session: string, address: string): number;
  /** A search through a visitor's conversations. */
  search(session: string, address: string): number;
}

/** Where the service tells what happened: ids only, never text or tokens. Fits pino. */
export interface Log {
  info(facts: Readonly<Record<string, unknown>>, event: string): void;
  warn(facts: Readonly<Record<string, unknown>>, event: string): void;
  error(facts: Readonly<Record<string, unknown>>, event: string): void;
}

/** What is counted since the start. */
export interface Counters {
  sessionsMade: number;
  messagesStored: number;
  /** Commands that were answered from the ledger (L2). */
  commandsRepeated: number;
  commandsRefused: number;
  /** Signals that made no sense and were dropped (D5). */
  signalsDropped: number;
  framesDelivered: number;
}

/** The service, as its connections see it. */
export interface ConnectionHost {
  readonly bus: Bus;
  readonly clock: Clock;
  readonly random: Random;
  readonly guard: Guard;
  readonly log: Log;
  readonly counters: Counters;
  readonly conversations: Conversations;
  readonly agents: Agents;
  readonly visitors: Visitors;
  readonly inbox: InboxFeed;
  readonly queue: QueueFeed;
  readonly settings: Settings;
  /** Whether an agent is there. */
  staffed(): boolean;
  /** Of an agent. */
  presenceOf(agent: string): Presence;
  readonly idleness: Idleness;
  /** Departments in which one is, as the `welcome` says it. */
  staffedIn(): { readonly staffedIn?: string[] };
  /** The welcome is about to be sent. */
  opened(connection: Connection): void;
  /** @param wasOpen - `opened` was called for it */
  closed(connection: Connection, wasOpen: boolean): void;
}
