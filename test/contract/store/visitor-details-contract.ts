/** What every store owes agents who look at a visitor (A6): where they were, with what, and what the site said of them. */
import { createWebSocketAdapter } from '@support-chat/adapter-websocket';
import {
  MAX_PURCHASES,
  MAX_VISITED_PAGES,
  readVisitorDetails,
  type PageContext,
  type ServerEvent,
  type VisitorDetails,
  type VisitorProfile,
} from '@support-chat/protocol';
import type { RunningServer, ServerOptions } from '@support-chat/server';
import { SignJWT } from 'jose';
import { randomBytes, randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { OWNER, postJson, signIn } from '../../support/agent-api.js';
import { createManualClock, type ManualClock } from '../../support/manual-clock.js';
import { startTestServer } from '../../support/test-server.js';

const FIREFOX = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:128.0) Gecko/20100101 Firefox/128.0';
const PHONE =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1';
const SHOP = 'https://shop.example';

const at = (path: string, title = path, more: Partial<PageContext> = {}): PageContext => ({
  ...{ url: `${SHOP}${path}`, title },
  ...more,
});

/** Describes what agents are told of visitors. `options` names a fresh, empty database each time. */
export function describeVisitorDetails(name: string, options: () => Promise<ServerOptions>): void {
  describe(`what agents are told of a visitor on ${name}`, () => {
    const secret = randomBytes(32);
    let server: RunningServer;
    let clock: ManualClock;
    let cookie: string;
    beforeEach(async () => {
      clock = createManualClock();
      const key = { kty: 'oct', kid: 'one', alg: 'HS256', k: secret.toString('base64url') };
      const identity = { keys: JSON.stringify({ keys: [key] }), audience: 'support-chat' };
      const roomy = { count: 5000, seconds: 1 };
      const limits = { sessions: roomy, identities: roomy, frames: roomy };
      server = await startTestServer({ clock, identity, limits, owner: { ...OWNER }, ...(await options()) });
      cookie = await signIn(server.url);
    });
    afterEach(() => server.close());

    interface Arrival {
      readonly token?: string;
      readonly userAgent?: string;
      readonly page?: PageContext;
      readonly profile?: VisitorProfile;
    }

    async function arrive({ token, userAgent = FIREFOX, page, profile }: Arrival = {}) {
      const events: ServerEvent[] = [];
      const Socket = class extends WebSocket {
        constructor(url: string | URL) {
          super(url, { headers: { 'User-Agent': userAgent } });
        }
      };
      const connection = await createWebSocketAdapter({ server: server.url, WebSocket: Socket }).open({
        identity: {
          kind: 'visitor',
          ...(token !== undefined && { token }),
          ...(profile && { profile }),
          ...(page && { page }),
        },
        signal: new AbortController().signal,
        onClose: () => undefined,
        onEvent: (event) => void events.push(event),
      });
      const [welcome] = events.filter((event) => event.type === 'welcome');
      const tell = (news: { readonly page?: PageContext; readonly profile?: VisitorProfile }): void =>
        connection.notify({ type: 'visitor-update', ...news });
      /** What was told before is stored when this is answered: frames of one connection are handled in their order. */
      const write = async (text = 'Hello'): Promise<string> =>
        (await connection.send({ type: 'message-send', id: randomUUID(), text })).conversation;
      return { connection, tell, write, token: welcome?.session?.token ?? token ?? '' };
    }

    const ask = (conversation: string, headers: Readonly<Record<string, string>> = { Cookie: cookie }) =>
      fetch(`${server.url}/v1/agent/conversations/${conversation}/visitor`, { headers });

    async function read(conversation: string): Promise<VisitorDetails> {
      const response = await ask(conversation);
      expect(response.status).toBe(200);
      return readVisitorDetails(await response.json(), 'answer');
    }

    const pathsOf = ({ pages }: VisitorDetails): readonly string[] => pages.map(({ url }) => url.slice(SHOP.length));

    it('A6 the pages in their order, none twice in a row, each with its last title and who led to it', async () => {
      const visitor = await arrive({ page: at('/', 'Loading', { referrer: 'https://search.example/?q=pots' }) });
      const began = clock.wallTime();
      visitor.tell({ page: at('/', 'Pots', { referrer: 'https://search.example/?q=pots' }) });
      const conversation = await visitor.write();
      clock.advance(60_000);
      visitor.tell({ page: at('/teapot', 'Teapot', { referrer: `${SHOP}/` }) });
      visitor.tell({ page: at('/', 'Pots', { referrer: 'no address' }) });
      await visitor.write('Back again');
      const { pages } = await read(conversation);
      expect(pages).toEqual([
        { url: `${SHOP}/`, title: 'Pots', time: began + 60_000 },
        { url: `${SHOP}/teapot`, title: 'Teapot', time: began + 60_000 },
        { url: `${SHOP}/`, title: 'Pots', time: began, referrer: 'https://search.example/?q=pots' },
      ]);
    });

    it('A6 the newest pages are kept, however long somebody walks around, on two tabs at once', async () => {
      const one = await arrive({ page: at('/start') });
      const other = await arrive({ token: one.token });
      const walk = ({ tell }: typeof one, name: string): void => {
        for (let step = 1; step <= MAX_VISITED_PAGES; step++) tell({ page: at(`/${name}/${step}`) });
      };
      walk(one, 'a');
      walk(other, 'b');
      const conversation = await one.write();
      await other.write();
      const paths = pathsOf(await read(conversation));
      expect(paths).toHaveLength(MAX_VISITED_PAGES);
      for (const name of ['a', 'b']) {
        const steps = paths.filter((path) => path.startsWith(`/${name}/`)).map((path) => Number(path.slice(3)));
        expect(steps).toEqual([...steps].sort((first, second) => second - first));
        expect(steps.length === 0 || steps[0] === MAX_VISITED_PAGES).toBe(true);
      }
    });

    it('A6 the device is the one they came with last; what nobody knows is not made up', async () => {
      const before = await arrive({ userAgent: FIREFOX });
      const conversation = await before.write();
      expect((await read(conversation)).device).toEqual({ kind: 'desktop', browser: 'Firefox 128', system: 'Windows' });
      await arrive({ userAgent: PHONE, token: before.token });
      expect((await read(conversation)).device).toEqual({ kind: 'mobile', browser: 'Safari 17', system: 'iOS' });
      await arrive({ userAgent: '<script>alert(1)</script>', token: before.token });
      expect((await read(conversation)).device).toBeUndefined();
    });

    it('A6 what the site tells: facts and cart replace those before, purchases are added, each once', async () => {
      const visitor = await arrive({ profile: { attributes: { plan: 'free', city: 'Oslo' }, cart: { value: 10 } } });
      const conversation = await visitor.write();
      const cart = { value: 119.9, currency: 'EUR', items: 3, lines: [{ name: 'Teapot', quantity: 2, price: 40 }] };
      visitor.tell({ profile: { attributes: { plan: 'paid' }, cart } });
      visitor.tell({ profile: { purchases: [{ id: 'order-1', value: 20 }] } });
      visitor.tell({ profile: { purchases: [{ id: 'order-2', value: 30 }] } });
      visitor.tell({ profile: { purchases: [{ id: 'order-1', value: 21 }] } });
      visitor.tell({ profile: { name: 'Ada' } });
      await visitor.write();
      const told = await read(conversation);
      expect(told).toMatchObject({ attributes: { plan: 'paid' }, cart });
      expect(told.attributes).not.toHaveProperty('city');
      expect(told.purchases).toEqual([
        { id: 'order-1', value: 21 },
        { id: 'order-2', value: 30 },
      ]);
      for (let order = 3; order < 20; order++) visitor.tell({ profile: { purchases: [{ id: `order-${order}` }] } });
      await visitor.write();
      const { purchases = [] } = await read(conversation);
      expect(purchases.map(({ id }) => id)).toEqual(
        Array.from({ length: MAX_PURCHASES }, (_, index) => `order-${19 - index}`),
      );
    });

    it('A6 the inbox says by its row that something is known anew', async () => {
      const visitor = await arrive({ page: at('/') });
      const conversation = await visitor.write();
      const rowOf = async () => {
        const { conversations } = (await (
          await fetch(`${server.url}/v1/agent/conversations`, { headers: { Cookie: cookie } })
        ).json()) as { readonly conversations: readonly { readonly id: string; readonly about?: string }[] };
        return conversations.find(({ id }) => id === conversation)?.about;
      };
      const seen = [await rowOf()];
      for (const news of [{ page: at('/teapot') }, { profile: { cart: { items: 1 } } }, { profile: { cart: {} } }]) {
        visitor.tell(news);
        await visitor.write();
        seen.push(await rowOf());
      }
      expect(new Set(seen).size).toBe(4);
      await visitor.write();
      expect(await rowOf()).toBe(seen.at(-1));
    });

    it('A6 V18 the other chats, the newest first', async () => {
      const visitor = await arrive();
      const chats: string[] = [];
      for (const text of ['the first', 'the second', 'the third']) {
        clock.advance(1000);
        const conversation = randomUUID();
        await visitor.connection.send({ type: 'message-send', id: randomUUID(), text, conversation });
        chats.push(conversation);
      }
      const [first = '', second = '', third = ''] = chats;
      expect((await read(third)).conversations.map(({ id }) => id)).toEqual([second, first]);
      expect((await read(first)).conversations.map(({ id }) => id)).toEqual([third, second]);
    });

    it('A6 X1 who signs in brings along where they were before', async () => {
      const vouch = async (token?: string): Promise<string> => {
        const identity = await new SignJWT({})
          .setProtectedHeader({ alg: 'HS256', kid: 'one' })
          .setSubject('42')
          .setAudience('support-chat')
          .setExpirationTime(Math.floor(clock.wallTime() / 1000) + 600)
          .sign(secret);
        const headers: Record<string, string> = token === undefined ? {} : { Authorization: `Bearer ${token}` };
        const response = await postJson(`${server.url}/v1/visitor/identity`, { identity }, headers);
        const { session } = (await response.json()) as { readonly session: { readonly token: string } };
        return session.token;
      };
      const laptop = await arrive({ token: await vouch(), page: at('/laptop') });
      laptop.tell({ page: at('/laptop/too') });
      const conversation = await laptop.write();
      clock.advance(1000);
      const nameless = await arrive({ page: at('/phone'), userAgent: PHONE });
      await nameless.write();
      clock.advance(1000);
      laptop.tell({ page: at('/laptop/again') });
      await laptop.write();
      await vouch(nameless.token);
      const told = await read(conversation);
      expect(pathsOf(told)).toEqual(['/laptop/again', '/phone', '/laptop/too', '/laptop']);
      expect(told.device).toMatchObject({ kind: 'mobile' });
      expect(told.conversations).toHaveLength(1);
    });

    it('A6 X9 the visitor can take it along, and have it erased', async () => {
      const attributes = { secret: 'a canary' };
      const visitor = await arrive({ page: at('/canary'), profile: { attributes } });
      const conversation = await visitor.write();
      const headers = { Authorization: `Bearer ${visitor.token}` };
      const data = (await (await fetch(`${server.url}/v1/visitor/data`, { headers })).json()) as object;
      expect(data).toMatchObject({
        visitor: { pages: [{ url: `${SHOP}/canary` }], browser: FIREFOX, profile: { attributes } },
      });
      expect((await fetch(`${server.url}/v1/visitor/data`, { method: 'DELETE', headers })).status).toBe(204);
      expect(await read(conversation)).toEqual({ pages: [], conversations: [] });
    });

    it('X1 A6 agents are told, and nobody else', async () => {
      const visitor = await arrive({ page: at('/') });
      const conversation = await visitor.write();
      for (const headers of [{}, { Authorization: `Bearer ${visitor.token}` }] as const) {
        const response = await ask(conversation, headers);
        expect([response.status, await response.json()]).toMatchObject([401, { code: 'sign-in-required' }]);
      }
      const unknown = await ask(randomUUID());
      expect([unknown.status, await unknown.json()]).toMatchObject([404, { code: 'conversation-unknown' }]);
    });
  });
}
