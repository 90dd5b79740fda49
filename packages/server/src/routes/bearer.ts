/** The visitor's token of a request. */
import type { FastifyRequest } from 'fastify';

/** The token of `Authorization: Bearer …`. Longer ones are cut: they are unknown either way. */
export function bearer(request: FastifyRequest): string | undefined {
  const match = /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? '');
  return match?.[1]?.slice(0, 256);
}
