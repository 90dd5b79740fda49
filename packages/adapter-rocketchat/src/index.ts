/** `@support-chat/adapter-rocketchat`: reaches Rocket.Chat's Livechat by its REST API and its DDP socket. */
export { createRocketChatAdapter, type RocketChatOptions } from './rocketchat-adapter.js';
