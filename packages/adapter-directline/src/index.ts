/** `@support-chat/adapter-directline`: reaches bots by Direct Line 3.0 of the Bot Framework. */
export { createDirectLineAdapter, type DirectLineOptions } from './direct-line-adapter.js';
export type { DirectLineToken, TokenRequest } from './direct-line-api.js';
