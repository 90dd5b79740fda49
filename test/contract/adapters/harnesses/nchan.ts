import { createNchanAdapter } from '@support-chat/adapter-nchan';
import { HTTP_FAULTS } from '../../../support/adapters/http-faults.js';
import { startHttpRelay } from '../../../support/adapters/http-relay.js';
import { NCHAN } from '../../../support/hub/hub-back-ends.js';
import { hubHarness } from '../../../support/hub/hub-harness.js';

export default hubHarness('nchan', NCHAN, async ({ proxy }) => {
  const relay = await startHttpRelay(proxy.url);
  return {
    createAdapter: () => createNchanAdapter({ server: `${relay.url}/support` }),
    answerBadly: (how) => relay.failAll(how && HTTP_FAULTS[how]),
    close: () => relay.close(),
  };
});
