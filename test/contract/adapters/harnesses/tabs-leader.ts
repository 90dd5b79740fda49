import { createWebSocketAdapter } from '@support-chat/adapter-websocket';
import { shareAcrossTabs } from '@support-chat/browser';
import { WebSocket } from 'ws';
import { referenceHarness } from '../../../support/reference-harness.js';
import { createWebLocks } from '../../../support/web-locks.js';

let names = 0;

export default referenceHarness({
  title: 'shareAcrossTabs(WebSocket), the first tab',
  create: (server) =>
    shareAcrossTabs(createWebSocketAdapter({ server, WebSocket }), {
      name: `leader-${++names}`,
      locks: createWebLocks(),
    }),
});
