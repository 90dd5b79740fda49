/** Personal offers (A15): agents give them, shops say that they were redeemed, owners count them. Part of the agents' API. */
import { OfferGiftSchema, ProtocolError, RedemptionSchema } from '@support-chat/protocol';
import type { FastifyInstance } from 'fastify';
import type { ServerContext } from '../context.js';
import { requireOwner } from '../identity/agents.js';
import { requireAgent } from './agent-cookie.js';
import { decode, MessageId, RowId } from './body.js';

/** Adds the routes to the agents' scope under `/v1`. */
export function serveOffers(app: FastifyInstance, context: ServerContext): void {
  const { service, counters, addresses } = context;
  const { offers } = service;

  app.get('/offers', async (request) => {
    requireOwner(await requireAgent(request.raw, service));
    return { offers: await offers.figures() };
  });

  app.post<{ Params: { id: string } }>('/offers/:id/redemptions', async (request) => {
    requireOwner(await requireAgent(request.raw, service));
    const { order } = decode(RedemptionSchema, request.body);
    return offers.redeem(decode(RowId, request.params.id), order);
  });

  app.put<{ Params: { id: string; message: string } }>('/agent/conversations/:id/offers/:message', async (request) => {
    const { author, id: session } = await requireAgent(request.raw, service);
    const { id: conversation } = request.params;
    const message = decode(MessageId, request.params.message);
    const { offer } = decode(OfferGiftSchema, request.body);
    const retryAfter = counters.message('agent', session, addresses.key(request.raw));
    if (retryAfter > 0) throw new ProtocolError('rate-limited', { retryAfter });
    const { seq, time } = await offers.give(author, { conversation, message, offer });
    return { conversation, seq, time };
  });
}
