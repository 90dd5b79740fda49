/**
 * Which requests an API key may make, and by which scope (A19). What is not here is closed to keys: whoever adds a route
 * decides. Closed on purpose is whatever makes, changes or signs in people or keys.
 */
import type { ApiScope } from '@support-chat/protocol';

const CONVERSATION = '/v1/agent/conversations/:id';

/** Method and address → the scope it needs; `public`: anybody may, with or without a key. */
export const SCOPED_ROUTES: Readonly<Record<string, ApiScope | 'public'>> = {
  'GET /v1/site': 'public',
  'GET /v1/articles': 'public',
  'GET /v1/articles/:id': 'public',
  'GET /v1/bot/sources/:id': 'public',
  'GET /v1/faces/:id': 'public',
  'GET /v1/openapi.json': 'public',

  'GET /v1/agent/conversations': 'conversations:read',
  [`GET ${CONVERSATION}/events`]: 'conversations:read',
  [`GET ${CONVERSATION}/visitor`]: 'conversations:read',
  [`GET ${CONVERSATION}/notes`]: 'conversations:read',
  [`GET ${CONVERSATION}/mails`]: 'conversations:read',
  [`GET ${CONVERSATION}/mails/received`]: 'conversations:read',
  [`GET ${CONVERSATION}/mails/:mail/attempts`]: 'conversations:read',
  [`GET ${CONVERSATION}/questions`]: 'conversations:read',
  'GET /v1/files/:id': 'conversations:read',
  'GET /v1/files/:id/link': 'conversations:read',

  [`PUT ${CONVERSATION}/messages/:message`]: 'conversations:write',
  [`PUT ${CONVERSATION}/offers/:message`]: 'conversations:write',
  [`PUT ${CONVERSATION}/notes/:note`]: 'conversations:write',
  [`PUT ${CONVERSATION}/transfers/:note`]: 'conversations:write',
  [`PUT ${CONVERSATION}/mails/:mail`]: 'conversations:write',
  [`POST ${CONVERSATION}/mails/:mail/retry`]: 'conversations:write',
  [`PUT ${CONVERSATION}/questions/:question`]: 'conversations:write',

  'GET /v1/agent/archive': 'archive:read',
  'GET /v1/agent/archive/export': 'archive:read',

  'GET /v1/agent/statistics': 'statistics:read',
  'GET /v1/agent/statistics/topics': 'statistics:read',
  'GET /v1/agent/statistics/export': 'statistics:read',

  'GET /v1/agent/articles': 'content:read',
  'GET /v1/shortcuts': 'content:read',
  'GET /v1/bot': 'content:read',
  'GET /v1/bot/texts/:id': 'content:read',
  'POST /v1/bot/trials': 'content:read',

  'PUT /v1/articles/:id': 'content:write',
  'DELETE /v1/articles/:id': 'content:write',
  'POST /v1/shortcuts/import': 'content:write',
  'PUT /v1/shortcuts/:id': 'content:write',
  'DELETE /v1/shortcuts/:id': 'content:write',
  'PUT /v1/bot/texts/:id': 'content:write',
  'DELETE /v1/bot/texts/:id': 'content:write',

  'GET /v1/settings': 'settings:read',
  'GET /v1/settings/:section': 'settings:read',
  'GET /v1/retention': 'settings:read',
  'PUT /v1/settings/:section': 'settings:write',
  'DELETE /v1/settings/:section': 'settings:write',

  'GET /v1/agent/team': 'team:read',
  'GET /v1/agents': 'team:read',

  'GET /v1/webhooks': 'webhooks:read',
  'GET /v1/webhooks/:id/attempts': 'webhooks:read',
  'POST /v1/webhooks': 'webhooks:write',
  'PATCH /v1/webhooks/:id': 'webhooks:write',
  'POST /v1/webhooks/:id/secret': 'webhooks:write',
  'POST /v1/webhooks/:id/test': 'webhooks:write',
  'DELETE /v1/webhooks/:id': 'webhooks:write',
  'POST /v1/webhooks/:id/retry': 'webhooks:write',

  'GET /v1/offers': 'offers:read',
  'POST /v1/offers/:id/redemptions': 'offers:write',

  'GET /v1/audit': 'audit:read',
};

/** The scope that a request needs; null: keys are not let in at all. */
export function scopeOf(method: string, address: string): ApiScope | 'public' | null {
  return SCOPED_ROUTES[`${method === 'HEAD' ? 'GET' : method} ${address}`] ?? null;
}
