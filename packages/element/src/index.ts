/** The `<support-chat>` element class; registering it is `define.ts`, nothing here has side effects. */
export { SupportChatElement } from './support-chat-element.js';
export type * from './element-options.js';
export type * from './element-events.js';
export type { ElementState } from './shell-host.js';
