/**
 * Types of `<support-chat>` and `<support-desk>` in Vue 3 templates: `import type {} from 'support-chat/vue'`. Nothing of it is left at run
 * time. The form is that of Vue's guide, 'Non-Vue Web Components and TypeScript'.
 */
import type { SupportDeskElement, SupportDeskEventMap } from '@support-chat/desk';
import type { SupportChatElement, SupportChatEventMap } from '@support-chat/element';
import type { EmitFn, HTMLAttributes, PublicProps } from 'vue';
import type { SupportChatProperties, SupportDeskProperties } from './tag-types.js';

type Listeners<EventMap> = { [Name in keyof EventMap]: (event: EventMap[Name]) => void };

/** `<support-chat>` as a component: what a template may write on it, and the element that a template ref gives. */
export type SupportChatComponent = new () => SupportChatElement & {
  /** Only for the checking of templates: no instance has it. */
  readonly $props: HTMLAttributes & PublicProps & SupportChatProperties;
  /** Only for the checking of templates: no instance has it. */
  readonly $emit: EmitFn<Listeners<SupportChatEventMap>>;
};

/** The same for `<support-desk>`. */
export type SupportDeskComponent = new () => SupportDeskElement & {
  /** Only for the checking of templates: no instance has it. */
  readonly $props: HTMLAttributes & PublicProps & SupportDeskProperties;
  /** Only for the checking of templates: no instance has it. */
  readonly $emit: EmitFn<Listeners<SupportDeskEventMap>>;
};

declare module 'vue' {
  interface GlobalComponents {
    'support-chat': SupportChatComponent;
    'support-desk': SupportDeskComponent;
  }
}
