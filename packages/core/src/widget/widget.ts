/** What the person does with the chat's surface: draft, open, muted, reading; and telling the own cursors with measure (D4). */
import type { Now } from '../input.js';
import type { ChatState } from '../state.js';
import { markRead } from '../timeline/timeline.js';
import { tellStopped } from '../typing/typing.js';
import { patch } from '../patch.js';

/** A draft is written this long after the last change, milliseconds. */
export const DRAFT_DELAY = 300;
/** Between two notices of the own cursors, milliseconds. */
export const CURSORS_INTERVAL = 500;

/** The composer's text changed. */
export function setDraft(before: ChatState, draft: string, now: Now): ChatState {
  if (draft === before.widget.draft) return before;
  const state = draft === '' ? tellStopped(before, now) : before;
  return {
    ...state,
    widget: { ...state.widget, draft },
    pace: { ...state.pace, draftAt: now.at + DRAFT_DELAY },
  };
}

/** What arrives before the person's eyes is read. */
export function settleReading(state: ChatState): ChatState {
  const { widget, page } = state;
  return widget.unread > 0 && widget.reading && widget.open && page.visible ? markRead(state) : state;
}

/** Saves the draft when the person paused; at once when nobody sees the page, which may be its last moment. */
export function settleDraft(state: ChatState, now: Now): ChatState {
  return now.at < draftDue(state) && state.page.visible ? state : saveDraft(state, now);
}

/** Saves the draft at once if it was not saved. */
export function saveDraft(state: ChatState, now: Now): ChatState {
  const { owner } = state.storage;
  if (state.pace.draftAt === null || owner === null) return state;
  now.effects.push({ type: 'save-draft', owner, draft: state.widget.draft });
  return patch(state, 'pace', { draftAt: null });
}

/** When the draft is due. */
export function draftDue({ pace, storage }: ChatState): number {
  return (storage.owner === null ? null : pace.draftAt) ?? Infinity;
}

/** Tells how far this side has got; repeated after every welcome, so that losing one costs nothing. */
export function settleCursors(state: ChatState, now: Now): ChatState {
  const { id, epoch } = state.conversation;
  if (now.at < cursorsDue(state) || id === null || epoch === null) return state;
  now.effects.push({ type: 'notify', signal: { type: 'cursors', conversation: id, epoch, ...state.cursors } });
  return patch(state, 'pace', { cursorsDirty: false, cursorsAt: now.at + CURSORS_INTERVAL });
}

/** When the cursors are due. */
export function cursorsDue({ pace, connection, conversation, capabilities }: ChatState): number {
  const possible = connection.phase === 'online' && conversation.epoch !== null && capabilities?.receipts;
  return pace.cursorsDirty && possible ? pace.cursorsAt : Infinity;
}
