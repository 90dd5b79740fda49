/** Which requests are recorded, and as what (A19). What is said in
 * conversations is not: the logs themselves are the record of it. */

/** How a request is recorded. */
export interface AuditedRoute {
  readonly action: AuditAction;
  /** The part of the address that says what it is done to. */
  readonly target?: string;
  /** The part of the answer that is what was made, or who came in. */
  readonly made?: 'agent' | 'webhook' | 'apiKey';
  /** Whether names of the fields of the body say what was changed. */
  readonly fields?: true;
  /** Recorded also when nobody is known who asks: somebody tries to get in. */
  readonly door?: true;
}

/** What is recorded. */
export const AUDIT_ACTIONS = [
  'sign-in',
  'sign-out',
  'set-up',
  'agent-made',
  'agent-changed',
  'agent-presence',
  'persona-changed',
  'face-changed',
  'face-removed',
  'agent-signed-out',
  'settings-changed',
  'settings-removed',
  'webhook-made',
  'webhook-changed',
  'webhook-secret-replaced',
  'webhook-tested',
  'webhook-removed',
  'webhook-retried',
  'api-key-made',
  'api-key-revoked',
  'api-key-refused',
  'shortcut-written',
  'shortcut-removed',
  'shortcuts-imported',
  'article-written',
  'article-removed',
  'bot-text-written',
  'bot-text-removed',
  'archive-exported',
  'statistics-exported',
  'visitor-exported',
  'visitor-erased',
  'retention',
] as const;
export type AuditAction = (typeof AUDIT_ACTIONS)[number];

/** Method and address → what it is. */
export const AUDITED_ROUTES: Readonly<Record<string, AuditedRoute>> = {
  'POST /v1/agent/sessions': { action: 'sign-in', made: 'agent', door: true },
  'DELETE /v1/agent/sessions': { action: 'sign-out' },
  'POST /v1/agent/setup': { action: 'set-up', made: 'agent', door: true },
  'POST /v1/agents': { action: 'agent-made', made: 'agent' },
  'PATCH /v1/agents/:id': { action: 'agent-changed', target: 'id', fields: true },
  'PUT /v1/agent/persona': { action: 'persona-changed', fields: true },
  'PUT /v1/agents/:id/face': { action: 'face-changed', target: 'id' },
  'DELETE /v1/agents/:id/face': { action: 'face-removed', target: 'id' },
  'PUT /v1/agents/:id/presence': { action: 'agent-presence', target: 'id' },
  'DELETE /v1/agents/:id/sessions': { action: 'agent-signed-out', target: 'id' },
  'PUT /v1/settings/:section': { action: 'settings-changed', target: 'section' },
  'DELETE /v1/settings/:section': { action: 'settings-removed', target: 'section' },
  'POST /v1/webhooks': { action: 'webhook-made', made: 'webhook' },
  'PATCH /v1/webhooks/:id': { action: 'webhook-changed', target: 'id', fields: true },
  'POST /v1/webhooks/:id/secret': { action: 'webhook-secret-replaced', target: 'id' },
  'POST /v1/webhooks/:id/test': { action: 'webhook-tested', target: 'id' },
  'DELETE /v1/webhooks/:id': { action: 'webhook-removed', target: 'id' },
  'POST /v1/webhooks/:id/retry': { action: 'webhook-retried', target: 'id' },
  'POST /v1/api-keys': { action: 'api-key-made', made: 'apiKey', fields: true },
  'DELETE /v1/api-keys/:id': { action: 'api-key-revoked', target: 'id' },
  'PUT /v1/shortcuts/:id': { action: 'shortcut-written', target: 'id' },
  'DELETE /v1/shortcuts/:id': { action: 'shortcut-removed', target: 'id' },
  'POST /v1/shortcuts/import': { action: 'shortcuts-imported' },
  'PUT /v1/articles/:id': { action: 'article-written', target: 'id' },
  'DELETE /v1/articles/:id': { action: 'article-removed', target: 'id' },
  'PUT /v1/bot/texts/:id': { action: 'bot-text-written', target: 'id' },
  'DELETE /v1/bot/texts/:id': { action: 'bot-text-removed', target: 'id' },
  'GET /v1/agent/archive/export': { action: 'archive-exported' },
  'GET /v1/agent/statistics/export': { action: 'statistics-exported' },
  'GET /v1/visitor/data': { action: 'visitor-exported' },
  'DELETE /v1/visitor/data': { action: 'visitor-erased' },
};
