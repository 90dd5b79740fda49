import { createWebSocketAdapter } from '@support-chat/adapter-websocket';
import { WebSocket } from 'ws';
import { followerHarness } from '../../../support/follower-harness.js';

export default followerHarness('WebSocket', (server) => createWebSocketAdapter({ server, WebSocket }));
