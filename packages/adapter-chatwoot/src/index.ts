/** `@support-chat/adapter-chatwoot`: reaches Chatwoot by its client API and its ActionCable. */
export { createChatwootAdapter, type ChatwootOptions } from './chatwoot-adapter.js';
