/** The events `<support-chat>` fires; all bubble and are composed, so one listener on the document hears every element. */
import type { ConnectionState } from '@support-chat/core';
import type { ContactDetails, Problem, WrittenEvent } from '@support-chat/protocol';
import type { SupportChatElement } from './support-chat-element.js';

/** An entry of the contact form. */
export interface ContactEntry extends ContactDetails {
  /** Of the event in the conversation, when it goes there; `sc-message-sent` tells when it has arrived. */
  readonly id: string;
  readonly text: string;
  readonly way: 'chat' | 'endpoint' | 'mail';
}

/** Name → event, for `addEventListener` and for frameworks' typings. */
export interface SupportChatEventMap {
  /** The element takes calls; once per insertion into a document. */
  'sc-ready': CustomEvent<undefined>;
  /** The panel opens. */
  'sc-open': CustomEvent<undefined>;
  /** The panel closes. */
  'sc-close': CustomEvent<undefined>;
  /** Someone else's message arrived live; not fired for history. */
  'sc-message-received': CustomEvent<WrittenEvent>;
  /** An own message is stored by the back end. */
  'sc-message-sent': CustomEvent<{ readonly id: string; readonly seq: number; readonly text: string }>;
  /** The visitor's rating, 1 to 5, is stored by the back end. */
  'sc-rated': CustomEvent<{ readonly score: number; readonly comment: string }>;
  /** The number of unread messages changed. */
  'sc-unread': CustomEvent<{ readonly unread: number }>;
  /** The connection went to another phase. */
  'sc-connection': CustomEvent<ConnectionState>;
  /** A failure the visitor was told of. */
  'sc-error': CustomEvent<Problem>;
  /** The visitor sent an entry of the contact form: it is in the outbox, or with the owner's own endpoint or mail. */
  'sc-contact-submitted': CustomEvent<ContactEntry>;
  /** The visitor agreed, or took it back, in the chat or by the page's call; where `consent` is required. */
  'sc-consent': CustomEvent<{ readonly given: boolean }>;
  /** A rule's message is about to be offered; `preventDefault()` keeps it from being shown, and it counts as offered. */
  'sc-proactive': CustomEvent<{ readonly id: string; readonly text: string }>;
  /** A message is about to be queued; `preventDefault()` keeps it from being sent and leaves it in the composer. */
  'sc-before-send': CustomEvent<{ readonly text: string }>;
}

declare global {
  interface HTMLElementTagNameMap {
    'support-chat': SupportChatElement;
  }
  /** Makes `addEventListener` of every element and of the document know them, for they bubble. */
  interface GlobalEventHandlersEventMap extends SupportChatEventMap {}
}
