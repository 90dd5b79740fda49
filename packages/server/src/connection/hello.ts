/** The first frame of a connection: who is it, and which conversation are they here for (P-H1). */
import { PROTOCOL_VERSION, ProtocolError, type Hello } from '@support-chat/protocol';
import type { Actor } from '../conversation/actor.js';
import type { Admission } from '../identity/visitors.js';
import type { Connection } from './connection.js';
import type { ConnectionHost } from './host.js';

/** Somebody who may come in. */
export interface Admitted {
  readonly actor: Actor;
  /** Names the session for the guard and for `heldBy`. */
  readonly session: string;
  /** What to listen to; null for an inbox, or when the visitor has none yet. */
  readonly conversation: string | null;
  /** A session that was made for this hello. */
  readonly issued: { readonly token: string; readonly expiresAt: number } | null;
}

/**
 * Checks a hello.
 *
 * @throws ProtocolError `protocol-unsupported`, `sign-in-required`, `session-revoked`, `session-unknown`, `session-expired`,
 *   `rate-limited`, `conversation-unknown`
 */
export async function admit(host: ConnectionHost, connection: Connection, hello: Hello): Promise<Admitted> {
  if (hello.protocol !== PROTOCOL_VERSION) {
    throw new ProtocolError('protocol-unsupported', { detail: `This server speaks version ${PROTOCOL_VERSION}.` });
  }
  if (hello.role === 'agent') {
    const { agent } = connection;
    if (agent === null || agent.expiresAt <= host.clock.wallTime()) throw new ProtocolError('sign-in-required');
    // The cookie was read before anybody listened for its end; a sign-out in between told nobody (X2).
    if (!(await host.agents.lasts(agent))) throw new ProtocolError('session-revoked');
    return { actor: agent.author, session: agent.id, conversation: hello.conversation ?? null, issued: null };
  }
  const admission = await admitVisitor(host, connection, hello);
  if (admission.changed) await host.conversations.noteVisitorChange(admission.actor.id);
  const { conversation } = hello;
  // Somebody else's is refused, not quietly replaced by their own. One of theirs that is not the current one any more, or
  // no longer exists, because an older backup was restored, must not lock them out: they go on with what there is.
  const other = conversation !== undefined && conversation !== admission.conversation;
  if (other && (await host.conversations.isForeign(admission.actor, conversation))) {
    throw new ProtocolError('conversation-unknown');
  }
  return admission;
}

async function admitVisitor(host: ConnectionHost, connection: Connection, hello: Hello): Promise<Admission> {
  const { token, profile, page } = hello;
  const { address, userAgent } = connection.client;
  if (token !== undefined) return host.visitors.resume({ token, profile, page, userAgent });
  const retryAfter = host.guard.newSession(address);
  if (retryAfter > 0) throw new ProtocolError('rate-limited', { retryAfter });
  const admission = await host.visitors.start({ token, profile, page, userAgent });
  host.counters.sessionsMade++;
  return admission;
}
