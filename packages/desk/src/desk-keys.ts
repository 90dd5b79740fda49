/** The desk's keys: one table for the listener, the tooltips and the list of all keys. Pure; owns no listener. */
import type { DeskKey } from './locales/messages.js';

/** What a key asks for. */
export type DeskAction =
  | 'next'
  | 'previous'
  | 'close'
  | 'reply'
  | 'note'
  | 'shortcuts'
  | 'take'
  | 'pass-on'
  | 'end'
  | 'tab-waiting'
  | 'tab-mine'
  | 'tab-all'
  | 'tab-tickets'
  | 'chat-before'
  | 'chat-after'
  | 'side-by-side'
  | 'details'
  | 'archive'
  | 'statistics'
  | 'presence'
  | 'settings'
  | 'show-keys';

const ACTIONS: Readonly<Record<string, DeskAction>> = {
  j: 'next',
  k: 'previous',
  Escape: 'close',
  r: 'reply',
  n: 'note',
  '/': 'shortcuts',
  t: 'take',
  p: 'pass-on',
  // Seen by the visitor at once: not for a slip of the hand.
  'Shift+E': 'end',
  '1': 'tab-waiting',
  '2': 'tab-mine',
  '3': 'tab-all',
  '4': 'tab-tickets',
  '[': 'chat-before',
  ']': 'chat-after',
  s: 'side-by-side',
  d: 'details',
  f: 'archive',
  g: 'statistics',
  a: 'presence',
  ',': 'settings',
  '?': 'show-keys',
};

/** Rows of the list of all keys: which ones, and what they do. */
export const KEY_LIST: readonly { readonly keys: readonly string[]; readonly text: DeskKey }[] = [
  { keys: ['J', '↓'], text: 'keys-next' },
  { keys: ['K', '↑'], text: 'keys-previous' },
  { keys: ['Enter'], text: 'keys-open' },
  { keys: ['R'], text: 'keys-reply' },
  { keys: ['N'], text: 'keys-note' },
  { keys: ['/'], text: 'keys-shortcuts' },
  { keys: ['Mod+.'], text: 'keys-spelling' },
  { keys: ['T'], text: 'keys-take' },
  { keys: ['P'], text: 'keys-pass-on' },
  { keys: ['Shift+E'], text: 'keys-end' },
  { keys: ['Escape'], text: 'keys-close' },
  { keys: ['1', '2', '3', '4'], text: 'keys-tabs' },
  { keys: ['[', ']'], text: 'keys-neighbours' },
  { keys: ['S'], text: 'keys-side-by-side' },
  { keys: ['D'], text: 'keys-details' },
  { keys: ['F'], text: 'keys-archive' },
  { keys: ['G'], text: 'keys-statistics' },
  { keys: ['A'], text: 'keys-presence' },
  { keys: [','], text: 'keys-settings' },
  { keys: ['?'], text: 'keys-show' },
];

/**
 * The action of a key press, null when it has none: nothing with Ctrl, Alt or Meta, which belong to the browser, and
 * while somebody writes only Escape.
 */
export function actionOf(event: KeyboardEvent): DeskAction | null {
  if (event.defaultPrevented || event.isComposing || event.ctrlKey || event.altKey || event.metaKey) return null;
  const letter = /^[a-z]$/i.test(event.key);
  const key =
    letter && event.shiftKey ? `Shift+${event.key.toUpperCase()}` : letter ? event.key.toLowerCase() : event.key;
  if (isWriting(event) && key !== 'Escape') return null;
  return Object.hasOwn(ACTIONS, key) ? (ACTIONS[key] ?? null) : null;
}

/** Whether the event comes from a field. Looks through shadow roots. */
export function isWriting(event: Event): boolean {
  const [target] = event.composedPath();
  return target instanceof HTMLElement && (target.isContentEditable || target.matches('input, textarea, select'));
}
