/** B5 with visitors who register as guests. */
import { startMatrix } from '../../../support/matrix/matrix-harness.js';

export default startMatrix('Matrix, guests', () => ({}));
