/** Events with words that somebody wrote. Apart from the schemas, because pages need it and not those. */
import type { LogEvent } from './events.js';

/** What somebody wrote, in whichever form: it has the id under which it waited in their outbox. */
export type WrittenEvent = Extract<LogEvent, { readonly type: 'message-added' | 'contact-submitted' }>;

/** Whether an event holds words that somebody wrote. */
export function isWritten(event: LogEvent): event is WrittenEvent {
  return event.type === 'message-added' || event.type === 'contact-submitted';
}

/** What a message says where only words can stand: its text, and the names of its files. */
export function wordsOf({
  text,
  attachments = [],
}: {
  readonly text: string;
  readonly attachments?: readonly { readonly name: string }[] | undefined;
}): string {
  return [text, ...attachments.map(({ name }) => name)].filter(Boolean).join(', ');
}
