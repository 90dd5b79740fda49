/** Sends the outbox: stop and wait, in order, from one tab (L5, O3). */
import { problem as makeProblem } from '@support-chat/protocol';
import { connectionLost } from '../connection/connection.js';
import type { Now } from '../input.js';
import type { ChatState, OutboxEntry } from '../state.js';
import { hasGap } from '../timeline/gap.js';
import { change, filesOf } from './entries.js';
import { failed } from './outbox.js';
import { DEVICE_TIMEOUT, recordNotStored } from './records.js';

/** A message or a question without an answer for this long is lost with its connection, milliseconds. */
export const SEND_TIMEOUT = 30_000;

/** The connection of everything in flight is gone; with idempotent sends that simply means again. */
export function requeueInFlight(state: ChatState, now: Now): ChatState {
  if (state.capabilities?.idempotentSend === false || !state.outbox.some(isSending)) return state;
  const outbox = state.outbox.map((one) =>
    isSending(one) ? { ...one, phase: 'queued' as const, since: now.at } : one,
  );
  return { ...state, outbox };
}

/** Gives up waiting for an answer: the connection is of no use. */
export function settleAnswer(state: ChatState, now: Now): ChatState {
  const overdue = now.at >= answerDue(state);
  return overdue ? connectionLost(state, makeProblem('request-timeout'), now) : state;
}

/** Sends the next message, if it may go. */
export function settleDrain(before: ChatState, now: Now): ChatState {
  let state = before;
  for (const one of before.outbox) {
    if (one.phase === 'storing' && now.at >= one.since + DEVICE_TIMEOUT) state = recordNotStored(state, one.id, now);
  }
  if (state.outbox.length === 0 || !mayDrain(state)) return state;
  const inFlight = state.outbox.find(isSending);
  if (inFlight && inFlight.since < state.connection.changedAt) {
    // Not idempotent, cut, and the resync did not bring it: to send again could double it, so the person decides.
    state = failed(state, inFlight.id, makeProblem('connection-lost'), now);
  } else if (inFlight) return state;
  const next = nextUp(state);
  if (next?.phase !== 'queued' || now.at < drainAt(state) || !filesReady(state, next)) return state;
  const { id, epoch } = state.conversation;
  const conversation = (state.capabilities?.conversations && next.conversation) || id;
  now.effects.push({
    type: 'send',
    generation: state.link.generation,
    command: {
      type: 'message-send',
      id: next.id,
      ...(conversation !== null && { conversation }),
      // Of another one we have no log that could be replaced (L4).
      ...(conversation === id && epoch !== null && { epoch }),
      text: next.text,
      ...next.details,
    },
  });
  return change(state, next.id, (one) => ({ ...one, phase: 'sending', since: now.at, problem: null }));
}

/** When the outbox has something to do by itself. */
export function drainDue(state: ChatState): number {
  let at = answerDue(state);
  for (const one of state.outbox) if (one.phase === 'storing') at = Math.min(at, one.since + DEVICE_TIMEOUT);
  const next = nextUp(state);
  const ready = next?.phase === 'queued' && filesReady(state, next) && !state.outbox.some(isSending) && mayDrain(state);
  if (ready) at = Math.min(at, drainAt(state));
  return at;
}

/** A gap is filled first: it may hold the echo of what is in flight, or a new epoch. */
function mayDrain(state: ChatState): boolean {
  const { storage, connection } = state;
  // A page that could not read its device has a session of its own: no other tab knows it, none sends for it (O4).
  const alone = storage.phase === 'memory' && storage.owner === null;
  // Only the tab that has the files knows when they are there.
  const next = nextUp(state);
  const holds = next !== undefined && filesOf(next.details).length > 0 && filesReady(state, next);
  return (
    (storage.sender || alone || holds) && storage.claiming === null && connection.phase === 'online' && !hasGap(state)
  );
}

/** All files of a message are with the back end. */
function filesReady({ uploads }: ChatState, { details }: OutboxEntry): boolean {
  return filesOf(details).every((file) => uploads.some(({ id, phase }) => id === file.id && phase === 'ready'));
}

/** Not before: a refusal's wait, and while the device is read. */
function drainAt({ pace, storage }: ChatState): number {
  return Math.max(pace.drainAt, storage.loadDue);
}

function nextUp(state: ChatState): OutboxEntry | undefined {
  return state.outbox.find((one) => one.phase !== 'sent' && one.phase !== 'failed');
}

function isSending(entry: OutboxEntry): boolean {
  return entry.phase === 'sending';
}

/** When the present connection has to have answered. */
function answerDue({ connection, timeline, outbox }: ChatState): number {
  if (connection.phase !== 'online') return Infinity;
  const sent = outbox.find((one) => isSending(one) && one.since >= connection.changedAt)?.since ?? Infinity;
  return Math.min(sent, timeline.fillingSince ?? Infinity) + SEND_TIMEOUT;
}
