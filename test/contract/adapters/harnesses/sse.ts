import { createSseAdapter } from '@support-chat/adapter-sse';
import { referenceHarness } from '../../../support/reference-harness.js';

export default referenceHarness({ title: 'SSE', create: (server) => createSseAdapter({ server }) });
