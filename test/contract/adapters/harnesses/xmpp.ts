import { xmppHarness } from '../../../support/xmpp/xmpp-harness.js';

export default xmppHarness;
