/** B5 with an account that the site has made for the visitor: all that Matrix can. */
import { startMatrix } from '../../../support/matrix/matrix-harness.js';

export default startMatrix('Matrix', ({ getAccount }) => ({ getAccount }));
