/** B10: Mosquitto, as `docs/hub/mosquitto.conf` has it. */
import { declaredBy } from '../../support/adapters-table.js';
import { MQTT } from '../../support/hub/hub-back-ends.js';
import { converse } from './conversation.js';
import { startHub } from './hub.js';

converse({
  title: 'B10 MQTT',
  can: declaredBy('MQTT'),
  lacks: MQTT.lacks,
  start: (origin) => startHub(MQTT, origin, (server) => ({ make: 'mqtt', options: { server } })),
});
