/**
 * Types of `<support-chat>` in Svelte 5 templates: `import type {} from 'support-chat/svelte'`. Nothing of it is left at
 * run time.
 */
import type { SupportChatElement } from '@support-chat/element';
import type { HTMLAttributes } from 'svelte/elements';
import type { SupportChatAttributes, SupportChatHandlers, SupportChatProperties } from './tag-types.js';

/** What a template may write on `<support-chat>`. */
export type SupportChatProps = HTMLAttributes<SupportChatElement> &
  SupportChatAttributes &
  SupportChatProperties &
  SupportChatHandlers;

declare module 'svelte/elements' {
  interface SvelteHTMLElements {
    'support-chat': SupportChatProps;
  }
}
