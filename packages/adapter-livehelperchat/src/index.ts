/** `@support-chat/adapter-livehelperchat`: reaches Live Helper Chat by the API of its own widget. */
export { createLiveHelperChatAdapter, type LiveHelperChatOptions } from './live-helper-chat-adapter.js';
