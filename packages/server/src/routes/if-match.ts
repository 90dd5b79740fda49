/** `If-Match`: the version that a change was made from. */
import type { FastifyRequest } from 'fastify';

/** Undefined where none is said, or any will do. */
export function ifMatch(request: FastifyRequest): string | undefined {
  const header = request.headers['if-match']?.trim();
  return header === undefined || header === '*' ? undefined : header.replace(/^W\/|"/g, '').slice(0, 64);
}
