/**
 * The whole behaviour of a chat as one pure function. Reads: reduce the input, feature by feature, then settle: do
 * what the new state makes due. Settling is the same after every input, so nothing depends on a particular timer or
 * callback coming first. No clock, no chance, no platform: those come with the input.
 */
import { problem, readSite, retryVerdict, type Problem, type ServerEvent } from '@support-chat/protocol';
import { announce } from './announce.js';
import {
  connectByHand,
  connectionDue,
  connectionLost,
  connectionOpened,
  heard,
  idleConnection,
  pageChanged,
  reconnect,
  settleConnection,
} from './connection/connection.js';
import type { ChatAction, ChatOptions } from './chat.js';
import type { Effect } from './effect.js';
import {
  disconnect,
  mayConnect,
  openRequest,
  resetPerson,
  restIfUnwanted,
  sessionCame,
  sessionRefused,
  storageFailed,
  storageLoaded,
  tokenClaimed,
} from './identity/identity.js';
import type { Input, Now } from './input.js';
import { drainDue, requeueInFlight, settleAnswer, settleDrain } from './outbox/drain.js';
import * as outbox from './outbox/outbox.js';
import * as records from './outbox/records.js';
import { patch } from './patch.js';
import type { TabEvent } from './ports.js';
import type { ChatState } from './state.js';
import { gapNotFilled, loadHistory, settleGap } from './timeline/gap.js';
import { beginConversation, forgetConversation, sameAuthor } from './timeline/conversation.js';
import * as timeline from './timeline/timeline.js';
import { pongCame, welcomeCame } from './timeline/welcome.js';
import { EMPTY_TIMELINE } from './timeline/window.js';
import {
  settlePreview,
  settleTyping,
  startedTyping,
  stoppedTyping,
  streamed,
  tellStopped,
  tellTyping,
  typingDue,
} from './typing/typing.js';
import {
  cursorsDue,
  draftDue,
  saveDraft,
  setDraft,
  settleCursors,
  settleDraft,
  settleReading,
} from './widget/widget.js';

/** A chat before anything happened. */
export function initialState(options: Omit<ChatOptions, 'adapter' | 'ports'>, at: number): ChatState {
  const { role = 'visitor' } = options;
  return {
    ...idleConnection(at, role === 'agent'),
    role,
    self: null,
    storage: {
      phase: 'loading',
      owner: null,
      token: null,
      claiming: null,
      load: 0,
      loadDue: 0,
      persistent: false,
      sender: false,
    },
    visitor: { profile: options.profile ?? null, page: options.page ?? null },
    capabilities: null,
    conversation: { phase: 'none', id: options.conversationId ?? null, epoch: null, participants: [], queue: null },
    timeline: EMPTY_TIMELINE,
    outbox: [],
    uploads: [],
    typing: [],
    cursors: { delivered: 0, read: 0 },
    staffed: false,
    staffedIn: null,
    site: null,
    widget: { open: false, reading: false, unread: 0, draft: '', muted: false },
    pace: { draftAt: null, typingAt: 0, previewAt: null, cursorsDirty: false, cursorsAt: 0, drainAt: 0, refusals: 0 },
  };
}

/** What becomes of a chat by an input, and what is to be done. Never throws, never mutates. */
export function update(state: ChatState, input: Input): readonly [ChatState, readonly Effect[]] {
  const now: Now = { at: input.at, random: input.random, effects: [] };
  const reduced = restIfUnwanted(settleGap(settleAnswer(settleReading(reduce(state, input, now)), now), now));
  let next = settleConnection(reduced, now, mayConnect(reduced) ? () => openRequest(reduced) : null);
  if (next.link.generation !== state.link.generation) next = connectionGone(next, now);
  next = settleDraft(settlePreview(settleTyping(settleCursors(settleDrain(next, now), now), now), now), now);
  announce(state, next, now);
  return [next, now.effects];
}

/** When the next tick has something to do, monotonic milliseconds; `Infinity`: only the world can go on. */
export function due(state: ChatState): number {
  return Math.min(
    connectionDue(state, mayConnect(state)),
    drainDue(state),
    typingDue(state),
    cursorsDue(state),
    draftDue(state),
  );
}

function reduce(state: ChatState, input: Input, now: Now): ChatState {
  const present = !('generation' in input) || input.generation === state.link.generation;
  // Whatever an ended connection still says is not heard; acks alone are good at any time (D4).
  if (!present && input.type !== 'acked' && input.type !== 'refused') return state;
  switch (input.type) {
    case 'started':
      loadSite(state, now);
      return records.load(state, now);
    case 'stopping':
      now.effects.push({ type: 'close' });
      return saveDraft(state, now);
    case 'tick':
      return state;
    case 'action':
      return act(state, input.action, input.id, input.wallTime, now);
    case 'adapter-changed':
      return adapterChanged(state, input.other, now);
    case 'page-changed':
      return pageChanged(state, input.page, now);
    case 'opened': {
      const opened = { ...connectionOpened(state, now), capabilities: input.capabilities };
      records.tellQueued(opened, now);
      return {
        ...records.findFiles(opened, now),
        pace: { ...state.pace, cursorsDirty: true, cursorsAt: now.at, drainAt: now.at, refusals: 0 },
      };
    }
    case 'open-failed':
    case 'closed':
      // The visitor's conversation is gone; they are not, and the next message begins a new one.
      if (input.problem.code === 'conversation-unknown' && state.role === 'visitor' && state.conversation.id !== null) {
        return reconnect(forgetConversation(state), now);
      }
      return connectionFailed(state, input.problem, now);
    case 'event':
      return serverSaid(heard(state, now), input.event, now);
    case 'acked':
      return outbox.acked(state, input.ack, present, now);
    case 'refused':
      return commandRefused(state, input.id, input.problem, present, now);
    case 'resumed': {
      const filled = timeline.snapshotCame(heard(state, now), input.snapshot, now);
      return patch(filled, 'timeline', { fillingSince: null });
    }
    case 'resume-failed':
      return gapNotFilled(state, input.problem, now);
    case 'history-loaded':
      return timeline.historyCame(heard(state, now), input.page, now);
    case 'history-failed':
      now.effects.push({ type: 'emit', name: 'error', event: input.problem });
      return patch(state, 'timeline', { loadingHistory: false });
    case 'storage-loaded':
      if (input.load !== state.storage.load) return state;
      return records.findFiles(
        storageLoaded(records.loadAnswered(state), input.stored, input.replaced, now),
        now,
        true,
      );
    case 'storage-failed':
      return input.load === state.storage.load ? storageFailed(records.loadAnswered(state), now) : state;
    case 'record-stored':
      return records.recordStored(state, input.record, now);
    case 'record-not-stored':
      return records.recordNotStored(state, input.id, now);
    case 'token-claimed':
      return tokenClaimed(state, input.owner, input.claimed, input.token, now);
    case 'site-loaded':
      return { ...state, site: readSite(input.raw) };
    case 'site-failed':
      // What the page itself has set stands; the next welcome asks again.
      now.effects.push({ type: 'log', event: 'site-failed', facts: { code: input.problem.code } });
      return state;
    case 'tab':
      return tabSaid(state, input.event, now);
    default:
      return state; // about files, see `features/uploads/`
  }
}

function act(state: ChatState, action: ChatAction, id: string, wallTime: number, now: Now): ChatState {
  switch (action.type) {
    case 'connect':
      return connectByHand(state, now);
    case 'disconnect':
      return disconnect(state, now);
    case 'send': {
      const sent = outbox.sendMessage(state, action, id, wallTime, now);
      if (sent === state) return state;
      const quiet = tellStopped(sent, now);
      return quiet.widget.draft.trim() === action.text.trim() ? setDraft(quiet, '', now) : quiet;
    }
    case 'retry':
      now.effects.push({ type: 'post', notice: { type: 'record-retried', id: action.id } });
      return connectByHand(outbox.retried(state, action.id, now), now);
    case 'discard': {
      const rest = outbox.discarded(state, action.id);
      if (rest === state) return state;
      now.effects.push({ type: 'remove-record', id: action.id });
      now.effects.push({ type: 'post', notice: { type: 'record-discarded', id: action.id } });
      return rest;
    }
    case 'set-draft':
      return setDraft(state, action.text, now);
    case 'type':
      return tellTyping(state, action.preview === true, now);
    case 'mark-read':
      return timeline.markRead(state);
    case 'set-reading':
      return patch(state, 'widget', { reading: action.reading });
    case 'load-history':
      return loadHistory(state, now);
    case 'set-open':
      return patch(state, 'widget', { open: action.open });
    case 'set-muted':
      return patch(state, 'widget', { muted: action.muted });
    case 'begin':
      return beginConversation(state, id);
    case 'claim':
    case 'end':
      command(state, action.type === 'claim' ? 'conversation-claim' : 'conversation-end', id, now);
      return state;
    case 'identify':
      tellVisitor(state, { profile: action.profile }, now);
      return patch(state, 'visitor', { profile: { ...state.visitor.profile, ...action.profile } });
    case 'set-page':
      tellVisitor(state, { page: action.page }, now);
      return patch(state, 'visitor', { page: action.page });
    case 'reset':
      return resetPerson(state, now);
    default:
      return state;
  }
}

function serverSaid(state: ChatState, event: ServerEvent, now: Now): ChatState {
  switch (event.type) {
    case 'welcome':
      // It may have changed while nobody could say so.
      if (state.site === null || state.link.generation > 1) loadSite(state, now);
      return welcomeCame(state, event, now);
    case 'session-changed':
      return sessionCame(state, event.session, now);
    case 'conversation-reset':
      return timeline.snapshotCame(state, event.conversation, now, true);
    case 'cursor-moved':
      return event.conversation === state.conversation.id ? timeline.cursorMoved(state, event.participant) : state;
    case 'typing-started':
      return isOther(state, event) ? startedTyping(state, event, now) : state;
    case 'message-streamed':
      return isOther(state, event) ? streamed(state, event, now) : state;
    case 'typing-stopped':
      return stoppedTyping(state, event.author);
    case 'pong':
      return pongCame(state, event.head, now);
    case 'staffed-changed':
      return { ...state, staffed: event.staffed, staffedIn: event.staffedIn ?? null };
    case 'site-changed':
      return { ...state, site: readSite(event.site) };
    case 'queue-changed': {
      const { type: _type, conversation, ...queue } = event;
      const { id, phase } = state.conversation;
      // A bot has handed over (P-R11).
      const waits = conversation === id && (phase === 'queued' || phase === 'bot');
      return waits ? patch(state, 'conversation', { queue, phase: 'queued' }) : state;
    }
    case 'goaway':
      return patch(state, 'link', { notBefore: now.at + event.retryAfter * 1000 });
    case 'inbox-snapshot':
    case 'inbox-changed':
    case 'presence-changed':
      return state; // the inbox is a state of its own, see inbox/
    default:
      return timeline.logEventCame(state, event, now);
  }
}

function tabSaid(state: ChatState, event: TabEvent, now: Now): ChatState {
  switch (event.type) {
    case 'sender-changed': {
      const next = patch(state, 'storage', { sender: event.sender });
      // Notices may be lost; whoever sends looks for itself what there is to send.
      if (!event.sender || state.storage.owner === null) return next;
      now.effects.push({ type: 'post', notice: { type: 'unsaved-wanted' } });
      return records.load(next, now);
    }
    case 'token-changed':
      return records.load(state, now);
    case 'record-added':
      records.tellRefused(state, event.record.id, now);
      // The tab that wrote it may be gone before its files are there.
      return records.findFiles(
        records.recordsFound(state, [event.record], now, event.durable && state.storage.persistent),
        now,
      );
    case 'unsaved-wanted':
      records.storeUnsaved(state, now);
      return state;
    case 'record-acked':
      return outbox.ackedElsewhere(state, event.ack);
    case 'record-refused':
      return outbox.failedElsewhere(state, event.id, event.problem, now);
    case 'record-retried':
      return outbox.retried(state, event.id, now);
    case 'record-discarded':
      return outbox.discarded(state, event.id);
  }
}

/** What was under way on the connection that ended. */
function connectionGone(state: ChatState, now: Now): ChatState {
  const timeline = { ...state.timeline, fillingSince: null, loadingHistory: false };
  return requeueInFlight({ ...state, timeline, typing: [] }, now);
}

function connectionFailed(state: ChatState, reason: Problem, now: Now): ChatState {
  return connectionLost(sessionRefused(state, reason, now), reason, now);
}

function commandRefused(state: ChatState, id: string, reason: Problem, present: boolean, now: Now): ChatState {
  // A claim or an end is in no outbox: only the person repeats it.
  if (!state.outbox.some((one) => one.id === id)) now.effects.push({ type: 'emit', name: 'error', event: reason });
  if (!present) return state;
  const next = outbox.refused(state, id, reason, now);
  const verdict = retryVerdict(reason.code);
  // Where the window cannot be had otherwise, a new connection brings it, and waits like any other.
  const again = verdict === 'renew' || (verdict === 'resume' && !state.capabilities?.resume);
  return again ? connectionFailed(next, reason, now) : next;
}

/** Connection and timeline start over, draft and outbox stay; the token does with the back end that gave it (X1). */
function adapterChanged(before: ChatState, other: boolean, now: Now): ChatState {
  now.effects.push({ type: 'use-adapter' });
  const state = other
    ? patch(records.load(before, now), 'storage', { phase: 'loading', token: null, claiming: null })
    : before;
  const link = { ...state.link, notBefore: 0 };
  const fresh = reconnect(forgetConversation({ ...state, link }), now);
  loadSite(state, now);
  // Where they were written is nothing that another back end knows.
  const outbox = other ? fresh.outbox.map(({ conversation: _, ...entry }) => entry) : fresh.outbox;
  return {
    ...fresh,
    outbox,
    site: null,
    capabilities: null,
    connection: { ...fresh.connection, attempt: 0, problem: null },
  };
}

function command(state: ChatState, type: 'conversation-claim' | 'conversation-end', id: string, now: Now): void {
  const { id: conversation, epoch } = state.conversation;
  if (state.connection.phase === 'online' && conversation !== null && epoch !== null) {
    now.effects.push({ type: 'send', generation: state.link.generation, command: { type, id, conversation, epoch } });
  } else now.effects.push({ type: 'emit', name: 'error', event: problem('connection-lost') });
}

function tellVisitor(state: ChatState, facts: Partial<ChatState['visitor']>, now: Now): void {
  if (state.connection.phase !== 'online' || state.role !== 'visitor') return;
  const { profile, page } = facts;
  now.effects.push({
    type: 'notify',
    signal: { type: 'visitor-update', ...(profile && { profile }), ...(page && { page }) },
  });
}

/** Visitors' pages follow what the owner has set; agents see the desk. */
function loadSite({ role }: ChatState, now: Now): void {
  if (role === 'visitor') now.effects.push({ type: 'load-site' });
}

function isOther(
  state: ChatState,
  event: Extract<ServerEvent, { type: 'typing-started' | 'message-streamed' }>,
): boolean {
  return event.conversation === state.conversation.id && !sameAuthor(event.author, state.self);
}
