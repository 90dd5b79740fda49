/**
 * `@support-chat/adapter-ai`: a language model answers, in one of two dialects: the AI SDK's UI message stream, and
 * `chat/completions` through the site's own proxy.
 */
export type { AiAdapterOptions } from './ai-adapter.js';
export { createAiSdkAdapter } from './ai-sdk-adapter.js';
export { createChatCompletionsAdapter, type ChatCompletionsOptions } from './chat-completions-adapter.js';
export type { ConversationStorage } from './kept-conversation.js';
