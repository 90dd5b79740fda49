/** How long things are kept (R6): what would go, before it goes. Part of the owners' API. */
import type { FastifyInstance } from 'fastify';
import * as v from 'valibot';
import type { ServerContext } from '../context.js';
import { requireOwner } from '../identity/agents.js';
import { RETAINED_KINDS, RetentionSettingsSchema } from '../retention/retention-settings.js';
import { requireAgent } from './agent-cookie.js';
import { decode } from './body.js';

const days = v.pipe(v.string(), v.regex(/^\d{1,5}$/, 'a number of days'), v.transform(Number));
const RetentionQuery = v.pipe(
  v.strictObject(v.entriesFromList(RETAINED_KINDS, v.exactOptional(days))),
  RetentionSettingsSchema,
);

/** Adds the route to the agents' scope under `/v1`. */
export function serveRetention(app: FastifyInstance, { service, retention }: ServerContext): void {
  app.get('/retention', async (request) => {
    requireOwner(await requireAgent(request.raw, service));
    const tried = decode(RetentionQuery, request.query);
    return { due: await retention.preview(Object.keys(tried).length > 0 ? tried : undefined) };
  });
}
