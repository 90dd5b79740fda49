/**
 * Types of `<support-chat>` and `<support-desk>` in Svelte 5 templates: `import type {} from 'support-chat/svelte'`. Nothing of it is left at
 * run time.
 */
import type { SupportDeskElement } from '@support-chat/desk';
import type { SupportChatElement } from '@support-chat/element';
import type { HTMLAttributes } from 'svelte/elements';
import type {
  SupportChatAttributes,
  SupportChatHandlers,
  SupportChatProperties,
  SupportDeskAttributes,
  SupportDeskHandlers,
  SupportDeskProperties,
} from './tag-types.js';

/** What a template may write on `<support-chat>`. */
export type SupportChatProps = HTMLAttributes<SupportChatElement> &
  SupportChatAttributes &
  SupportChatProperties &
  SupportChatHandlers;

/** What a template may write on `<support-desk>`. */
export type SupportDeskProps = HTMLAttributes<SupportDeskElement> &
  SupportDeskAttributes &
  SupportDeskProperties &
  SupportDeskHandlers;

declare module 'svelte/elements' {
  interface SvelteHTMLElements {
    'support-chat': SupportChatProps;
    'support-desk': SupportDeskProps;
  }
}
