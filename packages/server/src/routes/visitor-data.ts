/**
 * `GET /v1/visitor/data`: all that is kept of the visitor, as a file; `DELETE`: has it erased (X9). By the visitor's token
 * and nobody else's right.
 */
import { ProtocolError } from '@support-chat/protocol';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Readable } from 'node:stream';
import type { ServerContext } from '../context.js';
import type { Actor } from '../conversation/actor.js';
import { VisitorData } from '../identity/visitor-data.js';
import { bearer } from './bearer.js';

/** Adds the routes to a scope under `/v1`. */
export function serveVisitorData(app: FastifyInstance, context: ServerContext): void {
  const { service, counters, addresses, store, clock, files, log } = context;
  const data = new VisitorData({ store, clock, files, conversations: service.conversations });

  app.get('/visitor/data', async (request, reply) => {
    const pieces = data.read(await visitorOf(request));
    const first = await pieces.next(); // what fails fails before anything was answered
    reply.header('Content-Disposition', 'attachment; filename="chat-data.json"').header('Cache-Control', 'no-store');
    return reply.type('application/json').send(Readable.from(withFirst(first.value as string, pieces)));
  });

  app.delete('/visitor/data', async (request, reply) => {
    const { id } = await visitorOf(request);
    await data.erase(id);
    log.info({ visitor: id }, 'visitor-erased');
    return reply.status(204).send();
  });

  async function visitorOf(request: FastifyRequest): Promise<Actor> {
    const token = bearer(request);
    if (token === undefined) throw new ProtocolError('session-unknown');
    const { actor } = await service.visitors.resume({ token, profile: undefined, page: undefined });
    const retryAfter = counters.visitorData(actor.id, addresses.key(request.raw));
    if (retryAfter > 0) throw new ProtocolError('rate-limited', { retryAfter });
    return actor;
  }
}

async function* withFirst(first: string, rest: AsyncIterable<string>): AsyncGenerator<string> {
  yield first;
  yield* rest;
}
