/** A19 which request an API key may make, by which scope: whatever is not decided is closed. */
import { API_SCOPES, readApiKeyMade, type ApiScope } from '../../../../packages/protocol/src/index.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { scopeOf, SCOPED_ROUTES } from '../../../../packages/server/src/api-keys/scoped-routes.js';
import { routeOf } from '../../../../packages/server/src/openapi/api-key-paths.js';
import { openApi } from '../../../../packages/server/src/openapi.js';
import { anyText, seeded } from '../../../support/property.js';

/** What keys are kept from, and why. */
const CLOSED: Readonly<Record<string, string>> = {
  'GET /v1/socket': 'connections are for people',
  'GET /v1/events': 'connections are for people',
  'POST /v1/commands': 'connections are for people',
  'POST /v1/uploads': "a file on a person's way into a conversation",
  'HEAD /v1/uploads/:id': "a file on a person's way into a conversation",
  'PATCH /v1/uploads/:id': "a file on a person's way into a conversation",
  'DELETE /v1/uploads/:id': "a file on a person's way into a conversation",
  'POST /v1/uploads/:id/finish': "a file on a person's way into a conversation",
  'POST /v1/visitor/identity': 'a visitor comes in',
  'GET /v1/visitor/data': "a visitor's own",
  'DELETE /v1/visitor/data': "a visitor's own",
  'POST /v1/transcripts': "a visitor's own",
  'POST /v1/bridges/:id': 'has a signature of its own',
  'POST /v1/agent/sessions': 'passwords and sessions',
  'DELETE /v1/agent/sessions': 'passwords and sessions',
  'POST /v1/agent/setup': 'passwords and sessions',
  'GET /v1/agent/me': 'passwords and sessions',
  'PUT /v1/agent/presence': 'a person is there, or not',
  'POST /v1/agent/activity': 'a person is there, or not',
  'POST /v1/agents': 'passwords and sessions',
  'PATCH /v1/agents/:id': 'makes owners',
  'PUT /v1/agents/:id/presence': 'a person is there, or not',
  'PUT /v1/agent/persona': 'a person says who they are',
  'PUT /v1/agents/:id/face': 'a person says who they are',
  'DELETE /v1/agents/:id/face': 'a person says who they are',
  'DELETE /v1/agents/:id/sessions': 'passwords and sessions',
  'GET /v1/spelling': 'the desk checks spelling while people write',
  'GET /v1/spelling/:language/:version/:part': 'the desk checks spelling while people write',
  'GET /v1/api-keys': 'the keys themselves',
  'POST /v1/api-keys': 'the keys themselves',
  'DELETE /v1/api-keys/:id': 'the keys themselves',
};

interface Operation {
  readonly security?: readonly Readonly<Record<string, readonly string[]>>[];
}

describe('A19 scopes of API keys', () => {
  const paths = openApi()['paths'] as Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  const operations = new Map(
    Object.entries(paths).flatMap(([path, item]) =>
      Object.entries(item)
        .filter(([method]) => method !== 'parameters')
        .map(([method, operation]) => [routeOf(method, path), operation] as const),
    ),
  );
  const isScope = (value: unknown): value is ApiScope => API_SCOPES.includes(value as ApiScope);

  it('are decided for every route', () => {
    const undecided = [...operations.keys()].filter((route) => !(route in SCOPED_ROUTES) && !(route in CLOSED));
    expect(undecided).toEqual([]);
    const known = [...operations.keys(), 'GET /v1/openapi.json'];
    const unknown = Object.keys({ ...SCOPED_ROUTES, ...CLOSED }).filter((route) => !known.includes(route));
    expect(unknown).toEqual([]);
    expect(Object.keys(CLOSED).filter((route) => route in SCOPED_ROUTES)).toEqual([]);
  });

  it('each opens something, and none that reads opens what writes', () => {
    for (const scope of API_SCOPES) {
      const opened = Object.keys(SCOPED_ROUTES).filter((route) => SCOPED_ROUTES[route] === scope);
      expect(opened, scope).not.toEqual([]);
      const changes = opened.filter((route) => !route.startsWith('GET ') && route !== 'POST /v1/bot/trials');
      if (scope.endsWith(':read')) expect(changes, scope).toEqual([]);
      else expect(changes, scope).toEqual(opened);
    }
  });

  it('are what the OpenAPI file says of each operation', () => {
    for (const [route, { security = [] }] of operations) {
      const [method = '', address = ''] = route.split(' ');
      const needed = scopeOf(method, address);
      const said = security.flatMap((one) => one['apiKey'] ?? []);
      expect(said, route).toEqual(isScope(needed) ? [needed] : []);
    }
  });

  it('no request but those of the table is open, however its method and address are written', () => {
    seeded(
      fc.property(
        fc.oneof(fc.constantFrom('GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'get', '__proto__'), anyText(8)),
        fc.oneof(
          fc.constantFrom(...Object.keys({ ...SCOPED_ROUTES, ...CLOSED }).map((route) => route.split(' ')[1] ?? '')),
          anyText(),
        ),
        (method, address) => {
          const expected = SCOPED_ROUTES[`${method === 'HEAD' ? 'GET' : method} ${address}`];
          expect(scopeOf(method, address)).toBe(typeof expected === 'string' ? expected : null);
        },
      ),
    );
  });

  it('the answer with a secret is read, and refused without one', () => {
    const apiKey = {
      ...{ id: 'a', name: 'b', hint: 'sck_a', scopes: ['x:y'], createdAt: 1, createdBy: { id: 'c', name: 'd' } },
      ...{ expiresAt: null, lastUsedAt: 2, revokedAt: null },
    };
    expect(readApiKeyMade({ apiKey: { ...apiKey, secret: 's' } }, 'answer').apiKey).toEqual({ ...apiKey, secret: 's' });
    expect(() => readApiKeyMade({ apiKey }, 'answer')).toThrow('answer.apiKey.secret');
  });
});
