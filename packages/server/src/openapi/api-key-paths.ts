/** API keys in the OpenAPI document: making them, and which operation takes which scope. */
import { SCOPED_ROUTES } from '../api-keys/scoped-routes.js';
import { NOTHING, ok, operation, parameter, type Json } from './parts.js';

const agent = [{ agent: [] }];

/** Addresses by which owners make and revoke keys. */
export const API_KEY_PATHS: Json = {
  '/v1/api-keys': {
    get: {
      ...operation('The API keys, newest first, without secrets. Owners only.', { 200: ok('ApiKeys') }),
      security: agent,
    },
    post: {
      ...operation(
        'Makes an API key and tells its secret, once. Owners only.',
        { 201: ok('ApiKeyMade') },
        'ApiKeyDraft',
      ),
      security: agent,
    },
  },
  '/v1/api-keys/{id}': {
    delete: { ...operation('Revokes an API key for good. Owners only.', { 204: NOTHING }), security: agent },
    parameters: [parameter('path', 'id', true)],
  },
};

/** How a key is brought along. */
export const API_KEY_SCHEME: Json = {
  type: 'http',
  scheme: 'bearer',
  bearerFormat: 'sck_…',
  description: 'An API key of an owner. The scope that an operation needs stands in its list.',
};

/** Adds to each operation that takes API keys the scope that it needs. */
export function withScopes(paths: Json): Json {
  return mapValues(paths, (item, path) =>
    mapValues(item as Json, (operation, method) => {
      const scope = SCOPED_ROUTES[routeOf(method, path)];
      if (scope === undefined || scope === 'public') return operation;
      const { security = [] } = operation as { readonly security?: readonly Json[] };
      return { ...(operation as Json), security: [...security, { apiKey: [scope] }] };
    }),
  );
}

/** Method and address as the server's routes have them. */
export function routeOf(method: string, path: string): string {
  return `${method.toUpperCase()} ${path.replace(/^(\/v1\/settings)\/.+/, '$1/:section').replace(/\{(\w+)\}/g, ':$1')}`;
}

function mapValues(values: Json, change: (value: unknown, key: string) => unknown): Json {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, change(value, key)]));
}
