/** Records what is asked of the API (A19), and shows owners the record. */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import * as v from 'valibot';
import { AUDIT_ACTIONS, AUDITED_ROUTES, type AuditedRoute } from '../audit/audited-routes.js';
import type { AuditDraft } from '../audit/audit.js';
import type { ServerContext } from '../context.js';
import { requireOwner } from '../identity/agents.js';
import { agentOf, keyOf, requireAgent } from './agent-cookie.js';
import { bearer } from './bearer.js';
import { decode } from './body.js';

/** Entries of one page at most. */
const MAX_PAGE = 100;

const time = v.pipe(v.string(), v.regex(/^\d{1,15}$/, 'milliseconds since 1970'), v.transform(Number));

/** `GET /v1/audit` */
const AuditQuery = v.strictObject({
  actor: v.exactOptional(v.pipe(v.string(), v.maxLength(64))),
  action: v.exactOptional(v.picklist(AUDIT_ACTIONS)),
  outcome: v.exactOptional(v.picklist(['done', 'refused'])),
  from: v.exactOptional(time),
  to: v.exactOptional(time),
  after: v.exactOptional(v.pipe(v.string(), v.regex(/^\d{1,15}$/, 'what a page has said'), v.transform(Number))),
  limit: v.optional(v.pipe(v.string(), v.regex(/^([1-9]\d?|100)$/, `1 to ${MAX_PAGE}`), v.transform(Number)), '50'),
});

/** Adds the route to the agents' scope under `/v1`. */
export function serveAudit(app: FastifyInstance, { service, audit }: ServerContext): void {
  app.get('/audit', async (request) => {
    requireOwner(await requireAgent(request.raw, service));
    return audit.read(decode(AuditQuery, request.query));
  });
}

/**
 * Has every audited request of a scope recorded before it is answered: who has the answer can rely on the entry. Who asks is
 * looked up before it is done, because a sign-out leaves nobody behind.
 */
export function recordRequests(app: FastifyInstance, context: ServerContext): void {
  const actors = new WeakMap<FastifyRequest, AuditDraft['actor']>();

  app.addHook('preHandler', async (request) => {
    if (routeOf(request) !== undefined) actors.set(request, await actorOf(request, context));
  });

  app.addHook('onSend', async (request, reply, payload) => {
    const route = routeOf(request);
    const actor = actors.get(request);
    // Refused before anybody looked who it is: too fast, too large, from a foreign page.
    if (route === undefined || actor === undefined) return;
    const outcome = outcomeOf(reply.statusCode);
    if (outcome === null || (outcome === 'refused' && actor.kind === 'nobody' && route.door !== true)) return;
    const made = outcome === 'done' && route.made !== undefined ? idIn(payload, route.made) : null;
    await context.audit.add({
      actor: route.door === true && made !== null ? { kind: 'agent', id: made } : actor,
      action: route.action,
      target: made ?? targetOf(request, route),
      // What is done was checked before; what is refused may be anything.
      detail: route.fields === true && outcome === 'done' ? fieldsOf(request.body) : null,
      outcome,
      address: context.addresses.key(request.raw),
    });
  });
}

function routeOf({ method, routeOptions }: FastifyRequest): AuditedRoute | undefined {
  return AUDITED_ROUTES[`${method} ${routeOptions.url}`];
}

/** Null: nothing was done, and nobody was kept from it. */
function outcomeOf(status: number): AuditDraft['outcome'] | null {
  if (status < 400) return 'done';
  return status === 401 || status === 403 ? 'refused' : null;
}

async function actorOf(request: FastifyRequest, { service }: ServerContext): Promise<AuditDraft['actor']> {
  const key = keyOf(request.raw);
  if (key !== undefined) return { kind: 'key', id: key.id };
  const token = request.routeOptions.url?.startsWith('/v1/visitor/') === true ? bearer(request) : undefined;
  const visitor = token === undefined ? null : await service.visitors.identify(token);
  if (visitor !== null) return { kind: 'visitor', id: visitor };
  const session = await agentOf(request.raw, service);
  return session === null ? { kind: 'nobody', id: null } : { kind: 'agent', id: session.agent.id };
}

function targetOf(request: FastifyRequest, { target }: AuditedRoute): string | null {
  if (target === undefined) return null;
  const value = (request.params as Readonly<Record<string, string>>)[target];
  // An id that nobody has made may be anything.
  return value !== undefined && /^[\w-]{1,64}$/.test(value) ? value : null;
}

/** Names and, because so much hangs on them, the role and the scopes. */
function fieldsOf(body: unknown): string | null {
  if (typeof body !== 'object' || body === null) return null;
  const { role, scopes } = body as { role?: unknown; scopes?: readonly string[] };
  const names = Object.keys(body)
    .filter((name) => /^\w{1,32}$/.test(name))
    .sort();
  return names
    .map((name) => {
      if (name === 'role') return `role=${String(role).slice(0, 16)}`;
      return name === 'scopes' ? `scopes=${[...new Set(scopes)].sort().join()}` : name;
    })
    .join(' ');
}

function idIn(payload: unknown, name: NonNullable<AuditedRoute['made']>): string | null {
  const made = JSON.parse(String(payload)) as Partial<Record<string, { readonly id?: string }>>;
  return made[name]?.id ?? null;
}
