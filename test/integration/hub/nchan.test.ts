/** What nginx lets whom do, by the configuration of the documentation; and what the adapter makes of a hub that forgot. */
import { createNchanAdapter } from '@support-chat/adapter-nchan';
import { openEventStream } from '@support-chat/adapter-kit';
import type { AdapterError, ChatConnection, CloseReason, ServerEvent } from '@support-chat/protocol';
import { randomBytes, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeWith } from '../../support/needs.js';
import type { HubDesk } from '../../support/hub/hub-desk.js';
import { openNchanDesk } from '../../support/hub/nchan-desk.js';
import { NCHAN_LACKS, startNchan, type NchanServer } from '../../support/hub/nchan-server.js';

const newToken = (): string => `${randomUUID()}.${randomBytes(32).toString('base64url')}`;

describeWith(NCHAN_LACKS, 'nginx with nchan', () => {
  let server: NchanServer;
  let desk: HubDesk;
  beforeAll(async () => {
    server = await startNchan();
    desk = await openNchanDesk(server.url);
  });
  afterAll(async () => {
    await desk.close();
    await server.stop();
  });

  const ask = async (path: string, token: string | null, init: RequestInit = {}): Promise<Response> => {
    const response = await fetch(`${server.url}${path}`, {
      ...init,
      headers: { ...(token !== null && { Authorization: `Bearer ${token}` }), ...(init.headers as object) },
    });
    if (!response.headers.get('Content-Type')?.startsWith('text/event-stream')) await response.text();
    return response;
  };

  interface Connected {
    readonly connection: ChatConnection;
    readonly events: ServerEvent[];
    readonly closed: Promise<CloseReason>;
    until(condition: (events: readonly ServerEvent[]) => boolean): Promise<void>;
  }

  async function connect(adapter: ReturnType<typeof createNchanAdapter>, token?: string): Promise<Connected> {
    const events: ServerEvent[] = [];
    const checks = new Set<() => void>();
    let close: (reason: CloseReason) => void = () => undefined;
    const closed = new Promise<CloseReason>((resolve) => (close = resolve));
    const connection = await adapter.open({
      identity: { kind: 'visitor', ...(token !== undefined && { token }) },
      signal: new AbortController().signal,
      onEvent(event) {
        events.push(event);
        for (const check of checks) check();
      },
      onClose: close,
    });
    return {
      connection,
      events,
      closed,
      until: (condition) =>
        new Promise((resolve) => {
          const check = (): void => {
            if (condition(events)) resolve();
          };
          checks.add(check);
          check();
        }),
    };
  }

  const createAdapter = () => createNchanAdapter({ server: `${server.url}/support/` });
  const welcomeOf = ({ events }: Connected) => {
    const [welcome] = events;
    if (welcome?.type !== 'welcome') throw new Error('no welcome');
    return welcome;
  };
  const texts = (events: readonly ServerEvent[]) =>
    events.flatMap((event) => (event.type === 'message-added' ? [event.text] : []));

  it.each(['', 'short', `${randomUUID()}.${'a'.repeat(42)}`, 'lobby', '../lobby'])(
    'has no channel for the token “%s”',
    async (token) => {
      for (const path of ['events', 'log', 'passing', 'seen', 'lobby']) {
        const init = path === 'events' ? { headers: { Accept: 'text/event-stream' } } : { method: 'POST', body: '{}' };
        expect((await ask(`/support/${path}`, token, init)).status).toBe(401);
      }
    },
  );

  it('lets a visitor neither listen to the lobby nor speak as the desk, delete or list', async () => {
    const token = newToken();
    const stream = { headers: { Accept: 'text/event-stream' } };
    expect((await ask('/support-desk/lobby', token, stream)).status).toBe(401);
    for (const path of ['log', 'passing', 'seen']) {
      expect((await ask(`/support-desk/${path}`, token, { method: 'POST', body: '{}' })).status).toBe(401);
    }
    for (const path of ['log', 'passing', 'seen', 'lobby']) {
      expect((await ask(`/support/${path}`, token, { method: 'DELETE' })).status).toBe(403);
    }
    expect((await ask('/support/lobby', token, stream)).headers.get('Content-Type')).not.toContain('event-stream');
  });

  it('says who published, whatever the page says', async () => {
    const token = newToken();
    const forged = { type: 'message', id: randomUUID(), text: 'I am the desk', author: { id: 'ada' } };
    await ask('/support/log', token, {
      method: 'POST',
      body: JSON.stringify(forged),
      headers: { 'X-EventSource-Event': 'agent' },
    });
    const session = await connect(createAdapter(), token);
    const [event] = welcomeOf(session).conversation?.events ?? [];
    const [conversation] = token.split('.');
    expect(event).toMatchObject({ text: 'I am the desk', author: { kind: 'visitor', id: conversation } });
    session.connection.close();
  });

  it('keeps the channels of two visitors apart', async () => {
    const one = await connect(createAdapter());
    const other = await connect(createAdapter());
    const { conversation } = await one.connection.send({ type: 'message-send', id: randomUUID(), text: 'Mine' });
    await desk.say(conversation, 'Yours');
    await one.until((events) => texts(events).includes('Yours'));
    expect((await other.connection.send({ type: 'message-send', id: randomUUID(), text: 'Alone' })).seq).toBe(1);
    await other.until((events) => texts(events).includes('Alone'));
    expect(texts(other.events)).toEqual(['Alone']);
    one.connection.close();
    other.connection.close();
  });

  it('answers pages of the site across origins', async () => {
    const headers = { Origin: 'https://shop.example', 'Access-Control-Request-Headers': 'authorization,last-event-id' };
    for (const path of ['events', 'log', 'passing', 'seen', 'lobby']) {
      const response = await ask(`/support/${path}`, null, { method: 'OPTIONS', headers });
      expect(response.status).toBe(204);
      expect(response.headers.get('Access-Control-Allow-Origin')).toBe('https://shop.example');
      expect(response.headers.get('Access-Control-Allow-Headers')).toContain('Authorization');
      expect(response.headers.get('Access-Control-Allow-Headers')).toContain('Last-Event-ID');
    }
    const stream = await ask('/support/events', newToken(), { headers: { ...headers, Accept: 'text/event-stream' } });
    expect(stream.headers.get('Access-Control-Allow-Origin')).toBe('https://shop.example');
    await stream.body?.cancel();
    const nothingYet = await ask('/support/log', newToken(), { headers });
    expect(nothingYet.status).toBe(404);
    expect(nothingYet.headers.get('Access-Control-Allow-Origin')).toBe('https://shop.example');
    for (const [token, body, status] of [
      [newToken(), '{}', 202],
      [newToken(), 'x'.repeat(70_000), 413],
      [null, '{}', 401],
    ] as const) {
      const response = await ask('/support/log', token, { method: 'POST', body, headers });
      expect(response.status).toBe(status);
      // Without it a page cannot tell a refusal from a broken network, and would try for ever.
      expect(response.headers.get('Access-Control-Allow-Origin')).toBe('https://shop.example');
    }
  });

  it('tells whether anybody of the desk listens', async () => {
    const session = await connect(createAdapter());
    expect(welcomeOf(session).staffed).toBe(true);
    await desk.close();
    try {
      // nginx hears of it when the line is closed, which is its own time; the adapter asks with every ping.
      await expect
        .poll(
          () => {
            session.connection.notify({ type: 'ping' });
            return session.events.findLast((event) => event.type === 'staffed-changed')?.staffed;
          },
          { timeout: 60_000 },
        )
        .toBe(false);
    } finally {
      session.connection.close();
      desk = await openNchanDesk(server.url);
    }
  });

  it('goes on after nginx forgot everything: what the page has stays, what is new comes', async () => {
    const adapter = createAdapter();
    const first = await connect(adapter);
    const { session: made } = welcomeOf(first);
    const { conversation, epoch, seq } = await first.connection.send({
      type: 'message-send',
      id: randomUUID(),
      text: 'Before',
    });
    await desk.say(conversation, 'Heard');
    await first.until((events) => texts(events).includes('Heard'));
    await desk.close();
    await server.restart();
    expect((await first.closed).problem.code).toBe('connection-lost');

    desk = await openNchanDesk(server.url);
    const second = await connect(adapter, made?.token);
    expect(welcomeOf(second).conversation).toMatchObject({ epoch, head: seq + 2 });
    await second.connection.send({ type: 'message-send', id: randomUUID(), text: 'After' });
    await desk.say(conversation, 'Heard again');
    await second.until((events) => texts(events).includes('Heard again'));
    expect(texts(second.events)).toEqual(['After', 'Heard again']);
    second.connection.close();
  });

  it('a page that comes back is told from where it left, by the ids of nchan', async () => {
    const asked: string[] = [];
    const noting = (async (url: URL, init: RequestInit) => {
      const id = new Headers(init.headers).get('Last-Event-ID');
      if (id !== null) asked.push(id);
      return fetch(url, init);
    }) as typeof fetch;
    const adapter = createNchanAdapter({ server: `${server.url}/support`, fetch: noting });
    const first = await connect(adapter);
    const { session: made } = welcomeOf(first);
    const { conversation, epoch, seq } = await first.connection.send({
      type: 'message-send',
      id: randomUUID(),
      text: 'One',
    });
    first.connection.close();
    expect(asked).toEqual([]);
    await desk.say(conversation, 'Missed');
    const second = await connect(adapter, made?.token);
    expect(asked).toEqual([expect.stringMatching(/^\d+:\[0\],-/)]);
    expect(welcomeOf(second).conversation?.head).toBe(seq + 2);
    const again = await second.connection.resume?.(conversation, { epoch, seq });
    expect(again).toMatchObject({ resumed: true, head: seq + 2 });
    second.connection.close();
  });

  it('refuses what is too long, and a token that is none, with their codes', async () => {
    const { connection } = await connect(createAdapter());
    const codeOf = (promise: Promise<unknown>) =>
      promise.then(
        () => null,
        (error: unknown) => (error as AdapterError).code,
      );
    const send = (text: string) => connection.send({ type: 'message-send', id: randomUUID(), text });
    // Ten thousand of what JSON writes in six bytes, and the rest of the message: more than 64 KiB never comes of it.
    expect(await codeOf(send('\u0001'.repeat(10_001)))).toBe('message-too-long');
    expect(await codeOf(send(' '))).toBe('message-empty');
    expect((await send('Still here')).seq).toBe(1);
    connection.close();
    expect(await codeOf(connect(createAdapter(), 'not-a-token'))).toBe('session-unknown');
  });

  it('is an event stream for other clients too', async () => {
    const { connection } = await connect(createAdapter());
    const { conversation } = await connection.send({ type: 'message-send', id: randomUUID(), text: 'Hello' });
    await desk.until(() => desk.heard(conversation).length > 0);
    const lobby = await openEventStream(`${server.url}/support-desk/lobby`, {
      headers: { Authorization: `Basic ${Buffer.from('desk:correct horse battery').toString('base64')}` },
      signal: AbortSignal.timeout(10_000),
    });
    for await (const { name, data } of lobby) {
      expect(name).toBe('visitor');
      if (data.includes(conversation)) break;
    }
    connection.close();
  });
});
