/** `/healthz`: the process answers. `/readyz`: it can serve. `/metrics`: numbers, for this machine or with the token. */
import { ProtocolError } from '@support-chat/protocol';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { createHash, timingSafeEqual } from 'node:crypto';
import type { ServerContext } from '../context.js';

/** Milliseconds the database has to answer in. */
const PING_PATIENCE = 2000;

export function serveHealth(app: FastifyInstance, context: ServerContext): void {
  app.get('/healthz', () => ({ status: 'ok' }));

  app.get('/readyz', async () => {
    if (context.draining()) throw new ProtocolError('server-stopping', { retryAfter: 1 });
    await inTime(context.store.ping());
    return { status: 'ready' };
  });

  app.get('/metrics', async (request, reply) => {
    if (!mayReadMetrics(request)) throw new ProtocolError('forbidden');
    return reply.type(context.metrics.contentType).send(await context.metrics.text());
  });

  function mayReadMetrics(request: FastifyRequest): boolean {
    const { metricsToken } = context.config;
    if (metricsToken === undefined) return context.addresses.loopback(request.raw);
    return sameSecret(request.headers.authorization ?? '', `Bearer ${metricsToken}`);
  }
}

async function inTime(work: Promise<void>): Promise<void> {
  const late = new ProtocolError('unavailable', { detail: 'The database did not answer in time.' });
  let timer: NodeJS.Timeout | undefined;
  try {
    await Promise.race([
      work,
      new Promise<never>((_resolve, reject) => {
        timer = setTimeout(() => reject(late), PING_PATIENCE);
      }),
    ]);
  } catch (cause) {
    throw cause instanceof ProtocolError ? cause : new ProtocolError('unavailable', { cause });
  } finally {
    clearTimeout(timer);
  }
}

/** Compares in a time that says nothing about where two secrets differ. */
function sameSecret(left: string, right: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(left), digest(right));
}
