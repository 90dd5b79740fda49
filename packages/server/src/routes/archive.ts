/** Looking through everything that was ever said, and taking it along (A9). Part of the agents' API. */
import { ArchiveQuerySchema } from '@support-chat/protocol';
import type { FastifyInstance } from 'fastify';
import { Readable } from 'node:stream';
import * as v from 'valibot';
import { exportArchive } from '../archive/export.js';
import type { ServerContext } from '../context.js';
import { requireLead } from '../identity/agents.js';
import { requireAgent } from './agent-cookie.js';
import { decode } from './body.js';

const { after: _after, limit: _limit, ...filters } = ArchiveQuerySchema.entries;
const ExportQuery = v.strictObject({ ...filters, format: v.picklist(['csv', 'json']) });

/** Adds the routes to the agents' scope under `/v1`. */
export function serveArchive(app: FastifyInstance, { service, log }: ServerContext): void {
  const { archive } = service;

  app.get('/agent/archive', async (request) => {
    const { agent } = await requireAgent(request.raw, service);
    return archive.find(agent.id, decode(ArchiveQuerySchema, request.query));
  });

  app.get('/agent/archive/export', async (request, reply) => {
    const session = await requireAgent(request.raw, service);
    requireLead(session);
    const { format, ...query } = decode(ExportQuery, request.query);
    const pieces = exportArchive(archive, session.agent.id, { ...query, limit: 1 }, format);
    log.info({ agent: session.agent.id, format }, 'archive-exported');
    return reply
      .header('Content-Disposition', `attachment; filename="conversations.${format}"`)
      .header('Cache-Control', 'no-store')
      .type(format === 'csv' ? 'text/csv; charset=utf-8' : 'application/json; charset=utf-8')
      .send(Readable.from(pieces));
  });
}
