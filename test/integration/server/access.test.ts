/**
 * Who may do what (X2, R5): every route that the description of the API names and every frame about a conversation, asked by
 * everybody, on the running server. What comes out is `docs/access.md`; after a change that is meant, write it anew with
 * `npx vitest run --project integration test/integration/server/access.test.ts -u` and read the difference.
 */
import { API_SCOPES, type ApiScope } from '@support-chat/protocol';
import type { RunningServer } from '@support-chat/server';
import { randomUUID } from 'node:crypto';
import { format } from 'prettier';
import { describe, expect, it } from 'vitest';
import { ACCESS_FRAMES, ACCESS_SAMPLES, OTHER_DOORS, type AccessWorld } from '../../support/access-samples.js';
import { OWNER, postJson, signIn } from '../../support/agent-api.js';
import { openEventStream } from '../../support/event-stream-client.js';
import { openSocket, openVisitor } from '../../support/socket-client.js';
import { startTestServer } from '../../support/test-server.js';

/** From whom least is let in to whom most is: what is refused changes nothing for the next one. */
const PEOPLE = ['nobody', 'other visitor', 'visitor', 'agent elsewhere', 'agent', 'lead', 'owner'] as const;
type Person = (typeof PEOPLE)[number];
/** Keys with every scope but the one that the route needs, and with that one alone; both with all where it needs none. */
const KEYS = ['key without the scope', 'key with it'] as const;
const ROLES = [...PEOPLE, ...KEYS] as const;
type Role = (typeof ROLES)[number];
type Row<Who extends Role = Role> = Readonly<Record<Who, boolean>>;

interface Operation {
  readonly summary?: string;
  readonly security?: readonly Readonly<Record<string, unknown>>[];
}

type Headers = Readonly<Record<string, string>>;

interface World extends AccessWorld {
  readonly server: RunningServer;
  readonly headers: Readonly<Record<Person, Headers>>;
  /** Of a key with these scopes. */
  readonly key: (scopes: readonly ApiScope[]) => Headers;
}

/** Frames after which the conversation is another one. */
const ENDS: ReadonlySet<string> = new Set(['conversation-claim', 'conversation-end']);
/** Samples need no world to say what they spend. */
const isSpending = (route: string): boolean =>
  ACCESS_SAMPLES[route]?.({ conversation: '', epoch: '', file: '', ada: '', webhook: '', apiKey: '' }).spends === true;

const PASSWORD = 'a long enough password';

/** A shop with two departments; the visitor has written, and Ada of sales has answered. */
async function build(): Promise<World> {
  const plenty = { count: 10_000, seconds: 1 };
  const limits = {
    requests: plenty,
    logins: plenty,
    sessions: plenty,
    visitorData: plenty,
    messages: plenty,
    agentMessages: plenty,
    apiKeys: plenty,
  };
  const server = await startTestServer({ owner: OWNER, limits });
  const owner = { Cookie: await signIn(server.url) };
  const send = async (
    method: string,
    path: string,
    body: object | string,
    headers: object = owner,
  ): Promise<unknown> => {
    const json = typeof body === 'object';
    const response = await fetch(`${server.url}/v1/${path}`, {
      method,
      headers: { ...(json && { 'Content-Type': 'application/json' }), ...headers },
      ...(body !== '' && { body: json ? JSON.stringify(body) : body }),
    });
    const text = await response.text();
    expect(response.ok, `${method} ${path}: ${text}`).toBe(true);
    return text === '' ? undefined : (JSON.parse(text) as unknown);
  };
  const departments = ['sales', 'service'].map((id) => ({ id, name: id }));
  await send('PUT', 'settings/departments', departments);
  await send('PUT', 'articles/article-1', { title: 'Hours', text: 'From nine' });
  const bytes = { ...owner, 'Content-Type': 'application/octet-stream' };
  await send('PUT', 'bot/texts/text-0001?name=hours.txt', 'Open from nine.', bytes);
  await send('PUT', 'settings/bot', { on: true });
  const { webhook } = (await send('POST', 'webhooks', { name: 'Relay', url: 'http://127.0.0.1:9/' })) as {
    webhook: { id: string };
  };
  const keys = new Map<string, Headers>();
  let apiKey = '';
  for (const scope of API_SCOPES)
    for (const scopes of [[scope], API_SCOPES.filter((one) => one !== scope), API_SCOPES].slice(
      0,
      keys.size === 0 ? 3 : 2,
    )) {
      const made = (await send('POST', 'api-keys', { name: 'Robot', scopes })) as {
        apiKey: { id: string; secret: string };
      };
      keys.set(scopes.join(), { Authorization: `Bearer ${made.apiKey.secret}` });
      apiKey = made.apiKey.id;
    }
  const hire = async (name: string, role: string, department: string) => {
    const credentials = { email: `${name}@shop.example`, password: PASSWORD };
    const { agent } = (await send('POST', 'agents', { ...credentials, name, role })) as { agent: { id: string } };
    await send('PATCH', `agents/${agent.id}`, { departments: [department] });
    return { id: agent.id, headers: { Cookie: await signIn(server.url, credentials) } };
  };
  const [ada, bob, lea] = [
    await hire('ada', 'agent', 'sales'),
    await hire('bob', 'agent', 'service'),
    await hire('lea', 'lead', 'sales'),
  ];
  const [visitor, other] = [await openVisitor(server.url), await openVisitor(server.url)];
  for (const somebody of [other, visitor])
    somebody.say({ type: 'message-send', id: `first-${somebody.token.slice(0, 12)}`, text: 'Hello' });
  await other.answer(`first-${other.token.slice(0, 12)}`);
  const ack = await visitor.answer(`first-${visitor.token.slice(0, 12)}`);
  const [conversation, epoch] = [ack['conversation'] as string, ack['epoch'] as string];
  const bearer = { Authorization: `Bearer ${visitor.token}` };
  const file = randomUUID();
  const metadata = Object.entries({ id: file, filename: 'a.txt', filetype: 'text/plain' }).map(
    ([key, value]) => `${key} ${Buffer.from(value).toString('base64')}`,
  );
  const tus = { ...bearer, 'Tus-Resumable': '1.0.0' };
  await send('POST', 'uploads', '', { ...tus, 'Upload-Length': '5', 'Upload-Metadata': metadata.join(',') });
  await send('PATCH', `uploads/${file}`, 'bytes', {
    ...tus,
    'Upload-Offset': '0',
    'Content-Type': 'application/offset+octet-stream',
  });
  await postJson(`${server.url}/v1/uploads/${file}/finish`, {}, bearer);
  visitor.say({
    type: 'message-send',
    id: 'with-a-file',
    text: '',
    conversation,
    epoch,
    attachments: [{ id: file, name: 'a.txt', type: 'text/plain', size: 5 }],
  });
  expect(await visitor.answer('with-a-file')).toMatchObject({ type: 'ack' });
  for (const somebody of [other, visitor]) somebody.close();
  return {
    ...{ server, conversation, epoch, file, ada: ada.id, webhook: webhook.id, apiKey },
    key: (scopes) => keys.get(scopes.join()) ?? {},
    headers: {
      nobody: {},
      'other visitor': { Authorization: `Bearer ${other.token}` },
      visitor: bearer,
      'agent elsewhere': bob.headers,
      agent: ada.headers,
      lead: lea.headers,
      owner,
    },
  };
}

async function describeApi(): Promise<ReadonlyMap<string, Operation>> {
  const server = await startTestServer();
  const { paths } = (await (await fetch(`${server.url}/v1/openapi.json`)).json()) as {
    paths: Record<string, Record<string, Operation>>;
  };
  await server.close();
  const routes = Object.entries(paths).flatMap(([path, item]) =>
    Object.entries(item)
      .filter(([method]) => method !== 'parameters')
      .map(
        ([method, operation]) =>
          [
            `${method.toUpperCase()} ${path.replace(/^\/v1\/settings\/.+/, '/v1/settings/{section}')}`,
            operation,
          ] as const,
      ),
  );
  return new Map(routes);
}

/** The scope that the description of the API names. */
const scopeOf = ({ security = [] }: Operation = {}): ApiScope | undefined =>
  API_SCOPES.find((scope) => security.some(({ apiKey }) => (apiKey as readonly string[] | undefined)?.includes(scope)));

/** What somebody brings along. */
function headersOf(world: World, role: Role, scope: ApiScope | undefined): Headers {
  if (role === 'key with it') return world.key(scope === undefined ? API_SCOPES : [scope]);
  if (role === 'key without the scope') return world.key(API_SCOPES.filter((one) => one !== scope));
  return world.headers[role];
}

async function ask(world: World, role: Role, route: string, scope: ApiScope | undefined): Promise<boolean> {
  const [method = '', path = ''] = route.split(' ');
  const { params = {}, query = '', body, headers, letIn = [] } = ACCESS_SAMPLES[route]?.(world) ?? {};
  const address = path.replace(/\{(\w+)\}/g, (_, name: string) => params[name] ?? '');
  const response = await fetch(`${world.server.url}${address}${query}`, {
    ...{ method, redirect: 'manual' },
    headers: {
      ...(typeof body === 'object' && { 'Content-Type': 'application/json' }),
      ...headers,
      ...headersOf(world, role, scope),
    },
    ...(body !== undefined && { body: typeof body === 'object' ? JSON.stringify(body) : body }),
  });
  const text = await response.text();
  if (response.status < 400) return true;
  if (letIn.includes(response.status) && !response.headers.has('www-authenticate')) return true;
  // Whoever may not know that there is something hears that there is nothing.
  expect([401, 403, 404], `${role}: ${route} ${text}`).toContain(response.status);
  return false;
}

/** Over a WebSocket, or an event stream with POST. */
async function say(world: World, role: Person, type: string, by: 'socket' | 'stream'): Promise<boolean> {
  const { url } = world.server;
  const frame = { type, id: randomUUID(), ...ACCESS_FRAMES[type]?.(world) };
  const as = role.includes('visitor') || role === 'nobody' ? 'visitor' : 'agent';
  const token = world.headers[role]['Authorization']?.replace('Bearer ', '');
  if (by === 'stream') {
    const stream = await openEventStream(url, `protocol=1&role=${as}`, world.headers[role]);
    const { data } = await stream.find(({ data: { type: told } }) => told === 'welcome');
    const session = data['session'] as { token: string } | undefined;
    const answer = await postJson(`${url}/v1/commands`, frame, {
      ...world.headers[role],
      ...(session && { Authorization: `Bearer ${session.token}` }),
      'Sc-Connection': String(data['connection']),
    });
    stream.close();
    const { type: told } = (await answer.json()) as { type: string };
    return answer.ok && told !== 'refused';
  }
  const client = await openSocket(url, { headers: as === 'agent' ? world.headers[role] : {} });
  client.say({ type: 'hello', protocol: 1, role: as, ...(token !== undefined && { token }) });
  await client.find(({ type: told }) => told === 'welcome');
  client.say(frame);
  const answer = await client.answer(frame.id);
  client.close();
  return answer.type !== 'refused';
}

/** Gives a world to each row, the same one as long as nothing in it is spent. */
class Worlds {
  #world: World | null = null;

  async row<Who extends Role>(
    roles: readonly Who[],
    spends: boolean,
    look: (world: World, role: Who) => Promise<boolean>,
  ): Promise<Row<Who>> {
    const world = (this.#world ??= await build());
    const cells: [Who, boolean][] = [];
    for (const role of roles) cells.push([role, await look(world, role)]);
    if (spends) await this.close();
    return Object.fromEntries(cells) as Row<Who>;
  }

  async close(): Promise<void> {
    await this.#world?.server.close();
    this.#world = null;
  }
}

const lines = <Who extends Role>(name: string, roles: readonly Who[], rows: ReadonlyMap<string, Row<Who>>): string =>
  [
    `| ${name} | ${roles.join(' | ')} |\n|---${'|---'.repeat(roles.length)}|`,
    ...[...rows].map(
      ([what, row]) => `| \`${what}\` | ${roles.map((role) => (row[role] ? 'yes' : '–')).join(' | ')} |`,
    ),
  ].join('\n');

describe('X2 R5 who may do what', () => {
  it(
    'is as docs/access.md says, for every route and frame, and nobody gets what is somebody else’s',
    { timeout: 600_000 },
    async () => {
      const api = await describeApi();
      const routes = [...api.keys()];
      expect(
        routes.filter((route) => !(route in ACCESS_SAMPLES) && !(route in OTHER_DOORS)),
        'routes without a sample',
      ).toEqual([]);
      expect(
        Object.keys({ ...ACCESS_SAMPLES, ...OTHER_DOORS }).filter((route) => !api.has(route)),
        'samples without a route',
      ).toEqual([]);

      const worlds = new Worlds();
      const rows = new Map<string, Row>();
      for (const route of routes.filter((one) => one in ACCESS_SAMPLES))
        rows.set(
          route,
          await worlds.row(ROLES, isSpending(route), (world, role) => ask(world, role, route, scopeOf(api.get(route)))),
        );
      for (const [route, row] of rows) {
        const { security = [], summary = '' } = api.get(route) ?? {};
        const who = (name: string) =>
          security.length === 0 || security.some((one) => name in one || Object.keys(one).length === 0);
        // What the description of the API promises, whatever the table says.
        if (!who('visitor')) expect([row.visitor, row['other visitor']], route).toEqual([false, false]);
        if (security.length > 0 && !security.some((one) => Object.keys(one).length === 0))
          expect(row.nobody, route).toBe(false);
        if (summary.includes('Owners only.'))
          expect([row['agent elsewhere'], row.agent, row.lead, row.owner], route).toEqual([false, false, false, true]);
        if (summary.includes('Leads and owners only.'))
          expect([row['agent elsewhere'], row.agent, row.lead, row.owner], route).toEqual([false, false, true, true]);
        // A key opens what its scope opens and no more, never what an owner may not.
        const named = scopeOf(api.get(route)) !== undefined;
        expect(row['key with it'], route).toBe(security.length === 0 || named);
        expect(row['key without the scope'], route).toBe(security.length === 0);
        if (row['key with it']) expect(row.owner, route).toBe(true);
        if (/\/files\//.test(route))
          expect([row.nobody, row['other visitor'], row.visitor], route).toEqual([false, false, true]);
      }
      const frames = new Map<string, Row<Person>>();
      for (const type of Object.keys(ACCESS_FRAMES)) {
        const row = await worlds.row(PEOPLE, ENDS.has(type), (world, role) => say(world, role, type, 'socket'));
        expect(
          await worlds.row(PEOPLE, ENDS.has(type), (world, role) => say(world, role, type, 'stream')),
          `${type} by either way`,
        ).toEqual(row);
        expect([row.nobody, row['other visitor']], type).toEqual([false, false]);
        frames.set(type, row);
      }

      await worlds.close();
      const text = [
        '# Who may do what',
        'Made by the test that asks the running server: `npx vitest run --project integration test/integration/server/access.test.ts -u`. Do not write into it.',
        'The *visitor* has the conversation and the file that is asked for, the *other visitor* has ones of their own; the *agent* works in the department of the conversation, the *agent elsewhere* in another one. Agents see all conversations: departments say who is given whom, and are no wall. What visitors ask of `/v1/visitor/data` is always about themselves.',
        'The *key with it* has the one scope that the description of the API names for the request, the *key without the scope* has all the others: [scopes](./rest-api.md#scopes). Where none is named both have all there are.',
        '## Routes',
        lines('request', ROLES, rows),
        '## Frames about the conversation',
        'The same over a WebSocket and over an event stream with POST. API keys open neither.',
        lines('frame', PEOPLE, frames),
        '## Other doors',
        [
          '| request | let in by |\n|---|---|',
          ...Object.entries(OTHER_DOORS).map(([route, by]) => `| \`${route}\` | ${by} |`),
        ].join('\n'),
      ].join('\n\n');
      const formatted = await format(text, { parser: 'markdown', printWidth: 140 });
      await expect(formatted).toMatchFileSnapshot('../../../docs/access.md');
    },
  );
});
