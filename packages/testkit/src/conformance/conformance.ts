/**
 * The rules every adapter keeps (C4), as functions any test runner can run. They judge an adapter by what it does
 * with a real back end, not by how; rules about what an adapter does not claim to do are reported as not claimed.
 */
import type { ChatAdapter, Identity } from '@support-chat/protocol';
import { connectionRules } from './connection-rules.js';
import { conversationRules } from './conversation-rules.js';
import { logRules } from './log-rules.js';
import { Session, type SessionOptions } from './session.js';

/** What the kit needs of the back end behind the adapter. */
export interface ConformanceBackend {
  /** The other side writes into a conversation. Resolves when it is stored. */
  say(conversationId: string, text: string): Promise<void>;
  /** Ends all connections as a failing network does; new ones succeed. */
  cut(): void | Promise<void>;
  /** Makes the back end unreachable, or reachable again. */
  setReachable(reachable: boolean): void | Promise<void>;
  /** Sends a frame of a type nobody knows to all connections. Absent: that rule is left out. */
  sendUnknown?(): void | Promise<void>;
}

/** One rule of the kit. */
export interface ConformanceRule {
  /** `K` and a number; stable. */
  readonly id: string;
  readonly title: string;
  /** @throws Error that says how the rule is broken */
  run(): Promise<'kept' | 'not-claimed'>;
}

export interface ConformanceOptions {
  /** Who connects. Default: a new visitor each time. */
  readonly identity?: () => Identity | Promise<Identity>;
  /** Milliseconds until an event that does not come breaks a rule. Default: 10,000. */
  readonly patience?: number;
}

/** What a rule works with. */
export interface Bench {
  readonly backend: ConformanceBackend;
  readonly adapter: ChatAdapter;
  open(options?: SessionOptions): Promise<Session>;
  /** Begins an attempt, which `opened` tells the end of. */
  start(options?: SessionOptions): Promise<ReturnType<typeof Session.start>>;
}

/** A rule before it has a back end. */
export type RuleDefinition = readonly [
  id: string,
  title: string,
  run: (bench: Bench) => Promise<'not-claimed' | undefined | void>,
];

/**
 * The kit for one adapter.
 *
 * @param createAdapter - called once per rule
 * @param backend - the real one, reachable and without limits on rates that 100 messages at once would meet
 */
export function conformance(
  createAdapter: () => ChatAdapter,
  backend: ConformanceBackend,
  { identity = () => ({ kind: 'visitor' }), patience = 10_000 }: ConformanceOptions = {},
): readonly ConformanceRule[] {
  return [...connectionRules, ...logRules, ...conversationRules].map(([id, title, run]) => ({
    id,
    title,
    async run() {
      const adapter = createAdapter();
      const sessions: Session[] = [];
      const start = async (options: SessionOptions = {}) => {
        const session = Session.start(adapter, { identity: await identity(), patience, ...options });
        sessions.push(session);
        return session;
      };
      const open = async (options?: SessionOptions) => {
        const session = await start(options);
        await session.opened;
        return session;
      };
      try {
        return (await run({ backend, adapter, open, start })) ?? 'kept';
      } finally {
        for (const session of sessions) {
          session.abort();
          session.close();
        }
        await backend.setReachable(true);
      }
    },
  }));
}
