/** The first of the two never opens. */
import { createSseAdapter } from '@support-chat/adapter-sse';
import { createWebSocketAdapter } from '@support-chat/adapter-websocket';
import { fallback } from '@support-chat/browser';
import { WebSocket } from 'ws';
import { referenceHarness } from '../../../support/reference-harness.js';

export default referenceHarness({
  title: 'fallback(nothing, SSE)',
  create: (server) =>
    fallback([createWebSocketAdapter({ server: 'http://127.0.0.1:1', WebSocket }), createSseAdapter({ server })]),
});
