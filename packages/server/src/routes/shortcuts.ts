/** The team's shortcuts: every agent reads them, leads and owners write them. Part of the agents' API. */
import { ShortcutFileSchema, ShortcutSchema } from '@support-chat/protocol';
import type { FastifyInstance } from 'fastify';
import type { ServerContext } from '../context.js';
import { requireLead } from '../identity/agents.js';
import { requireAgent } from './agent-cookie.js';
import { decode, RowId } from './body.js';

/** Bytes of an import: {@link MAX_SHORTCUTS} long ones would not fit, those that teams have do. */
const MAX_IMPORT = 4 * 1024 * 1024;

/** Adds the routes to the agents' scope under `/v1`. */
export function serveShortcuts(app: FastifyInstance, { service }: ServerContext): void {
  const { shortcuts } = service;

  app.get('/shortcuts', async (request) => {
    await requireAgent(request.raw, service);
    return { shortcuts: await shortcuts.list() };
  });

  app.post('/shortcuts/import', { bodyLimit: MAX_IMPORT }, async (request) => {
    requireLead(await requireAgent(request.raw, service));
    return shortcuts.take(decode(ShortcutFileSchema, request.body));
  });

  app.put<{ Params: { id: string } }>('/shortcuts/:id', async (request, reply) => {
    requireLead(await requireAgent(request.raw, service));
    await shortcuts.put(decode(RowId, request.params.id), decode(ShortcutSchema, request.body));
    return reply.status(204).send();
  });

  app.delete<{ Params: { id: string } }>('/shortcuts/:id', async (request, reply) => {
    requireLead(await requireAgent(request.raw, service));
    await shortcuts.remove(request.params.id);
    return reply.status(204).send();
  });
}
