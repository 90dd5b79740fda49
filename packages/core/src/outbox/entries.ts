/** Changing one entry of an outbox. */
import type { ChatState, OutboxEntry } from '../state.js';

/** Changes one entry; the same state when there is no such entry. */
export function change(state: ChatState, id: string, to: (entry: OutboxEntry) => OutboxEntry): ChatState {
  if (!state.outbox.some((one) => one.id === id)) return state;
  return { ...state, outbox: state.outbox.map((one) => (one.id === id ? to(one) : one)) };
}
