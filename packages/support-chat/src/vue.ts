/**
 * Types of `<support-chat>` in Vue 3 templates: `import type {} from 'support-chat/vue'`. Nothing of it is left at run
 * time. The form is that of Vue's guide, 'Non-Vue Web Components and TypeScript'.
 */
import type { SupportChatElement, SupportChatEventMap } from '@support-chat/element';
import type { EmitFn, HTMLAttributes, PublicProps } from 'vue';
import type { SupportChatProperties } from './tag-types.js';

type Listeners = { [Name in keyof SupportChatEventMap]: (event: SupportChatEventMap[Name]) => void };

/** `<support-chat>` as a component: what a template may write on it, and the element that a template ref gives. */
export type SupportChatComponent = new () => SupportChatElement & {
  /** Only for the checking of templates: no instance has it. */
  readonly $props: HTMLAttributes & PublicProps & SupportChatProperties;
  /** Only for the checking of templates: no instance has it. */
  readonly $emit: EmitFn<Listeners>;
};

declare module 'vue' {
  interface GlobalComponents {
    'support-chat': SupportChatComponent;
  }
}
