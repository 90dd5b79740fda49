/** B1: the reference server over a WebSocket. */
import { converse } from './conversation.js';
import { REFERENCE, startReference } from './reference.js';

converse({ title: 'B1', can: REFERENCE, start: (origin) => startReference(origin, 'websocket') });
