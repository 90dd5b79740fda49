/** B10: nginx with nchan, as `docs/hub/nchan.conf` has it for one site. */
import { declaredBy } from '../../support/adapters-table.js';
import { NCHAN } from '../../support/hub/hub-back-ends.js';
import { converse } from './conversation.js';
import { startHub } from './hub.js';

converse({
  title: 'B10 nchan',
  can: declaredBy('nchan'),
  lacks: NCHAN.lacks,
  start: (origin) => startHub(NCHAN, origin, (server) => ({ make: 'nchan', options: { server } })),
});
