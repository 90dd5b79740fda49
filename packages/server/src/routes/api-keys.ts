/** The owner's API keys (A19): made, shown without their secret, revoked. No key gets here, see `scoped-routes.ts`. */
import { ApiKeyDraftSchema } from '@support-chat/protocol';
import type { FastifyInstance } from 'fastify';
import type { ServerContext } from '../context.js';
import { requireOwner } from '../identity/agents.js';
import { requireAgent } from './agent-cookie.js';
import { decode } from './body.js';

/** Adds the owner's routes to the agents' scope under `/v1`. */
export function serveApiKeys(app: FastifyInstance, { service, apiKeys }: ServerContext): void {
  app.get('/api-keys', async (request) => {
    requireOwner(await requireAgent(request.raw, service));
    return { apiKeys: await apiKeys.list() };
  });

  app.post('/api-keys', async (request, reply) => {
    const owner = await requireAgent(request.raw, service);
    requireOwner(owner);
    // The one time that the secret is told.
    return reply.status(201).send({ apiKey: await apiKeys.create(decode(ApiKeyDraftSchema, request.body), owner) });
  });

  app.delete<{ Params: { id: string } }>('/api-keys/:id', async (request, reply) => {
    requireOwner(await requireAgent(request.raw, service));
    await apiKeys.revoke(request.params.id);
    return reply.status(204).send();
  });
}
