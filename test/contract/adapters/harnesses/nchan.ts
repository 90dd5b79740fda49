import { NCHAN } from '../../../support/hub/hub-back-ends.js';
import { hubHarness } from '../../../support/hub/hub-harness.js';

export default hubHarness('nchan', NCHAN);
