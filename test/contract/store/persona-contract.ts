/** What every store owes the personas of agents (A14): run by a server on each. */
import { createSseAdapter } from '@support-chat/adapter-sse';
import { createWebSocketAdapter } from '@support-chat/adapter-websocket';
import { MAX_FACE_BYTES, MAX_FACE_SIDE, type Author, type ChatAdapter, type ServerEvent } from '@support-chat/protocol';
import type { RunningServer, ServerOptions } from '@support-chat/server';
import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';
import { OWNER, postJson, signIn } from '../../support/agent-api.js';
import { GPS_MARK, photo, png, webp } from '../../support/sample-files.js';
import { startTestServer } from '../../support/test-server.js';

const ADA = { email: 'ada@shop.example', password: 'correct horse battery' } as const;
const ROOMY = { count: 1000, seconds: 1 };

/** Describes personas. `options` names a fresh, empty database each time. */
export function describePersona(name: string, options: () => Promise<ServerOptions>): void {
  describe(`personas on ${name}`, () => {
    let server: RunningServer;
    /** Cookies. */
    let owner: string;
    let ada: string;
    let id: string;
    beforeEach(async () => {
      const limits = { uploads: ROOMY, logins: ROOMY };
      server = await startTestServer({ ...(await options()), owner: OWNER, limits, logLevel: 'silent' });
      owner = await signIn(server.url);
      const made = await postJson(`${server.url}/v1/agents`, { ...ADA, name: 'Ada' }, { Cookie: owner });
      id = ((await made.json()) as { agent: { id: string } }).agent.id;
      ada = await signIn(server.url, ADA);
    });
    afterEach(() => server.close());

    const call = (method: string, path: string, cookie: string, body?: object): Promise<Response> =>
      fetch(`${server.url}/v1/${path}`, {
        method,
        headers: { Cookie: cookie, ...(body && { 'Content-Type': 'application/json' }) },
        ...(body && { body: JSON.stringify(body) }),
      });
    const give = (bytes: Uint8Array, type: string, cookie = ada, agent = id): Promise<Response> =>
      fetch(`${server.url}/v1/agents/${agent}/face`, {
        method: 'PUT',
        headers: { Cookie: cookie, 'Content-Type': type },
        body: Uint8Array.from(bytes),
      });
    const authorIn = async (response: Response): Promise<Author> => {
      expect(response.status).toBe(200);
      return ((await response.json()) as { author: Author }).author;
    };
    const codeOf = async (response: Response): Promise<string> => ((await response.json()) as { code: string }).code;
    const face = (): Promise<Response> => fetch(`${server.url}/v1/faces/${id}`);
    const adapters: Readonly<Record<string, () => ChatAdapter>> = {
      WebSocket: () => createWebSocketAdapter({ server: server.url, WebSocket }),
      'event streams': () => createSseAdapter({ server: server.url }),
    };
    const visit = async (adapter: ChatAdapter) => {
      const events: ServerEvent[] = [];
      const connection = await adapter.open({
        identity: { kind: 'visitor' },
        signal: new AbortController().signal,
        onClose: () => undefined,
        onEvent: (event) => void events.push(event),
      });
      const ack = await connection.send({ type: 'message-send', id: randomUUID(), text: 'Hello' });
      return { connection, events, ack };
    };
    /** Ada at a desk of her own. */
    const sit = (conversation: string) =>
      createWebSocketAdapter({
        server: server.url,
        WebSocket: class extends WebSocket {
          constructor(url: string) {
            super(url, { headers: { Cookie: ada, Origin: server.url } });
          }
        },
      }).open({
        identity: { kind: 'agent' },
        conversationId: conversation,
        signal: new AbortController().signal,
        onClose: () => undefined,
        onEvent: () => undefined,
      });

    for (const [way, adapter] of Object.entries(adapters)) {
      it(`A14 a visitor is shown name, title and picture of who answers, by ${way}; another picture at once`, async () => {
        await authorIn(await call('PUT', 'agent/persona', ada, { name: 'Ada L.', title: ' Master potter ' }));
        const first = await authorIn(await give(png(), 'image/png'));
        expect(first).toMatchObject({ id, name: 'Ada L.', title: 'Master potter' });
        const { connection, events, ack } = await visit(adapter());
        const desk = await sit(ack.conversation);
        const { conversation, epoch } = ack;
        const say = (text: string) => desk.send({ type: 'message-send', id: randomUUID(), conversation, epoch, text });
        const seen = (): Author[] =>
          events.flatMap((event) => ('author' in event && event.author.kind === 'agent' ? [event.author] : []));
        await say('Hello');
        const shown = { ...first, avatarUrl: `${server.url}${first.avatarUrl}` };
        await vi.waitFor(() => expect(seen()).toEqual([shown, shown]));
        const picture = await fetch(shown.avatarUrl);
        expect(picture.headers.get('content-type')).toBe('image/png');
        expect(Buffer.from(await picture.arrayBuffer()).includes(GPS_MARK)).toBe(false);

        // The desk is not opened again, and nobody comes in again.
        const second = await authorIn(await give(webp(), 'image/webp'));
        expect(second.avatarUrl).not.toBe(first.avatarUrl);
        await say('Look');
        await vi.waitFor(() => expect(seen().at(-1)?.avatarUrl).toBe(`${server.url}${second.avatarUrl}`));
        expect((await fetch(`${server.url}${second.avatarUrl}`)).headers.get('content-type')).toBe('image/webp');
        const page = (await connection.listConversations?.({ limit: 10 })) as { conversations: { agent?: Author }[] };
        expect(page.conversations.map(({ agent }) => agent)).toEqual([seen().at(-1)]);
        connection.close();
        desk.close();
      });
    }

    it('A14 V20 a proactive message in the name of an agent has their picture, unless the owner has chosen another', async () => {
      const { avatarUrl } = await authorIn(await give(png(), 'image/png'));
      const other = 'https://shop.example/ada.png';
      const rule = { text: 'Can I help?', when: { timeOnPage: { atLeast: 5 } } };
      const rules = [
        { ...rule, id: 'one', author: { name: 'Ada' } },
        { ...rule, id: 'two', author: { name: 'Ada', avatarUrl: other } },
        { ...rule, id: 'three', author: { name: 'Nobody' } },
        { ...rule, id: 'four' },
      ];
      expect((await call('PUT', 'settings/triggers', owner, rules)).status).toBe(204);
      const { triggers } = (await (await fetch(`${server.url}/v1/site`)).json()) as { triggers: { author?: Author }[] };
      const faces = triggers.map(({ author }) => author?.avatarUrl);
      expect(faces).toEqual([`${server.url}${avatarUrl}`, other, undefined, undefined]);
    });

    it('A14 X7 a picture is taken for what it is: by its content, without its place, no larger than it has to be', async () => {
      const broken: readonly (readonly [Uint8Array, string, string])[] = [
        [png(), 'image/jpeg', 'file-type-refused'],
        [Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'), 'image/svg+xml', 'file-type-refused'],
        [Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'), 'image/png', 'file-type-refused'],
        [Buffer.from('no picture'), 'text/plain', 'file-type-refused'],
        [Buffer.alloc(0), 'image/png', 'file-type-refused'],
        [png({ width: MAX_FACE_SIDE + 1 }), 'image/png', 'file-too-large'],
        [Buffer.concat([png(), Buffer.alloc(MAX_FACE_BYTES)]), 'image/png', 'file-too-large'],
      ];
      for (const [bytes, type, code] of broken) {
        expect([type, await codeOf(await give(bytes, type))]).toEqual([type, code]);
      }
      expect((await face()).status).toBe(204);
      expect(photo().includes(GPS_MARK)).toBe(true);
      await authorIn(await give(photo(), 'image/jpeg'));
      const served = await face();
      expect(Object.fromEntries(served.headers)).toMatchObject({
        'content-type': 'image/jpeg',
        'x-content-type-options': 'nosniff',
        'content-security-policy': "default-src 'none'; sandbox",
        'content-disposition': 'attachment; filename="face"',
        'cross-origin-resource-policy': 'cross-origin',
      });
      expect(Buffer.from(await served.arrayBuffer()).includes(GPS_MARK)).toBe(false);
      const again = await fetch(`${server.url}/v1/faces/${id}`, {
        headers: { 'If-None-Match': served.headers.get('etag') ?? '' },
      });
      expect(again.status).toBe(304);
    });

    it('A14 agents change themselves, owners everybody, and what is taken back is gone', async () => {
      const me = ((await (await call('GET', 'agent/me', owner)).json()) as { agent: { id: string } }).agent.id;
      expect(await codeOf(await give(png(), 'image/png', ada, me))).toBe('forbidden');
      expect(await codeOf(await call('DELETE', `agents/${me}/face`, ada))).toBe('forbidden');
      expect(await codeOf(await call('PATCH', `agents/${id}`, ada, { title: 'Boss' }))).toBe('forbidden');
      expect(await codeOf(await call('PUT', 'agent/persona', ada, { role: 'owner' }))).toBe('frame-invalid');
      expect(await codeOf(await give(png(), 'image/png', owner, randomUUID()))).toBe('not-found');
      const { avatarUrl } = await authorIn(await give(png(), 'image/png', owner));
      expect((await call('PATCH', `agents/${id}`, owner, { title: 'Apprentice' })).status).toBe(200);
      const { agents } = (await (await call('GET', 'agents', owner)).json()) as { agents: Record<string, unknown>[] };
      expect(agents.find((one) => one['id'] === id)).toMatchObject({ title: 'Apprentice', avatarUrl });
      const taken = await authorIn(await call('DELETE', `agents/${id}/face`, ada));
      expect(taken).toEqual({ kind: 'agent', id, name: 'Ada', title: 'Apprentice' });
      expect((await face()).status).toBe(204);
      expect(await authorIn(await call('PUT', 'agent/persona', ada, { title: '' }))).toEqual({
        kind: 'agent',
        id,
        name: 'Ada',
      });
      expect(await authorIn(await call('GET', 'agent/me', ada))).toEqual({ kind: 'agent', id, name: 'Ada' });
    });
  });
}
