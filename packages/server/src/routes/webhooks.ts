/** The owner's webhooks, and what other systems say through a bridge (A19). */
import { MAX_FRAME_BYTES, WebhookChangeSchema, WebhookDraftSchema } from '@support-chat/protocol';
import type { FastifyInstance } from 'fastify';
import type { ServerContext } from '../context.js';
import { requireOwner } from '../identity/agents.js';
import { requireAgent } from './agent-cookie.js';
import { decode } from './body.js';
import { ifMatch } from './if-match.js';

/** Adds the owner's routes to the agents' scope under `/v1`. */
export function serveWebhooks(app: FastifyInstance, { service, webhooks, bridges }: ServerContext): void {
  type ById = { Params: { id: string } };

  app.get('/webhooks', async (request) => {
    requireOwner(await requireAgent(request.raw, service));
    return { webhooks: await webhooks.states() };
  });

  app.post('/webhooks', async (request, reply) => {
    requireOwner(await requireAgent(request.raw, service));
    const webhook = await webhooks.create(decode(WebhookDraftSchema, request.body));
    await bridges.refresh();
    // The one time that the secret is told.
    return reply.status(201).header('Cache-Control', 'no-store').send({ webhook });
  });

  app.patch<ById>('/webhooks/:id', async (request) => {
    requireOwner(await requireAgent(request.raw, service));
    const change = decode(WebhookChangeSchema, request.body);
    const webhook = await webhooks.change(request.params.id, change, ifMatch(request));
    await bridges.refresh();
    return { webhook };
  });

  app.post<ById>('/webhooks/:id/secret', async (request, reply) => {
    requireOwner(await requireAgent(request.raw, service));
    const webhook = await webhooks.replaceSecret(request.params.id);
    await bridges.refresh();
    return reply.header('Cache-Control', 'no-store').send({ webhook });
  });

  app.post<ById>('/webhooks/:id/test', async (request) => {
    requireOwner(await requireAgent(request.raw, service));
    return { outcome: await bridges.test(request.params.id) };
  });

  app.delete<ById>('/webhooks/:id', async (request, reply) => {
    requireOwner(await requireAgent(request.raw, service));
    await webhooks.remove(request.params.id);
    await bridges.refresh();
    return reply.status(204).send();
  });

  app.get<ById>('/webhooks/:id/attempts', async (request) => {
    requireOwner(await requireAgent(request.raw, service));
    return { attempts: await webhooks.attempts(request.params.id) };
  });

  app.post<ById>('/webhooks/:id/retry', async (request, reply) => {
    requireOwner(await requireAgent(request.raw, service));
    await webhooks.hurry(request.params.id);
    bridges.hurry(request.params.id);
    return reply.status(202).send();
  });
}

/** Adds the route for other systems to a scope of its own under `/v1`. Its permission is what the bridge finds in the post. */
export function serveBridges(app: FastifyInstance, { bridges }: ServerContext): void {
  // A signature is over the very bytes.
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'string', bodyLimit: MAX_FRAME_BYTES }, (_request, body, done) => {
    done(null, String(body));
  });
  app.post<{ Params: { id: string } }>('/bridges/:id', async (request) => {
    const headers = Object.entries(request.headers).map(([name, value]) => [name, String(value)] as const);
    const body = typeof request.body === 'string' ? request.body : '';
    const taken = await bridges.receive(request.params.id, { headers: Object.fromEntries(headers), body });
    return { taken };
  });
}
