/** Events with words that somebody wrote. Apart from the schemas, because pages need it and not those. */
import type { LogEvent } from './events.js';

/** What somebody wrote, in whichever form: it has the id under which it waited in their outbox. */
export type WrittenEvent = Extract<LogEvent, { readonly type: 'message-added' | 'contact-submitted' }>;

/** Whether an event holds words that somebody wrote. */
export function isWritten(event: LogEvent): event is WrittenEvent {
  return event.type === 'message-added' || event.type === 'contact-submitted';
}
