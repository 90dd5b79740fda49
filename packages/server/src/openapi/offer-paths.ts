/** Personal offers in the OpenAPI document. */
import { ok, operation, parameter, type Json } from './parts.js';

const agent = [{ agent: [] }];

/** Addresses by which offers are given, redeemed and counted. */
export const OFFER_PATHS: Json = {
  '/v1/agent/conversations/{id}/offers/{message}': {
    put: {
      ...operation(
        'Gives the visitor a personal offer; the same again does nothing more.',
        { 200: ok('GivenOffer') },
        'OfferGift',
      ),
      security: agent,
    },
    parameters: [parameter('path', 'id', true), parameter('path', 'message', true)],
  },
  '/v1/offers': {
    get: { ...operation('What became of each offer. Owners only.', { 200: ok('OfferFigures') }), security: agent },
  },
  '/v1/offers/{id}/redemptions': {
    post: {
      ...operation(
        'An offer was redeemed with an order; the same order counts once. Owners only.',
        { 200: ok('Redeemed') },
        'Redemption',
      ),
      security: agent,
    },
    parameters: [parameter('path', 'id', true)],
  },
};
