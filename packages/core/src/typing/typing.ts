/** Who is typing (D5): others until they stop, write or fall silent for 6 s; the own typing told at most every 3 s. */
import type { Author } from '@support-chat/protocol';
import type { Now } from '../input.js';
import type { ChatState } from '../state.js';
import { patch } from '../patch.js';

/** Typing that is not told again ends by itself, milliseconds (D5). */
export const TYPING_EXPIRY = 6000;
/** Between two notices of the own typing, milliseconds. */
export const TYPING_INTERVAL = 3000;

/** Another participant types. */
export function startedTyping(state: ChatState, author: Author, now: Now): ChatState {
  const { typing } = stoppedTyping(state, author);
  return { ...state, typing: [...typing, { author, until: now.at + TYPING_EXPIRY }] };
}

/** Another participant stopped, or wrote. */
export function stoppedTyping(state: ChatState, author: Author): ChatState {
  if (state.typing.length === 0) return state;
  const typing = state.typing.filter((one) => one.author.id !== author.id || one.author.kind !== author.kind);
  return typing.length === state.typing.length ? state : { ...state, typing };
}

/** The person pressed a key. */
export function tellTyping(state: ChatState, now: Now): ChatState {
  if (!mayTell(state) || now.at < state.pace.typingAt) return state;
  notify(state, true, now);
  return patch(state, 'pace', { typingAt: now.at + TYPING_INTERVAL });
}

/** The person sent or emptied what they typed. */
export function tellStopped(state: ChatState, now: Now): ChatState {
  // Told within the last 6 s, so the other side still shows it.
  if (!mayTell(state) || now.at >= state.pace.typingAt - TYPING_INTERVAL + TYPING_EXPIRY) return state;
  notify(state, false, now);
  return patch(state, 'pace', { typingAt: 0 });
}

/** Ends what has expired. */
export function settleTyping(state: ChatState, now: Now): ChatState {
  if (state.typing.length === 0) return state;
  const typing = state.typing.filter((one) => one.until > now.at);
  return typing.length === state.typing.length ? state : { ...state, typing };
}

/** When the next typing expires. */
export function typingDue({ typing }: ChatState): number {
  return Math.min(...typing.map((one) => one.until));
}

function mayTell({ connection, capabilities, conversation }: ChatState): boolean {
  return connection.phase === 'online' && capabilities?.typing === true && conversation.id !== null;
}

function notify({ conversation }: ChatState, active: boolean, now: Now): void {
  if (conversation.id === null) return;
  now.effects.push({ type: 'notify', signal: { type: 'typing', conversation: conversation.id, active } });
}
