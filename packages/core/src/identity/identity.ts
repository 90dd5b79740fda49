/**
 * Who this device is: loading what is stored, claiming a session's token so that all tabs use one, starting over.
 * Owns `storage` and `visitor`. An outbox belongs to the identity that wrote it and goes with it (O5).
 */
import { retryVerdict, type Problem, type Welcome } from '@support-chat/protocol';
import { reconnect } from '../connection/connection.js';
import type { OpenRequest } from '../effect.js';
import type { Now } from '../input.js';
import { load, recordNotStored, recordsFound, storeRecord, tellQueued } from '../outbox/records.js';
import type { StoredChat } from '../ports.js';
import type { ChatState } from '../state.js';
import { forgetConversation, isBegun } from '../timeline/conversation.js';
import { patch } from '../patch.js';

/**
 * The stored chat was read, at the start or again after another tab changed it.
 *
 * @param replaced - the person before was forgotten, which other tabs do not know yet
 */
export function storageLoaded(before: ChatState, stored: StoredChat, replaced: boolean, now: Now): ChatState {
  const { owner, token } = stored.identity;
  const { storage } = before;
  const first = storage.owner === null;
  // This page went on without the device and has a session of its own by now; two identities do not mix (O5).
  if (first && storage.token !== null) return before;
  if (replaced) now.effects.push({ type: 'post', notice: { type: 'token-changed' } });
  let state = before;
  if (!first && storage.owner !== owner) state = forgetPerson(state, now);
  else if (!first && storage.token !== token && storage.claiming === null)
    state = reconnect(forgetConversation(state), now);
  state = {
    ...state,
    storage: {
      ...state.storage,
      owner,
      token: storage.claiming === null || storage.owner !== owner ? token : storage.token,
      persistent: stored.durable,
      phase: first || storage.phase === 'loading' ? (stored.durable ? 'durable' : 'memory') : storage.phase,
    },
  };
  if (stored.setAside > 0) {
    now.effects.push({ type: 'log', event: 'records-set-aside', facts: { count: stored.setAside } });
  }
  // What the person has typed meanwhile is newer.
  const typed = state.widget.draft !== '' || state.pace.draftAt !== null;
  if (!typed && stored.draft !== '') state = patch(state, 'widget', { draft: stored.draft });
  // Also what went on from memory before the device could be read: the order of writing is the order of sending.
  if (first) for (const entry of state.outbox) if (entry.phase !== 'sent') storeRecord(entry, owner, now);
  const found = recordsFound(state, stored.outbox, now, stored.durable);
  // What another tab has made of them meanwhile is not on the device.
  if (found !== state) tellQueued(found, now);
  return found;
}

/** Nothing could be read: this page goes on from memory (O4). */
export function storageFailed(before: ChatState, now: Now): ChatState {
  const state: ChatState = patch(before, 'storage', { phase: 'memory' });
  if (state.storage.owner !== null) return state;
  const storing = state.outbox.filter(({ phase }) => phase === 'storing');
  return storing.reduce((next, { id }) => recordNotStored(next, id, now), state);
}

/** A welcome brought a session: its token is claimed, and nothing is sent before it stands. */
export function sessionCame(state: ChatState, session: NonNullable<Welcome['session']>, now: Now): ChatState {
  return session.token === state.storage.token ? state : claim(state, session.token, now);
}

/** The back end does not know our session any more: the token is dropped, unless another tab has a newer one. */
export function sessionRefused(state: ChatState, { code }: Problem, now: Now): ChatState {
  const { token, claiming } = state.storage;
  return retryVerdict(code) === 'renew' && token !== null && claiming === null ? claim(state, null, now) : state;
}

/**
 * This token stands now, ours or that of a tab that was first.
 *
 * @param owner - whose claim it was
 * @param claimed - what was claimed; the answer to a claim of somebody since forgotten is nobody's
 */
export function tokenClaimed(
  before: ChatState,
  owner: string | null,
  claimed: string | null,
  token: string | null,
  now: Now,
): ChatState {
  const { claiming, token: old } = before.storage;
  if (owner !== before.storage.owner || claiming?.token !== claimed) return before;
  const state = patch(before, 'storage', { token, claiming: null });
  if (claimed === token && token !== null) {
    now.effects.push({ type: 'post', notice: { type: 'token-changed' } });
    return state;
  }
  const fresh = forgetConversation(state);
  // A dropped session waits as its failure says, and not at all when another tab has brought a new one.
  return token === old || token === null ? fresh : reconnect(fresh, now);
}

/** The person wants to be forgotten on this device. */
export function resetPerson(before: ChatState, now: Now): ChatState {
  return load(forgetPerson(before, now), now, before.storage.owner);
}

/** Whether an attempt may start: somebody has a reason for it, and the device has told who we are. */
export function mayConnect(state: ChatState): boolean {
  const { phase, claiming } = state.storage;
  return phase !== 'loading' && claiming === null && wantsConnection(state);
}

/** Nobody asks for the connection by hand any more. It ends when that was the only reason for it. */
export function disconnect(state: ChatState, now: Now): ChatState {
  const quiet = patch(state, 'link', { wanted: false });
  return wantsConnection(quiet) ? quiet : reconnect(quiet, now);
}

/** A connection that nobody has a reason for any more rests instead of waiting. */
export function restIfUnwanted(state: ChatState): ChatState {
  if (state.connection.phase !== 'waiting' || state.storage.claiming !== null || wantsConnection(state)) return state;
  return patch(state, 'connection', { phase: 'idle', retryAt: null, attempt: 0, problem: null });
}

/** What an attempt asks for. */
export function openRequest(state: ChatState): OpenRequest {
  const { storage, conversation, timeline, visitor, role } = state;
  return {
    identity:
      role === 'agent'
        ? { kind: 'agent' }
        : {
            kind: 'visitor',
            ...(storage.token !== null && { token: storage.token }),
            ...(visitor.profile && { profile: visitor.profile }),
            ...(visitor.page && { page: visitor.page }),
          },
    ...(conversation.id !== null && !isBegun(state) && { conversationId: conversation.id }),
    ...(conversation.id !== null && timeline.cursor && { resumeAfter: timeline.cursor }),
  };
}

/** No socket opens before somebody has a reason for it. */
function wantsConnection({ link, storage, outbox, uploads, widget }: ChatState): boolean {
  return link.wanted || storage.token !== null || outbox.length > 0 || uploads.length > 0 || widget.open;
}

function claim(state: ChatState, token: string | null, now: Now): ChatState {
  const { owner, token: replaces } = state.storage;
  // Without a device there are no other tabs to agree with.
  const claiming = { ...state, storage: { ...state.storage, claiming: { token } } };
  if (owner === null) {
    // And they must not wait for this one to send what is on it.
    now.effects.push({ type: 'leave-tabs' });
    return tokenClaimed(claiming, owner, token, token, now);
  }
  now.effects.push({ type: 'claim-token', owner, token, replaces });
  return claiming;
}

function forgetPerson(state: ChatState, now: Now): ChatState {
  const fresh = reconnect(forgetConversation(state), now);
  return {
    ...fresh,
    self: null,
    outbox: [],
    uploads: [],
    visitor: { ...fresh.visitor, profile: null },
    widget: { ...fresh.widget, draft: '' },
    storage: { ...fresh.storage, phase: 'loading', owner: null, token: null, claiming: null },
    pace: { ...fresh.pace, draftAt: null, refusals: 0, drainAt: 0 },
  };
}
