/** What a visitor notices of a back end that cannot do something, in one plain sentence each. */
import type { Capabilities } from '@support-chat/protocol';

/** By capability, in the order in which they matter. */
export const DEGRADATIONS = {
  resume: 'After a cut the newest page is loaded anew: whoever had scrolled up is at the end again.',
  idempotentSend:
    'A message whose answer was lost in a cut, and which did not come back with the log, is marked as not sent: the visitor decides whether to send it again.',
  history: 'What is before the newest page cannot be read, and after a reload the conversation may begin empty.',
  typing: 'Neither side sees that the other one types.',
  receipts: 'Messages stay at “sent”: nobody sees whether they were delivered or read.',
  upload: 'No files can be sent; there is no button for them.',
  endConversation: 'The visitor cannot end the conversation; there is no button for it.',
  rating: 'The visitor is not asked how it was.',
  contact: 'Who comes while nobody is there can write a message, but has no contact form for an answer by e-mail.',
  conversations: 'There is one conversation: no list of earlier ones and no search.',
} as const satisfies Record<keyof Capabilities, string>;

/** The order of the capabilities in reports. */
export const CAPABILITIES = Object.keys(DEGRADATIONS) as readonly (keyof Capabilities)[];

/** What an adapter lacks that keeps no connection. */
export const CONNECTIONLESS = 'That the back end cannot be reached is noticed with the next message only.';
