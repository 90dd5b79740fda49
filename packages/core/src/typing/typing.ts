/**
 * Who is typing (D5): others until they stop, write or fall silent for 6 s, and for 30 s where they stream what they write
 * (P-R11); the own typing told at most every 3 s, or with
 * the draft, where the person knows of that, every second and once more after the last key (V7).
 */
import { MAX_PREVIEW_LENGTH, type Author, type ServerEvent } from '@support-chat/protocol';
import type { Now } from '../input.js';
import type { ChatState } from '../state.js';
import { patch } from '../patch.js';

/** Typing that is not told again ends by itself, milliseconds (D5). */
export const TYPING_EXPIRY = 6000;
/** The same for an answer that is streamed: what writes it may have to look something up. */
export const STREAM_EXPIRY = 30_000;
/** Between two notices of the own typing, milliseconds. */
export const TYPING_INTERVAL = 3000;

/** Between two previews of the own draft, milliseconds. */
export const PREVIEW_INTERVAL = 1000;

/** Another participant types. */
export function startedTyping(
  state: ChatState,
  { author, preview }: Extract<ServerEvent, { type: 'typing-started' }>,
  now: Now,
): ChatState {
  return writing(state, { author, until: now.at + TYPING_EXPIRY, ...(preview && { preview }) });
}

/** Another participant has got as far as this with a message, unless it is there already. */
export function streamed(
  state: ChatState,
  { author, id, text }: Extract<ServerEvent, { type: 'message-streamed' }>,
  now: Now,
): ChatState {
  if (state.timeline.open.some((event) => 'id' in event && event.id === id)) return state;
  // Who is answered by a bot does not wait for a person.
  const isBots = author.kind === 'bot' && state.conversation.phase === 'queued';
  const known = isBots ? patch(state, 'conversation', { phase: 'bot', queue: null }) : state;
  return writing(known, { author, until: now.at + STREAM_EXPIRY, message: id, preview: text });
}

function writing(state: ChatState, one: ChatState['typing'][number]): ChatState {
  return { ...state, typing: [...stoppedTyping(state, one.author).typing, one] };
}

/** Another participant stopped, or wrote. */
export function stoppedTyping(state: ChatState, author: Author): ChatState {
  if (state.typing.length === 0) return state;
  const typing = state.typing.filter((one) => one.author.id !== author.id || one.author.kind !== author.kind);
  return typing.length === state.typing.length ? state : { ...state, typing };
}

/** The person pressed a key. */
export function tellTyping(state: ChatState, preview: boolean, now: Now): ChatState {
  if (!mayTell(state)) return state;
  if (preview) {
    const previewAt = Math.max(now.at, state.pace.typingAt - TYPING_INTERVAL + PREVIEW_INTERVAL);
    return patch(state, 'pace', { previewAt });
  }
  if (now.at < state.pace.typingAt) return state;
  notify(state, true, now);
  return patch(state, 'pace', { typingAt: now.at + TYPING_INTERVAL });
}

/** Shows the draft to the other side when it is time. */
export function settlePreview(state: ChatState, now: Now): ChatState {
  if (state.pace.previewAt === null || now.at < state.pace.previewAt) return state;
  const quiet = patch(state, 'pace', { previewAt: null });
  if (!mayTell(state) || state.widget.draft === '') return quiet;
  notify(state, true, now, state.widget.draft.slice(0, MAX_PREVIEW_LENGTH));
  return patch(quiet, 'pace', { typingAt: now.at + TYPING_INTERVAL });
}

/** The person sent or emptied what they typed. */
export function tellStopped(state: ChatState, now: Now): ChatState {
  // Told within the last 6 s, so the other side still shows it.
  if (!mayTell(state) || now.at >= state.pace.typingAt - TYPING_INTERVAL + TYPING_EXPIRY) return state;
  notify(state, false, now);
  return patch(state, 'pace', { typingAt: 0, previewAt: null });
}

/** Ends what has expired. */
export function settleTyping(state: ChatState, now: Now): ChatState {
  if (state.typing.length === 0) return state;
  const typing = state.typing.filter((one) => one.until > now.at);
  return typing.length === state.typing.length ? state : { ...state, typing };
}

/** When the next typing expires, or the own draft is to be shown. */
export function typingDue({ typing, pace }: ChatState): number {
  return Math.min(pace.previewAt ?? Infinity, ...typing.map((one) => one.until));
}

function mayTell({ connection, capabilities, conversation }: ChatState): boolean {
  return connection.phase === 'online' && capabilities?.typing === true && conversation.id !== null;
}

function notify({ conversation }: ChatState, active: boolean, now: Now, preview?: string): void {
  if (conversation.id === null) return;
  const signal = { type: 'typing', conversation: conversation.id, active, ...(preview && { preview }) } as const;
  now.effects.push({ type: 'notify', signal });
}
