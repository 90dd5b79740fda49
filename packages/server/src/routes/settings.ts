/** What the owner sets, section by section (A12). Part of the agents' API. */
import type { FastifyInstance } from 'fastify';
import type { ServerContext } from '../context.js';
import { requireOwner } from '../identity/agents.js';
import { requireAgent } from './agent-cookie.js';
import { ifMatch } from './if-match.js';

/** Adds the routes to the agents' scope under `/v1`. */
export function serveSettings(app: FastifyInstance, { service }: ServerContext): void {
  type BySection = { Params: { section: string } };
  const { settings } = service;

  app.get('/settings', async (request) => {
    requireOwner(await requireAgent(request.raw, service));
    return settings.read();
  });

  app.get<BySection>('/settings/:section', async (request) => {
    requireOwner(await requireAgent(request.raw, service));
    return settings.readOne(request.params.section);
  });

  app.put<BySection>('/settings/:section', async (request, reply) => {
    requireOwner(await requireAgent(request.raw, service));
    await settings.set(request.params.section, request.body, ifMatch(request));
    await service.settingsChanged();
    return reply.status(204).send();
  });

  app.delete<BySection>('/settings/:section', async (request, reply) => {
    requireOwner(await requireAgent(request.raw, service));
    await settings.set(request.params.section, null, ifMatch(request));
    await service.settingsChanged();
    return reply.status(204).send();
  });
}
