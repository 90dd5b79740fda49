/** The events `<support-chat>` fires; all bubble and are composed, so one listener on the document hears every element. */
import type { ConnectionState } from '@support-chat/core';
import type { MessageAdded, Problem } from '@support-chat/protocol';

/** Name → event, for `addEventListener` and for frameworks' typings. */
export interface SupportChatEventMap {
  /** The element takes calls; once per insertion into a document. */
  'sc-ready': CustomEvent<undefined>;
  /** The panel opens. */
  'sc-open': CustomEvent<undefined>;
  /** The panel closes. */
  'sc-close': CustomEvent<undefined>;
  /** Someone else's message arrived live; not fired for history. */
  'sc-message-received': CustomEvent<MessageAdded>;
  /** An own message is stored by the back end. */
  'sc-message-sent': CustomEvent<{ readonly id: string; readonly seq: number; readonly text: string }>;
  /** The number of unread messages changed. */
  'sc-unread': CustomEvent<{ readonly unread: number }>;
  /** The connection went to another phase. */
  'sc-connection': CustomEvent<ConnectionState>;
  /** A failure the visitor was told of. */
  'sc-error': CustomEvent<Problem>;
  /** A message is about to be queued; `preventDefault()` keeps it from being sent and leaves it in the composer. */
  'sc-before-send': CustomEvent<{ readonly text: string }>;
}
