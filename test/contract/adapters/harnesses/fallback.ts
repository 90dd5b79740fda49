import { createSseAdapter } from '@support-chat/adapter-sse';
import { createWebSocketAdapter } from '@support-chat/adapter-websocket';
import { fallback } from '@support-chat/browser';
import { WebSocket } from 'ws';
import { referenceHarness } from '../../../support/reference-harness.js';

export default referenceHarness({
  title: 'fallback(WebSocket, SSE)',
  create: (server) => fallback([createWebSocketAdapter({ server, WebSocket }), createSseAdapter({ server })]),
});
