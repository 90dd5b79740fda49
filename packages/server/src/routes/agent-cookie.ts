/**
 * The cookie an agent is known by (X2): out of reach of scripts, never sent by other sites, unreadable in logs. A program that
 * was let in by its API key is an agent as well, for this one request.
 */
import fastifyCookie from '@fastify/cookie';
import { ProtocolError } from '@support-chat/protocol';
import type { IncomingMessage } from 'node:http';
import type { AgentSession } from '../identity/session.js';
import type { Service } from '../service.js';

/** Name of the cookie. */
export const AGENT_COOKIE = 'sc_agent';

/** Requests that were let in by an API key, and as whom. */
const admitted = new WeakMap<IncomingMessage, AgentSession>();

/** Whoever has checked a request's key and its scope says so here. */
export function admitKey(request: IncomingMessage, session: AgentSession): void {
  admitted.set(request, session);
}

/** As whom a request acts that was let in by an API key; undefined when it was not. */
export function keyOf(request: IncomingMessage): AgentSession | undefined {
  return admitted.get(request);
}

/** The agent a request comes from, `null` when there is none or the session is over. */
export async function agentOf(request: IncomingMessage, service: Service): Promise<AgentSession | null> {
  const key = keyOf(request);
  if (key !== undefined) return key;
  const header = request.headers.cookie;
  const token = header === undefined ? undefined : fastifyCookie.parse(header)[AGENT_COOKIE];
  return token === undefined || token === '' ? null : service.agents.authenticate(token);
}

/** The agent a request comes from. @throws ProtocolError `sign-in-required` */
export async function requireAgent(request: IncomingMessage, service: Service): Promise<AgentSession> {
  const session = await agentOf(request, service);
  if (session === null) throw new ProtocolError('sign-in-required');
  return session;
}

/** The `Set-Cookie` value that signs in. @param expiresAt - wall time */
export function agentCookie(token: string, options: { readonly secure: boolean; readonly expiresAt: number }): string {
  const { secure, expiresAt } = options;
  return fastifyCookie.serialize(AGENT_COOKIE, token, { ...ATTRIBUTES, secure, expires: new Date(expiresAt) });
}

/** The `Set-Cookie` value that signs out. */
export function clearedAgentCookie(secure: boolean): string {
  return fastifyCookie.serialize(AGENT_COOKIE, '', { ...ATTRIBUTES, secure, expires: new Date(0) });
}

const ATTRIBUTES = { httpOnly: true, sameSite: 'strict', path: '/v1' } as const;
