/** `@support-chat/adapter-websocket`: reaches the reference server over a WebSocket. */
export { createWebSocketAdapter, type WebSocketAdapterOptions, type WebSocketClass } from './websocket-adapter.js';
