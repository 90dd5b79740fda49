/**
 * The visitor's own messages from the key press until their event is in the timeline (O1 to O5, D4). Owns `outbox`;
 * when the next one goes is decided in `drain.ts`, what is on the device in `records.ts`. An entry leaves by ack or
 * echo, or by the person's hand, never otherwise.
 */
import {
  MAX_TEXT_LENGTH,
  problem as makeProblem,
  retryVerdict,
  storableText,
  type Ack,
  type RatingGiven,
  type Problem,
  type WrittenEvent,
} from '@support-chat/protocol';
import { backoff } from '../connection/backoff.js';
import type { Now } from '../input.js';
import { patch } from '../patch.js';
import type { ChatState, OutboxEntry } from '../state.js';
import { adoptConversation, sameAuthor, windowIsStale } from '../timeline/conversation.js';
import { newestFirst } from '../timeline/window.js';
import { change, isHere } from './entries.js';
import { load, storeRecord, storeUnsaved } from './records.js';

/** Queues a message of the person. Too long text is refused with an `error` event; the draft is kept. */
export function sendMessage(
  state: ChatState,
  written: Pick<OutboxEntry, 'text' | 'details'>,
  id: string,
  createdAt: number,
  now: Now,
): ChatState {
  const text = storableText(written.text);
  if (text.trim() === '' && !written.details) return state;
  if (text.length > MAX_TEXT_LENGTH) {
    now.effects.push({ type: 'emit', name: 'error', event: makeProblem('message-too-long') });
    return state;
  }
  const order = state.outbox.at(-1)?.order ?? 0;
  const { id: conversation } = state.conversation;
  const entry: OutboxEntry = {
    id,
    text,
    ...(written.details && { details: written.details }),
    ...(conversation !== null && { conversation }),
    createdAt,
    order,
    placed: false,
    phase: 'storing',
    since: now.at,
    problem: null,
    seq: null,
    durable: false,
  };
  const queued = { ...state, outbox: [...state.outbox, entry] };
  const { owner, phase, token } = state.storage;
  if (owner !== null) {
    // Before it, what the device had no room for (O4): the order of writing is the order of sending.
    storeUnsaved(state, now);
    storeRecord(entry, owner, now);
  } else if (phase === 'memory') {
    // The device could not be read. While no session binds this page to memory, it gets another chance (O4).
    return token === null ? load(queued, now) : change(queued, id, (one) => ({ ...one, phase: 'queued' }));
  }
  return queued;
}

/**
 * The back end has stored it. A late ack repairs `failed` (D4).
 *
 * @param present - it came over the present connection
 */
export function acked(before: ChatState, ack: Ack, present: boolean, now: Now): ChatState {
  let state = before;
  if (present) {
    state = adoptConversation(state, ack.conversation, ack.epoch);
    if (isOfOtherLife(state, ack)) state = windowIsStale(state);
  }
  const entry = state.outbox.find(({ id }) => id === ack.id);
  if (!entry || entry.phase === 'sent') return state;
  state = markSent(state, entry, ack, now);
  return isOfOtherLife(state, ack) ? state : withoutShown(state);
}

/** Another tab has sent it, and removed its record. */
export function ackedElsewhere(state: ChatState, ack: Ack): ChatState {
  const next = change(state, ack.id, (one) => sentAt(one, ack));
  return isOfOtherLife(state, ack) ? next : withoutShown(next);
}

/** The own message or rating came back in the log: sent, whatever became of its ack (D4), and shown there from now on. */
export function echoed(state: ChatState, event: WrittenEvent | RatingGiven, now: Now): ChatState {
  const entry = state.outbox.find(({ id }) => id === event.id);
  if (!entry) return state;
  const { id, conversation, epoch, seq, time } = event;
  const next =
    entry.phase === 'sent' ? state : markSent(state, entry, { type: 'ack', id, conversation, epoch, seq, time }, now);
  return { ...next, outbox: next.outbox.filter((one) => one.id !== event.id) };
}

/**
 * Looks for own messages in a window that came at once.
 *
 * @param restored - the log was replaced, as by a restore from a backup: what was acked but is not shown may be gone,
 *   and is sent once more. If it is still there, it is acked as the same (L2).
 */
export function outboxAfterSnapshot(before: ChatState, restored: boolean, now: Now): ChatState {
  const { owner, sender } = before.storage;
  // Other tabs may have written again what they saw disappear, before this one knew that it had.
  let state = restored && sender && owner !== null ? load(before, now) : before;
  if (state.outbox.length === 0) return state;
  for (const event of newestFirst(state.timeline)) {
    if ('id' in event && sameAuthor(event.author, state.self)) state = echoed(state, event, now);
  }
  if (!restored || state.capabilities?.idempotentSend === false) return withoutShown(state);
  const outbox = state.outbox.map((one): OutboxEntry => {
    if (one.phase !== 'sent') return one;
    // Its record went with the ack: written again, so that the sending tab learns of it from whichever tab this is.
    if (owner !== null) storeRecord(one, owner, now);
    return { ...one, phase: 'queued', since: now.at, seq: null, durable: false };
  });
  return { ...state, outbox };
}

/** The back end has refused a message: what comes next is the problem's verdict. */
export function refused(before: ChatState, id: string, problem: Problem, now: Now): ChatState {
  const verdict = retryVerdict(problem.code);
  // Without a conversation there is no window that could be another one.
  const state = verdict === 'resume' && before.conversation.id !== null ? windowIsStale(before) : before;
  if (state.outbox.find((one) => one.id === id)?.phase !== 'sending') return state;
  const unknown = problem.status === 0;
  const again = change(state, id, (one) => {
    return { ...one, phase: 'queued', since: now.at, problem: unknown ? null : problem };
  });
  if (unknown && state.capabilities?.idempotentSend === false) {
    // Perhaps stored: the resync after the cut tells (see `drain.ts`); without a cut only the person can.
    return problem.code === 'connection-lost' ? state : failed(state, id, problem, now);
  }
  if (verdict === 'never') return failed(state, id, problem, now);
  const { refusals } = state.pace;
  // Those behind it wait too: order is kept (L5).
  let wait = Math.max((problem.retryAfter ?? 0) * 1000, backoff(refusals, now.random));
  if (verdict === 'retry') {
    if (refusals === 0 && !unknown) now.effects.push({ type: 'emit', name: 'error', event: problem });
    // The others have a cause that is removed before it goes again; if it is not, they wait like all others.
  } else if (refusals === 0) wait = 0;
  return { ...again, pace: { ...state.pace, refusals: refusals + 1, drainAt: now.at + wait } };
}

/** It will not go without the person's hand. */
export function failed(state: ChatState, id: string, problem: Problem, now: Now): ChatState {
  now.effects.push({ type: 'post', notice: { type: 'record-refused', id, problem } });
  now.effects.push({ type: 'emit', name: 'error', event: problem });
  return failedElsewhere(state, id, problem, now);
}

/** Another tab was refused. */
export function failedElsewhere(state: ChatState, id: string, problem: Problem, now: Now): ChatState {
  return change(state, id, (one) => (one.phase === 'sent' ? one : { ...one, phase: 'failed', since: now.at, problem }));
}

/** The person tries a failed one again, here or in another tab. */
export function retried(state: ChatState, id: string, now: Now): ChatState {
  return change(state, id, (one) =>
    one.phase === 'failed' ? { ...one, phase: 'queued', since: now.at, problem: null } : one,
  );
}

/** The person throws one away, here or in another tab. Not what may already be with the back end. */
export function discarded(state: ChatState, id: string): ChatState {
  const outbox = state.outbox.filter((one) => one.id !== id || one.phase === 'sending' || one.phase === 'sent');
  return outbox.length === state.outbox.length ? state : { ...state, outbox };
}

function markSent(state: ChatState, { id, text, details }: OutboxEntry, ack: Ack, now: Now): ChatState {
  now.effects.push({ type: 'remove-record', id });
  // By echo as well: the record is gone, so a tab that is cut off hears of it in no other way.
  now.effects.push({ type: 'post', notice: { type: 'record-acked', id, ack } });
  if (details?.type === 'rating-give') {
    now.effects.push({ type: 'emit', name: 'rated', event: { score: details.score, comment: text } });
  } else now.effects.push({ type: 'emit', name: 'message-sent', event: { id, seq: ack.seq, text } });
  const next = change(state, id, (one) => ({ ...sentAt(one, ack), since: now.at }));
  return patch(next, 'pace', { refusals: 0, drainAt: 0 });
}

function sentAt(entry: OutboxEntry, { conversation, seq }: Ack): OutboxEntry {
  return { ...entry, phase: 'sent', conversation, seq, problem: null };
}

/** Of the conversation that is shown, but not of the log that we have of it. */
function isOfOtherLife({ conversation }: ChatState, ack: Ack): boolean {
  return ack.conversation === conversation.id && ack.epoch !== conversation.epoch;
}

/** An acked entry leaves when the window has reached its place, or is one on another conversation. */
function withoutShown(state: ChatState): ChatState {
  const shown = state.timeline.cursor?.seq ?? 0;
  const outbox = state.outbox.filter(
    (one) => one.phase !== 'sent' || (isHere(state, one) && (one.seq === null || one.seq > shown)),
  );
  return outbox.length === state.outbox.length ? state : { ...state, outbox };
}
