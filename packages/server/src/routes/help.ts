/** The articles: every page may search and read them, owners write them. */
import type { FastifyInstance } from 'fastify';
import type { ServerContext } from '../context.js';
import { requireOwner } from '../identity/agents.js';
import { requireAgent } from './agent-cookie.js';
import { ArticleBody, ArticlesQuery, decode, RowId } from './body.js';
import { ifMatch } from './if-match.js';

interface OfArticle {
  readonly Params: { readonly id: string };
}

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

/** Adds the owner's routes to the agents' scope under `/v1`. */
export function serveOwnArticles(app: FastifyInstance, { service }: ServerContext): void {
  const { articles } = service;

  app.get('/agent/articles', async (request) => {
    requireOwner(await requireAgent(request.raw, service));
    return { articles: await articles.list() };
  });

  app.put<OfArticle>('/articles/:id', async (request, reply) => {
    requireOwner(await requireAgent(request.raw, service));
    await articles.put(decode(RowId, request.params.id), decode(ArticleBody, request.body), ifMatch(request));
    // Open pages offer a search only where there is something to find.
    await service.settingsChanged();
    return reply.status(204).send();
  });

  app.delete<OfArticle>('/articles/:id', async (request, reply) => {
    requireOwner(await requireAgent(request.raw, service));
    await articles.remove(request.params.id, ifMatch(request));
    await service.settingsChanged();
    return reply.status(204).send();
  });
}
