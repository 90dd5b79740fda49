/**
 * The life of a connection: when to try, when it is dead, what a failure means (C1, C2). Knows nothing of
 * conversations: chat and inbox both live on it. Owns `connection`, `link` and what the page tells about itself.
 */
import { problem as makeProblem, retryVerdict, type Problem } from '@support-chat/protocol';
import type { ConnectionEffect, OpenRequest } from '../effect.js';
import type { Stamp } from '../input.js';
import type { PageState } from '../ports.js';
import type { ConnectionState, LinkState } from '../state.js';
import { backoff } from './backoff.js';

/** An attempt that has said nothing for this long has failed, milliseconds. */
export const OPEN_TIMEOUT = 20_000;
/** Between two pings, milliseconds (C2). */
export const PING_INTERVAL = 20_000;
/** Silence after which a connection is dead, milliseconds (C2). */
export const SILENCE_LIMIT = 45_000;
/** The same for hidden pages, whose timers run once a minute (C2). */
export const HIDDEN_SILENCE_LIMIT = 90_000;
/** After waking up, a connection has this long to answer, milliseconds: it may have died in the sleep. */
export const WAKE_LIMIT = 10_000;
/** A connection that lived this long was healthy: the backoff starts over, milliseconds (C1). */
export const HEALTHY_AFTER = 10_000;

/** The part of a state these functions work on. */
export interface Linked {
  readonly connection: ConnectionState;
  readonly link: LinkState;
  readonly page: { readonly visible: boolean };
}

/** The moment, as far as the connection is concerned. */
export interface ConnectionNow extends Stamp {
  readonly effects: { push(effect: ConnectionEffect): unknown };
}

/** A connection that was not tried yet. */
export function idleConnection(at: number, wanted: boolean): Linked {
  return {
    connection: { phase: 'idle', attempt: 0, retryAt: null, changedAt: at, problem: null, offline: false },
    link: { generation: 0, wanted, welcomed: false, deadAt: 0, pingAt: 0, notBefore: 0 },
    page: { visible: true },
  };
}

/** Starts one attempt; what earlier ones still say is not heard any more. */
function attempt<State extends Linked>(state: State, now: ConnectionNow, request: OpenRequest): State {
  const { connection, link } = state;
  const generation = link.generation + 1;
  now.effects.push({ type: 'open', generation, request });
  return {
    ...state,
    connection: {
      ...connection,
      phase: 'connecting',
      retryAt: null,
      changedAt: connection.phase === 'idle' ? now.at : connection.changedAt,
    },
    link: { ...link, generation, deadAt: now.at + OPEN_TIMEOUT },
  };
}

/** The back end has said welcome. */
export function connectionOpened<State extends Linked>(state: State, now: ConnectionNow): State {
  const link = { ...state.link, welcomed: true, pingAt: now.at + PING_INTERVAL, notBefore: 0 };
  const connection = { ...state.connection, phase: 'online', retryAt: null, changedAt: now.at, problem: null } as const;
  return heard({ ...state, connection, link }, now);
}

/** Anything at all was heard: the connection is alive (C2). */
export function heard<State extends Linked>(state: State, now: ConnectionNow): State {
  if (state.connection.phase !== 'online') return state;
  const deadAt = now.at + (state.page.visible ? SILENCE_LIMIT : HIDDEN_SILENCE_LIMIT);
  return { ...state, link: { ...state.link, deadAt } };
}

/** The connection or the attempt has failed: what comes next is the problem's verdict (C1). */
export function connectionLost<State extends Linked>(state: State, reason: Problem, now: ConnectionNow): State {
  const { connection, link } = state;
  const online = connection.phase === 'online';
  const failures = online && now.at - connection.changedAt >= HEALTHY_AFTER ? 0 : connection.attempt;
  const verdict = retryVerdict(reason.code);
  const notBefore = Math.max(link.notBefore, now.at + (reason.retryAfter ?? 0) * 1000);
  // `resume` and `renew` have a cause that the next attempt removes; if it does not, they wait like all others.
  const wait = verdict !== 'retry' && failures === 0 ? 0 : backoff(failures, now.random);
  now.effects.push({ type: 'close' });
  return {
    ...state,
    connection: {
      ...connection,
      phase: verdict === 'never' ? 'stopped' : 'waiting',
      attempt: failures + 1,
      retryAt: verdict === 'never' ? null : Math.max(now.at + wait, notBefore),
      changedAt: online ? now.at : connection.changedAt,
      problem: reason,
    },
    link: { ...link, generation: link.generation + 1, notBefore },
  };
}

/** Ends what there is and tries again at once, because something else than a failure wants it so. */
export function reconnect<State extends Linked>(state: State, now: ConnectionNow): State {
  const { connection, link } = state;
  if (connection.phase === 'idle') return state;
  now.effects.push({ type: 'close' });
  return {
    ...state,
    connection: {
      ...connection,
      phase: 'waiting',
      retryAt: Math.max(now.at, link.notBefore),
      changedAt: connection.phase === 'online' || connection.phase === 'stopped' ? now.at : connection.changedAt,
    },
    link: { ...link, generation: link.generation + 1 },
  };
}

/** Somebody asks for the connection by hand: a permanent refusal and the backoff are forgotten. */
export function connectByHand<State extends Linked>(state: State, now: ConnectionNow): State {
  const wanted = { ...state, link: { ...state.link, wanted: true } };
  const { phase } = state.connection;
  if (phase !== 'waiting' && phase !== 'stopped') return wanted;
  const again = reconnect(wanted, now);
  return { ...again, connection: { ...again.connection, attempt: 0 } };
}

/** The page was shown, hidden, connected or disconnected. */
export function pageChanged<State extends Linked>(before: State, page: PageState, now: ConnectionNow): State {
  const { connection, link } = before;
  const cameOnline = page.online && connection.offline;
  const woke = cameOnline || (page.visible && !before.page.visible);
  const state = {
    ...before,
    page: { visible: page.visible },
    connection: connection.offline === !page.online ? connection : { ...connection, offline: !page.online },
  };
  if (connection.phase === 'waiting' && woke) {
    return { ...state, connection: { ...state.connection, retryAt: Math.max(now.at, link.notBefore) } };
  }
  // An attempt begun on the network that went away may hang for long.
  if (connection.phase === 'connecting' && cameOnline) return reconnect(state, now);
  if (connection.phase !== 'online') return state;
  if (woke) {
    return { ...state, link: { ...link, pingAt: now.at, deadAt: Math.min(link.deadAt, now.at + WAKE_LIMIT) } };
  }
  const more = before.page.visible && !page.visible ? HIDDEN_SILENCE_LIMIT - SILENCE_LIMIT : 0;
  return { ...state, link: { ...link, deadAt: link.deadAt + more } };
}

/**
 * Does what is due: gives up the dead, tries, pings.
 *
 * @param request - what an attempt would ask for; null when none may start now
 */
export function settleConnection<State extends Linked>(
  before: State,
  now: ConnectionNow,
  request: (() => OpenRequest) | null,
): State {
  let state = before;
  if (now.at >= connectionDeadline(state)) {
    state = connectionLost(
      state,
      makeProblem(state.connection.phase === 'online' ? 'connection-silent' : 'request-timeout'),
      now,
    );
  }
  const { phase, retryAt, offline } = state.connection;
  if (request && !offline && (phase === 'idle' || (phase === 'waiting' && now.at >= (retryAt ?? 0)))) {
    return attempt(state, now, request());
  }
  if (phase === 'online' && now.at >= state.link.pingAt) {
    now.effects.push({ type: 'notify', signal: { type: 'ping' } });
    return { ...state, link: { ...state.link, pingAt: now.at + PING_INTERVAL } };
  }
  return state;
}

/** When {@link settleConnection} will have something to do; `Infinity` when nothing is due by itself. */
export function connectionDue(state: Linked, mayAttempt: boolean): number {
  const { phase, retryAt, offline } = state.connection;
  if (phase === 'waiting') return (mayAttempt && !offline ? retryAt : null) ?? Infinity;
  return Math.min(connectionDeadline(state), phase === 'online' ? state.link.pingAt : Infinity);
}

function connectionDeadline({ connection, link }: Linked): number {
  return connection.phase === 'online' || connection.phase === 'connecting' ? link.deadAt : Infinity;
}
