/**
 * What every page may read of the owner's settings. Pages ask again when they are opened, and get an answer without a body
 * while nothing has changed.
 */
import { withFacesAt } from '@support-chat/protocol';
import type { FastifyInstance } from 'fastify';
import { createHash } from 'node:crypto';
import type { ServerContext } from '../context.js';

/** Adds the public route to a scope under `/v1`. */
export function serveSite(app: FastifyInstance, { service, origins, config }: ServerContext): void {
  app.get('/site', async (request, reply) => {
    const server = config.publicUrl ?? origins.own(request.raw) ?? '';
    const site = withFacesAt(`${server.replace(/\/+$/, '')}/v1/faces/`, JSON.stringify(await service.site.read()));
    const tag = `"${createHash('sha256').update(site).digest('base64url').slice(0, 22)}"`;
    reply.header('Cache-Control', 'no-cache').header('ETag', tag);
    if (request.headers['if-none-match'] === tag) return reply.status(304).send();
    return reply.type('application/json').send(site);
  });
}
