/**
 * Lets other programs in by their API key (A19): a request that brings one is judged by the key alone, whatever cookie it has,
 * and reaches its route only with the scope that the route needs. Every refusal says which, and is recorded.
 */
import { ProtocolError } from '@support-chat/protocol';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { KnownKey } from '../api-keys/api-keys.js';
import { scopeOf } from '../api-keys/scoped-routes.js';
import { isMeantAsKey } from '../api-keys/secret.js';
import type { ServerContext } from '../context.js';
import { admitKey } from './agent-cookie.js';
import { bearer } from './bearer.js';

/** What the audit log says of a key. */
interface Refusal {
  /** Null: nobody's. */
  readonly id: string | null;
  readonly detail: string;
}

const TROUBLES = {
  unknown: { code: 'session-unknown', detail: 'There is no such API key.' },
  expired: { code: 'session-expired', detail: 'The API key has expired.' },
  revoked: { code: 'session-revoked', detail: 'The API key was revoked.' },
} as const;

/**
 * Adds the door to a scope under `/v1`. It stands behind what is counted by address, and before the body is read.
 *
 * A request is refused with `session-unknown`, `session-expired` or `session-revoked` (401), `forbidden` (403), `rate-limited`,
 * `origin-refused`.
 */
export function admitApiKeys(app: FastifyInstance, context: ServerContext): void {
  const { apiKeys, audit, addresses, counters, origins } = context;

  app.addHook('preParsing', async (request, reply) => {
    const secret = bearer(request);
    if (!isMeantAsKey(secret)) return;
    if (origins.isForeign(request.raw)) {
      throw new ProtocolError('origin-refused', {
        detail: 'API keys are for servers. A page shows them to everybody.',
      });
    }
    const presented = await apiKeys.know(secret);
    if (presented.trouble !== null) {
      const { trouble, id } = presented;
      await record(request, { id, detail: trouble });
      reply.header('WWW-Authenticate', 'Bearer error="invalid_token"');
      const { code, detail } = TROUBLES[trouble];
      throw new ProtocolError(code, { detail });
    }
    const { session } = presented.key;
    const retryAfter = counters.apiKey(session.id);
    if (retryAfter > 0) throw new ProtocolError('rate-limited', { retryAfter });
    await checkScope(request, reply, presented.key);
    admitKey(request.raw, session);
  });

  async function checkScope(
    request: FastifyRequest,
    reply: FastifyReply,
    { scopes, session }: KnownKey,
  ): Promise<void> {
    const scope = scopeOf(request.method, request.routeOptions.url ?? '');
    if (scope === 'public') return;
    if (scope === null) {
      await record(request, { id: session.id, detail: 'closed' });
      throw new ProtocolError('forbidden', { detail: 'This is closed to API keys: somebody has to sign in.' });
    }
    if (scopes.has(scope)) return;
    await record(request, { id: session.id, detail: `needs ${scope}` });
    reply.header('WWW-Authenticate', `Bearer error="insufficient_scope", scope="${scope}"`);
    throw new ProtocolError('forbidden', { detail: `The API key needs the scope ${scope}.` });
  }

  /** A program that is refused may go on for days: the first ones of a minute say it. */
  async function record({ raw }: FastifyRequest, { id, detail }: Refusal): Promise<void> {
    const address = addresses.key(raw);
    if (!counters.tellsRefusal(id ?? address)) return;
    const actor = id === null ? ({ kind: 'nobody', id } as const) : ({ kind: 'key', id } as const);
    await audit.add({ actor, action: 'api-key-refused', target: null, detail, outcome: 'refused', address });
  }
}
