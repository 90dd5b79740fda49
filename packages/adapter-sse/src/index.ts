/** `@support-chat/adapter-sse`: reaches the reference server over server-sent events and POST. */
export { createSseAdapter, type SseAdapterOptions } from './sse-adapter.js';
