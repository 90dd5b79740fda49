/** The `<support-desk>` element class; registering it is `define.ts`, nothing here has side effects. */
export { SupportDeskElement, type DefaultDeskAdapter } from './support-desk-element.js';
export type { AgentAccount } from './account/agent-api.js';
export type { SupportDeskEventDetails, SupportDeskEventMap } from './desk-events.js';
