/** How visitors see agents (A14), at the reference server: read, and changed. */
import { ProtocolError, type Author } from '@support-chat/protocol';
import type { AgentApi } from './agent-api.js';

/** Changes how visitors see agents; every method gives the agent as seen then, or throws a coded `ProtocolError`. */
export interface PersonaSource {
  /** The agent at this desk. */
  load(signal: AbortSignal): Promise<Author>;
  /** Of the agent at this desk. @param persona - an empty title is none */
  save(persona: { readonly name: string; readonly title: string }, signal: AbortSignal): Promise<Author>;
  /** @param picture - null: none */
  setFace(agent: string, picture: Blob | null, signal: AbortSignal): Promise<Author>;
}

/** Of a route's answer, with or without the version of the settings. */
export type CallRoute = (method: string, path: string, signal: AbortSignal, body?: object) => Promise<unknown>;

/** Gives an agent a picture, or takes it back. */
export async function setFace(
  call: CallRoute,
  agent: string,
  picture: Blob | null,
  signal: AbortSignal,
): Promise<Author> {
  return authorIn(await call(picture ? 'PUT' : 'DELETE', `/agents/${agent}/face`, signal, picture ?? undefined));
}

/** The personas of the reference server. */
export function serverPersona(api: AgentApi): PersonaSource {
  const call: CallRoute = (method, path, signal, body) => api.call(method, path, signal, body);
  return {
    load: async (signal) => authorIn(await call('GET', '/agent/me', signal)),
    save: async (persona, signal) => authorIn(await call('PUT', '/agent/persona', signal, persona)),
    setFace: (agent, picture, signal) => setFace(call, agent, picture, signal),
  };
}

function authorIn(answer: unknown): Author {
  const { author } = (answer ?? {}) as { author?: Author };
  if (typeof author?.id !== 'string') throw new ProtocolError('internal', { detail: 'The answer names no agent.' });
  return author;
}
