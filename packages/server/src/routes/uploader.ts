/** Who sends or asks for a file: a visitor by their bearer token, an agent by their cookie, a program by its API key. */
import { ProtocolError } from '@support-chat/protocol';
import type { FastifyRequest } from 'fastify';
import type { ServerContext } from '../context.js';
import type { Actor } from '../conversation/actor.js';
import { agentOf, keyOf } from './agent-cookie.js';

/** @throws ProtocolError `sign-in-required`, `session-unknown`, `session-expired` */
export async function uploaderOf(request: FastifyRequest, context: ServerContext): Promise<Actor> {
  const key = keyOf(request.raw);
  if (key !== undefined) return key.author;
  const token = /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? '')?.[1]?.slice(0, 256);
  if (token !== undefined) {
    const { actor } = await context.service.visitors.resume({ token, profile: undefined, page: undefined });
    return actor;
  }
  const foreign = context.origins.isForeign(request.raw);
  const agent = foreign ? null : await agentOf(request.raw, context.service);
  if (agent === null) throw new ProtocolError('sign-in-required');
  return agent.author;
}
