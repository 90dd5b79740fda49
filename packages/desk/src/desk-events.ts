/** What `<support-desk>` tells its page. All of it bubbles and crosses shadow roots. */
import type { WrittenEvent, Problem } from '@support-chat/protocol';
import type { AgentAccount } from './account/agent-api.js';

/** Details by event name. */
export interface SupportDeskEventDetails {
  /** Somebody signed in, or was signed in already. Null where the page brought its own adapter. */
  readonly 'sc-signed-in': { readonly agent: AgentAccount | null };
  readonly 'sc-signed-out': undefined;
  /** A conversation came onto the desk or to its front. */
  readonly 'sc-conversation-open': { readonly conversation: string };
  /** A conversation was taken off the desk; it goes on without. */
  readonly 'sc-conversation-close': { readonly conversation: string };
  /** A visitor's or a colleague's message in an open conversation. */
  readonly 'sc-message-received': WrittenEvent;
  /** How many chats want attention: those that wait and own ones with something unread. */
  readonly 'sc-attention': { readonly count: number };
  readonly 'sc-error': Problem;
}

/** Events by name, for `addEventListener`. */
export type SupportDeskEventMap = {
  readonly [Name in keyof SupportDeskEventDetails]: CustomEvent<SupportDeskEventDetails[Name]>;
};
