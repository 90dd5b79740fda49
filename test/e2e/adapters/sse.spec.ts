/** B2: the reference server by server-sent events and POST. */
import { converse } from './conversation.js';
import { REFERENCE, startReference } from './reference.js';

converse({ title: 'B2', can: REFERENCE, start: (origin) => startReference(origin, 'sse') });
