/** The articles: every page may search and read them, owners write them (see `agents.ts`). */
import type { FastifyInstance } from 'fastify';
import type { ServerContext } from '../context.js';
import { ArticlesQuery, decode } from './body.js';

/** Adds the public routes to a scope under `/v1`. */
export function serveHelp(app: FastifyInstance, { service }: ServerContext): void {
  app.get('/articles', async (request, reply) => {
    reply.header('Cache-Control', 'no-cache');
    const { q: text, locale, limit } = decode(ArticlesQuery, request.query);
    return { articles: await service.articles.find({ text, locale, limit }) };
  });

  app.get<{ Params: { id: string } }>('/articles/:id', async (request, reply) => {
    reply.header('Cache-Control', 'no-cache');
    return service.articles.load(request.params.id);
  });
}
