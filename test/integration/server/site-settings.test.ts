import { FILE_KINDS, MAX_FILE_SIZE } from '@support-chat/protocol';
import type { RunningServer } from '@support-chat/server';
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { OWNER, signIn } from '../../support/agent-api.js';
import { openEventStream } from '../../support/event-stream-client.js';
import { openSocket, openVisitor } from '../../support/socket-client.js';
import { startTestServer } from '../../support/test-server.js';

const SHOP = 'https://shop.example';
const OTHER = 'https://other.example';

describe('A12 X3 allowed origins, set by the owner', () => {
  const OWN = { owner: OWNER, allowedOrigins: [SHOP] };
  let server: RunningServer;
  let cookie: string;
  beforeEach(async () => {
    server = await startTestServer(OWN);
    cookie = await signIn(server.url);
  });
  afterEach(() => server.close());

  const call = (method: string, value?: unknown, headers: Record<string, string> = {}) =>
    fetch(`${server.url}/v1/settings/origins`, {
      method,
      headers: { Cookie: cookie, ...(value !== undefined && { 'Content-Type': 'application/json' }), ...headers },
      ...(value !== undefined && { body: JSON.stringify(value) }),
    });
  const set = async (value: unknown): Promise<void> => {
    const response = await call('PUT', value);
    expect(response.status, await response.text()).toBe(204);
  };
  /** What a page of an origin meets: socket, read, preflight. */
  const meets = async (origin: string) => {
    const socket = await openSocket(server.url, { headers: { Origin: origin } }).then(
      (client) => (client.close(), 'open'),
      (error: Error) => error.message,
    );
    const read = await fetch(`${server.url}/v1/site`, { headers: { Origin: origin } });
    const asked = await fetch(`${server.url}/v1/commands`, {
      method: 'OPTIONS',
      headers: { Origin: origin, 'Access-Control-Request-Method': 'POST' },
    });
    return [socket, read.status, read.headers.get('access-control-allow-origin'), asked.status];
  };
  const welcome = (origin: string) => ['open', 200, origin, 204];
  const refusal = (origin: string) => ['HTTP 403', 403, origin, 403];

  it('go before those of the start at once, by every way, and those hold again when they are taken back', async () => {
    expect(await (await call('GET')).json()).toMatchObject({ started: [SHOP] });
    expect(await meets(SHOP)).toEqual(welcome(SHOP));
    expect(await meets(OTHER)).toEqual(refusal(OTHER));
    await set(['https://Other.example/', OTHER]);
    expect(await (await call('GET')).json()).toMatchObject({ value: [OTHER], started: [SHOP] });
    expect(await meets(OTHER)).toEqual(welcome(OTHER));
    expect(await meets(SHOP)).toEqual(refusal(SHOP));
    expect((await call('DELETE')).status).toBe(204);
    expect(await meets(SHOP)).toEqual(welcome(SHOP));
    expect(await meets(OTHER)).toEqual(refusal(OTHER));
    expect(await (await call('GET')).json()).not.toHaveProperty('value');
  });

  it('a page that is taken off the list is told so and cut off where it is; pages of the server stay', async () => {
    await set([SHOP, OTHER]);
    const socket = await openVisitor(server.url, {}, { headers: { Origin: SHOP } });
    const stream = await openEventStream(server.url, 'protocol=1&role=visitor', { Origin: SHOP });
    await stream.find(({ data }) => data.type === 'welcome');
    const stays = await openVisitor(server.url, {}, { headers: { Origin: OTHER } });
    const own = await openVisitor(server.url, {}, { headers: { Origin: server.url } });
    await set([OTHER]);
    expect(await socket.find(({ type }) => type === 'refused')).toMatchObject({ problem: { code: 'origin-refused' } });
    expect(await socket.closed).toEqual({ code: 1008, reason: 'origin-refused' });
    const { data } = await stream.find(({ data }) => data.type === 'refused');
    expect(data).toMatchObject({ problem: { code: 'origin-refused' } });
    await stream.ended;
    for (const client of [stays, own]) {
      client.say({ type: 'ping' });
      await client.find(({ type }) => type === 'pong');
      client.close();
    }
  });

  it.each([[[]], [['https://elsewhere.example']], ['own']])(
    'never shut out the desk: %j',
    async (list: readonly string[] | string) => {
      await set(list === 'own' ? [server.url] : list);
      const desk = { Origin: server.url };
      expect((await call('GET', undefined, desk)).status).toBe(200);
      expect((await call('PUT', [SHOP], desk)).status).toBe(204);
      const agent = await openSocket(server.url, { headers: { ...desk, Cookie: cookie } });
      agent.say({ type: 'hello', protocol: 1, role: 'agent' });
      await agent.find(({ type }) => type === 'welcome');
      agent.close();
    },
  );

  it('a page that may use the server since a moment ago is still no page of the desk', async () => {
    await set([OTHER]);
    expect((await call('GET', undefined, { Origin: OTHER })).status).toBe(403);
    expect((await call('PUT', [SHOP], { Origin: OTHER })).status).toBe(403);
  });

  it.each([
    ['*', 'origins.0'],
    ['null', 'origins.0'],
    ['shop.example', 'origins.0'],
    ['https://*.shop.example', 'origins.0'],
    ['https://shop.example/shop', 'origins.0'],
    ['ftp://shop.example', 'origins.0'],
    ['https://anna@shop.example', 'origins.0'],
    ['', 'origins.0'],
  ])("'%s' is none: it is refused by name, in words, and what stood stands", async (origin, place) => {
    await set([OTHER]);
    const response = await call('PUT', [origin, SHOP]);
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({
      code: 'settings-invalid',
      detail: `${place}: '${origin}' is not an origin like https://shop.example, without a path and without *.`,
    });
    expect(await meets(OTHER)).toEqual(welcome(OTHER));
  });

  it.each([
    [{}],
    ['https://shop.example'],
    [[7]],
    [Array.from({ length: 201 }, (_, index) => `https://s${index}.example`)],
  ])('what is no list of origins is refused: %j', async (value) => {
    expect(await (await call('PUT', value)).json()).toMatchObject({ code: 'settings-invalid' });
  });

  it('are still followed after a restart, from the first request on, whatever the start says', async () => {
    const dataFolder = await mkdtemp(join(tmpdir(), 'support-chat-origins-'));
    const first = await startTestServer({ ...OWN, dataFolder });
    await first.service.settings.set('origins', [OTHER]);
    await first.close();
    await server.close();
    server = await startTestServer({ ...OWN, dataFolder });
    expect(await meets(OTHER)).toEqual(welcome(OTHER));
    expect(await meets(SHOP)).toEqual(refusal(SHOP));
    await server.close();
    await rm(dataFolder, { recursive: true });
  });

  it('no page reads the list', async () => {
    await set([OTHER]);
    const site = await fetch(`${server.url}/v1/site`, { headers: { Origin: OTHER } });
    expect(await site.text()).not.toContain('origins');
  });
});

describe('A12 V11 upload rules, set by the owner', () => {
  let server: RunningServer;
  let cookie: string;
  beforeEach(async () => {
    server = await startTestServer({ owner: OWNER, files: { maxSize: 1000, endings: ['txt', 'png'] } });
    cookie = await signIn(server.url);
  });
  afterEach(() => server.close());

  const call = (method: string, value?: unknown) =>
    fetch(`${server.url}/v1/settings/files`, {
      method,
      headers: { Cookie: cookie, ...(value !== undefined && { 'Content-Type': 'application/json' }) },
      ...(value !== undefined && { body: JSON.stringify(value) }),
    });
  /** Announces a file; 201 when it may come. */
  const announce = async (token: string, name: string, size: number) => {
    const base64 = (text: string) => Buffer.from(text).toString('base64');
    const response = await fetch(`${server.url}/v1/uploads`, {
      method: 'POST',
      headers: {
        ...{ Authorization: `Bearer ${token}`, 'Tus-Resumable': '1.0.0', 'Upload-Length': String(size) },
        'Upload-Metadata': `id ${base64(randomUUID())},filename ${base64(name)},filetype ${base64('text/plain')}`,
      },
    });
    return response.ok ? response.status : ((await response.json()) as { code: string }).code;
  };

  it('go before those of the start at once; open pages are told either; taken back, those of the start hold', async () => {
    const visitor = await openVisitor(server.url);
    const site = async (): Promise<unknown> => (await fetch(`${server.url}/v1/site`)).json();
    const started = { maxSize: 1000, endings: ['txt', 'png'] };
    expect(await (await call('GET')).json()).toMatchObject({ started });
    expect(await site()).toEqual({ files: started });
    expect(await announce(visitor.token, 'a.txt', 1001)).toBe('file-too-large');
    expect(await announce(visitor.token, 'a.csv', 10)).toBe('file-type-refused');
    const set = { maxSize: 2000, endings: ['txt', 'csv'] };
    expect((await call('PUT', set)).status).toBe(204);
    expect(await site()).toEqual({ files: set });
    await visitor.find((frame) => frame.type === 'site-changed' && JSON.stringify(frame['site']).includes('2000'));
    expect(await announce(visitor.token, 'a.txt', 1001)).toBe(201);
    expect(await announce(visitor.token, 'a.csv', 10)).toBe(201);
    expect(await announce(visitor.token, 'a.txt', 2001)).toBe('file-too-large');
    expect((await call('PUT', { enabled: false })).status).toBe(204);
    expect(await announce(visitor.token, 'a.txt', 10)).toBe('forbidden');
    expect((await call('DELETE')).status).toBe(204);
    expect(await site()).toEqual({ files: started });
    expect(await announce(visitor.token, 'a.csv', 10)).toBe('file-type-refused');
    visitor.close();
  });

  it.each([
    [
      { maxSize: MAX_FILE_SIZE + 1 },
      `files.maxSize: has to be a whole number of bytes from 1 to ${MAX_FILE_SIZE} (1 GiB)`,
    ],
    [{ maxSize: 0 }, `files.maxSize: has to be a whole number of bytes from 1 to ${MAX_FILE_SIZE} (1 GiB)`],
    [{ maxSize: '5 MB' }, `files.maxSize: has to be a whole number of bytes from 1 to ${MAX_FILE_SIZE} (1 GiB)`],
    [{ endings: [] }, 'files.endings: one at least; nobody sends files by enabled: false'],
    [{ endings: ['txt', 'exe'] }, /^files\.endings\.1: .*"exe"/],
    [{ endings: ['TXT'] }, /^files\.endings\.0: .*"TXT"/],
    [{ kinds: ['txt'] }, /^files\.kinds: /],
  ])('%j is refused by the name of the field, in words, and what stood stands', async (value, detail) => {
    expect((await call('PUT', { endings: Object.keys(FILE_KINDS) })).status).toBe(204);
    const response = await call('PUT', value);
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({
      code: 'settings-invalid',
      detail: typeof detail === 'string' ? detail : (expect.stringMatching(detail) as unknown),
    });
    expect(await (await call('GET')).json()).toMatchObject({ value: { endings: Object.keys(FILE_KINDS) } });
  });
});
