/**
 * The owner's settings: what every page may read (`GET /v1/site`), and the owner's way to change it. Pages ask again when
 * they are opened, and get an answer without a body while nothing has changed.
 */
import type { FastifyInstance } from 'fastify';
import { createHash } from 'node:crypto';
import type { ServerContext } from '../context.js';

/** Adds the public route to a scope under `/v1`. */
export function serveSite(app: FastifyInstance, { service, mailer }: ServerContext): void {
  /** So that pages offer a search only where there is something to find. */
  async function articleCount(): Promise<{ articles?: number }> {
    const count = await service.articles.count();
    return count > 0 ? { articles: count } : {};
  }

  app.get('/site', async (request, reply) => {
    const { departments, routing: _routing, presence: _presence, ...open } = await service.settings.read();
    // Who belongs to a department is nobody's business outside, and neither is who gets whom.
    const named = departments?.map(({ id, name }) => ({ id, name }));
    const facts = { ...(await articleCount()), ...(mailer && { mail: true }) };
    const site = JSON.stringify({ ...open, ...(named && { departments: named }), ...facts });
    const tag = `"${createHash('sha256').update(site).digest('base64url').slice(0, 22)}"`;
    reply.header('Cache-Control', 'no-cache').header('ETag', tag);
    if (request.headers['if-none-match'] === tag) return reply.status(304).send();
    return reply.type('application/json').send(site);
  });
}
