/** What in a change of state is an event for the page. */
import type { Now } from './input.js';
import type { ChatState } from './state.js';

/** Emits what is different now. */
export function announce(before: ChatState, after: ChatState, now: Now): void {
  const [was, is] = [before.connection, after.connection];
  if (!before.link.welcomed && after.link.welcomed) now.effects.push({ type: 'emit', name: 'ready', event: after });
  if (was.phase !== is.phase || was.problem !== is.problem || was.offline !== is.offline) {
    now.effects.push({ type: 'emit', name: 'connection', event: is });
    if (is.phase === 'stopped' && is.problem) now.effects.push({ type: 'emit', name: 'error', event: is.problem });
  }
  if (before.widget.unread !== after.widget.unread) {
    now.effects.push({ type: 'emit', name: 'unread', event: after.widget.unread });
  }
}
