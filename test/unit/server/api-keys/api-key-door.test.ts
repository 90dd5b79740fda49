/** A19 the door for API keys before every route that there is: who lacks the scope does not get to the route. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { API_SCOPES, type ApiScope } from '../../../../packages/protocol/src/index.js';
import type { Presented } from '../../../../packages/server/src/api-keys/api-keys.js';
import { SCOPED_ROUTES } from '../../../../packages/server/src/api-keys/scoped-routes.js';
import type { ServerContext } from '../../../../packages/server/src/context.js';
import { routeOf } from '../../../../packages/server/src/openapi/api-key-paths.js';
import { openApi } from '../../../../packages/server/src/openapi.js';
import { admitApiKeys } from '../../../../packages/server/src/routes/api-key-door.js';
import { seeded } from '../../../support/property.js';

const paths = openApi()['paths'] as Readonly<Record<string, object>>;
const ROUTES = [
  ...new Set(
    Object.entries(paths).flatMap(([path, item]) =>
      Object.keys(item)
        .filter((method) => method !== 'parameters')
        .map((method) => routeOf(method, path)),
    ),
  ),
];

type Door = (request: object, reply: object) => Promise<void>;

describe('A19 the door for API keys', () => {
  /** Of the key that is presented next. */
  let scopes: readonly ApiScope[] = [];
  const recorded: (string | null)[] = [];
  const know = (): Promise<Presented> =>
    Promise.resolve({ trouble: null, key: { scopes: new Set(scopes), session: { id: 'key-00000001' } as never } });
  const context = {
    apiKeys: { know },
    audit: { add: ({ detail }: { detail: string | null }) => Promise.resolve(void recorded.push(detail)) },
    addresses: { key: () => 'somewhere' },
    counters: { apiKey: () => 0, tellsRefusal: () => true },
    origins: { isForeign: () => false },
  };
  const doors: Door[] = [];
  const app = { addHook: (_moment: string, door: Door) => void doors.push(door) };
  admitApiKeys(app as never, context as unknown as ServerContext);

  it('lets a key to a route that needs a scope only with that scope, and never to one that names none', () =>
    seeded(
      fc.asyncProperty(fc.subarray([...API_SCOPES]), fc.constantFrom(...ROUTES), async (given, route) => {
        scopes = given;
        recorded.length = 0;
        const [method = '', url = ''] = route.split(' ');
        const request = { raw: {}, method, routeOptions: { url }, headers: { authorization: 'Bearer sck_any' } };
        const reached = await Promise.all(doors.map((door) => door(request, { header: () => undefined }))).then(
          () => true,
          () => false,
        );
        const needed = SCOPED_ROUTES[route];
        const open = needed !== undefined && (needed === 'public' || given.includes(needed));
        expect(reached, route).toBe(open);
        expect(recorded, route).toEqual(open ? [] : [needed === undefined ? 'closed' : `needs ${needed}`]);
      }),
    ));
});
