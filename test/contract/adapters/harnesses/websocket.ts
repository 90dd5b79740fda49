import { createWebSocketAdapter } from '@support-chat/adapter-websocket';
import { WebSocket } from 'ws';
import { referenceHarness } from '../../../support/reference-harness.js';

export default referenceHarness({
  title: 'WebSocket',
  create: (server) => createWebSocketAdapter({ server, WebSocket }),
});
