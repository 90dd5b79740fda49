import { createSseAdapter } from '@support-chat/adapter-sse';
import { followerHarness } from '../../../support/follower-harness.js';

export default followerHarness('SSE', (server) => createSseAdapter({ server }));
