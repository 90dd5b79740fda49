/**
 * Who gets whom (A3). Pure: from who is there, who waits and the owner's rules to pairs. Whoever waits longest is served
 * first, by somebody suitable with room; who finds nobody waits on without holding up those behind, so that no suitable
 * agent with room and no visitor are left beside each other. Knows no clock, no database, no order of its input.
 */
import { reachOf, type Overflow, type WaitingVisitor } from './reach.js';

/** How one of several suitable agents is chosen. */
export const STRATEGIES = ['longest-idle', 'least-busy', 'round-robin'] as const;
export type Strategy = (typeof STRATEGIES)[number];

/** Chats an agent has at once, where the owner says nothing else; the fewest and the most that can be said. */
export const DEFAULT_CAPACITY = 3;
export const LEAST_CAPACITY = 1;
export const MOST_CAPACITY = 8;

/** Somebody who may be given a chat. */
export interface RoutedAgent {
  readonly id: string;
  /** Ids of the departments they work in. */
  readonly departments: ReadonlySet<string>;
  readonly skills: ReadonlySet<string>;
  /** Chats they may have at once. */
  readonly capacity: number;
  /** Chats they have. */
  readonly busy: number;
  /** Grows with every chat given to anybody: who has the lowest got theirs first. 0: never got one. */
  readonly turn: number;
  /** When their last chat ended, or when they came; wall time. */
  readonly idleSince: number;
}

/** The owner's rules. */
export interface RoutingRules {
  readonly strategy: Strategy;
  readonly overflow: readonly Overflow[];
}

/** A chat and who gets it. */
export interface Assignment {
  readonly conversation: string;
  readonly agent: string;
}

export interface Assigned {
  /** In the order in which they are to be made. */
  readonly assignments: readonly Assignment[];
  /** Wall time from which somebody who waits on can be served by others; null when that will not be. */
  readonly lookAgainAt: number | null;
}

/** @param now - wall time */
export function assign(
  agents: readonly RoutedAgent[],
  waiting: readonly WaitingVisitor[],
  { strategy, overflow }: RoutingRules,
  now: number,
): Assigned {
  const better = ORDERS[strategy];
  const free = new Map(agents.filter(hasRoom).map((agent) => [agent.id, agent]));
  let turn = Math.max(0, ...agents.map((agent) => agent.turn));
  let lookAgainAt: number | null = null;
  const assignments: Assignment[] = [];
  for (const visitor of [...waiting].sort(byWait)) {
    const reach = reachOf(visitor, overflow, now);
    const suitable = [...free.values()].filter((agent) => reach.includes(agent));
    const [chosen] = suitable.sort((one, other) => better(one, other) || one.turn - other.turn || byId(one, other));
    if (chosen === undefined) {
      if (reach.widensAt !== null) lookAgainAt = Math.min(lookAgainAt ?? Infinity, reach.widensAt);
      continue;
    }
    assignments.push({ conversation: visitor.conversation, agent: chosen.id });
    const after = { ...chosen, busy: chosen.busy + 1, turn: ++turn };
    if (hasRoom(after)) free.set(after.id, after);
    else free.delete(after.id);
  }
  return { assignments, lookAgainAt };
}

/** Negative: the first one is to be chosen. What they leave open, the turn decides. */
const ORDERS: Readonly<Record<Strategy, (one: RoutedAgent, other: RoutedAgent) => number>> = {
  'longest-idle': (one, other) => {
    if (one.busy === 0 && other.busy === 0) return one.idleSince - other.idleSince;
    return Number(one.busy > 0) - Number(other.busy > 0);
  },
  'least-busy': (one, other) => one.busy - other.busy,
  'round-robin': () => 0,
};

function hasRoom({ busy, capacity }: RoutedAgent): boolean {
  return busy < capacity;
}

function byWait(one: WaitingVisitor, other: WaitingVisitor): number {
  return one.since - other.since || (one.conversation < other.conversation ? -1 : 1);
}

function byId(one: RoutedAgent, other: RoutedAgent): number {
  return one.id < other.id ? -1 : 1;
}
