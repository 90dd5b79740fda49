/** Changing one entry of an outbox, and looking into it. */
import type { SentAttachment } from '@support-chat/protocol';
import type { ChatState, OutboxEntry } from '../state.js';

/** The files that go with a message. */
export function filesOf(details: OutboxEntry['details']): readonly SentAttachment[] {
  return (details?.type === 'message-send' && details.attachments) || [];
}

/** Whether an entry belongs to the conversation that is shown, as far as that is known. */
export function isHere({ conversation, capabilities }: ChatState, entry: Pick<OutboxEntry, 'conversation'>): boolean {
  const { id } = conversation;
  return !capabilities?.conversations || id === null || (entry.conversation ?? id) === id;
}

/** What was written before any conversation was known belongs to the first that is: it is shown there. */
export function boundTo(outbox: ChatState['outbox'], conversation: string): ChatState['outbox'] {
  return outbox.map((one) => (one.conversation === undefined ? { ...one, conversation } : one));
}

/** Changes one entry; the same state when there is no such entry. */
export function change(state: ChatState, id: string, to: (entry: OutboxEntry) => OutboxEntry): ChatState {
  if (!state.outbox.some((one) => one.id === id)) return state;
  return { ...state, outbox: state.outbox.map((one) => (one.id === id ? to(one) : one)) };
}
