/**
 * `POST /v1/visitor/identity`: the visitor's site vouches for them, and they get a session as that person (X1). The token that
 * their device has comes along as `Authorization: Bearer`; `same` says whether what is kept with it is this person's too.
 */
import { ProtocolError } from '@support-chat/protocol';
import type { FastifyInstance } from 'fastify';
import type { ServerContext } from '../context.js';
import { SIGNED_LIFETIME } from '../identity/sign-in.js';
import { hashToken } from '../identity/token.js';
import { bearer } from './bearer.js';
import { decode, IdentityBody } from './body.js';

/** Adds the route to a scope under `/v1`. */
export function serveIdentity(app: FastifyInstance, context: ServerContext): void {
  const { addresses, clock, counters, identities, random, service } = context;
  app.post('/visitor/identity', async (request) => {
    const { identity } = decode(IdentityBody, request.body);
    const retryAfter = counters.identity(addresses.key(request.raw));
    if (retryAfter > 0) throw new ProtocolError('rate-limited', { retryAfter });
    if (identities === null) throw new ProtocolError('identity-refused', { detail: 'This server has no keys.' });
    const verified = await identities.verify(identity);
    const [presented, token] = [bearer(request), random.token()];
    const { kept, same } = await service.conversations.signIn(verified, {
      presented: presented === undefined ? undefined : hashToken(presented),
      issued: hashToken(token),
    });
    return { session: kept ? null : { token, expiresAt: clock.wallTime() + SIGNED_LIFETIME }, same };
  });
}
