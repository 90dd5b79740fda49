/** `@support-chat/core`: one conversation, exact and without a platform. */
export * from './ports.js';
export * from './state.js';
export type * from './chat.js';
export type * from './input.js';
export type * from './effect.js';
export { createChatOn } from './create-chat.js';
export { createChat } from './headless-chat.js';
export type * from './inbox/inbox-state.js';
export { createInbox, type InboxOptions } from './inbox/create-inbox.js';
export { createMemoryPorts, createMemoryStorage } from './memory-ports.js';
export { due, initialState, update } from './update.js';
export * from './selectors.js';
export type * from './features/voice/microphone.js';
export { absence, type Absence } from './hours/absence.js';
export { isOpen, nextOpening } from './hours/opening-hours.js';
export * from './triggers/decode-triggers.js';
export * from './triggers/evaluate-trigger.js';
export * from './triggers/trigger-memory.js';
