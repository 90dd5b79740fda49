/** What every store owes visitors who want to see, or to have erased, what is kept of them (X9, V27): run by a server on each. */
import { createWebSocketAdapter } from '@support-chat/adapter-websocket';
import { withUploads } from '@support-chat/browser';
import type { ChatConnection, Problem, ServerEvent } from '@support-chat/protocol';
import type { RunningServer, ServerOptions } from '@support-chat/server';
import { randomUUID } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { OWNER, signIn } from '../../support/agent-api.js';
import { png } from '../../support/sample-files.js';
import { startTestServer } from '../../support/test-server.js';

/** In every word that is to go. */
const CANARY = 'xylophone-4711';

interface Somebody {
  readonly connection: ChatConnection;
  readonly events: ServerEvent[];
  readonly token: string;
  readonly closed: Problem[];
  readonly write: (text: string) => Promise<{ readonly conversation: string; readonly epoch: string }>;
}

/** Describes export and erasure. `options` names a fresh, empty database each time. */
export function describeVisitorData(name: string, options: () => Promise<ServerOptions>): void {
  describe(`what is kept of a visitor on ${name}`, () => {
    let server: RunningServer;
    let settings: ServerOptions;
    beforeEach(async () => {
      settings = {
        owner: { ...OWNER },
        limits: { messages: { count: 5000, seconds: 1 }, frames: { count: 5000, seconds: 1 } },
        ...(await options()),
      };
      server = await startTestServer(settings);
    });
    afterEach(() => server.close());

    async function arrive(token?: string, headers = {}): Promise<Somebody> {
      const events: ServerEvent[] = [];
      const closed: Problem[] = [];
      const Socket = class extends WebSocket {
        constructor(url: string | URL) {
          super(url, { headers });
        }
      };
      const agent = 'Cookie' in headers;
      const connection = await withUploads(
        createWebSocketAdapter({ server: server.url, WebSocket: Socket }),
        server.url,
      ).open({
        identity: agent ? { kind: 'agent' } : { kind: 'visitor', ...(token !== undefined && { token }) },
        signal: new AbortController().signal,
        onClose: ({ problem }) => void closed.push(problem),
        onEvent: (event) => void events.push(event),
      });
      const [welcome] = events.filter((event) => event.type === 'welcome');
      let place: { conversation: string; epoch: string } | undefined;
      return {
        ...{ connection, events, closed, token: welcome?.session?.token ?? token ?? '' },
        async write(text) {
          const ack = await connection.send({ type: 'message-send', id: randomUUID(), text, ...place });
          return (place = { conversation: ack.conversation, epoch: ack.epoch });
        },
      };
    }

    const ask = (method: string, token: string) =>
      fetch(`${server.url}/v1/visitor/data`, { method, headers: { Authorization: `Bearer ${token}` } });

    it('X9 the visitor gets everything that is theirs, however much, and nothing else', async () => {
      const [me, other] = [await arrive(), await arrive()];
      await other.write('not mine');
      const texts = Array.from({ length: 620 }, (_, index) => `${index} – "quoted" \u2028 ${CANARY}`);
      for (const text of texts) await me.write(text);
      const file = new Blob([Uint8Array.from(png())], { type: 'image/png' });
      const attachment = await me.connection.upload?.(file, { id: randomUUID(), name: 'mine.png' });
      const response = await ask('GET', me.token);
      expect(response.headers.get('content-disposition')).toContain('chat-data.json');
      expect(response.headers.get('cache-control')).toBe('no-store');
      const text = await response.text();
      const data = JSON.parse(text) as {
        readonly conversations: readonly {
          readonly events: readonly { readonly seq: number; readonly text: string }[];
        }[];
        readonly files: readonly object[];
      };
      expect(data.conversations).toHaveLength(1);
      expect(data.conversations[0]?.events.map((event) => event.text)).toEqual(texts);
      expect(data.conversations[0]?.events.map((event) => event.seq)).toEqual(texts.map((_, index) => index + 1));
      expect(data.files).toMatchObject([{ id: attachment?.id, name: 'mine.png', sent: false }]);
      expect(text).not.toContain('not mine');
      expect(JSON.parse(await (await ask('GET', (await arrive()).token)).text())).toMatchObject({
        conversations: [],
        files: [],
      });
    });

    it('X1 X9 nobody looks at it or erases it without the token', async () => {
      const me = await arrive();
      await me.write(CANARY);
      const cookie = await signIn(server.url);
      for (const headers of [{}, { Authorization: 'Bearer wrong' }, { Cookie: cookie }] as Record<string, string>[]) {
        for (const method of ['GET', 'DELETE']) {
          const response = await fetch(`${server.url}/v1/visitor/data`, { method, headers });
          expect(response.status).toBe(401);
          expect(await response.json()).toMatchObject({ code: 'session-unknown' });
        }
      }
      expect(await (await ask('GET', me.token)).text()).toContain(CANARY);
    });

    it('X9 L1 erased: words and files are gone for everybody at once, places stay, and nothing can be added', async () => {
      const me = await arrive();
      const { conversation } = await me.write(CANARY);
      const file = new Blob([Uint8Array.from(png())], { type: 'image/png' });
      const sent = await me.connection.upload?.(file, { id: randomUUID(), name: `${CANARY}.png` });
      if (!sent) throw new Error('no uploads');
      const { url: _, ...attachment } = sent;
      const place = await me.write('and a file');
      await me.connection.send({
        type: 'message-send',
        id: randomUUID(),
        text: '',
        attachments: [attachment],
        ...place,
      });
      const elsewhere = await arrive(me.token);
      const cookie = await signIn(server.url);
      const desk = await arrive(undefined, { Cookie: cookie });
      const link = await me.connection.linkTo?.(sent);
      expect((await fetch(link ?? '')).status).toBe(200);

      expect((await ask('DELETE', me.token)).status).toBe(204);

      // Both devices are told, and their token is worth nothing.
      await expect
        .poll(() => [me, elsewhere].map(({ closed }) => closed[0]?.code))
        .toEqual(['session-unknown', 'session-unknown']);
      expect((await ask('GET', me.token)).status).toBe(401);
      await expect(arrive(me.token)).rejects.toMatchObject({ code: 'session-unknown' });
      expect((await fetch(link ?? '')).status).toBe(404);
      // The desk: a row without words, a log of places.
      const rows = () => desk.events.filter((event) => event.type === 'inbox-changed').at(-1)?.conversation;
      await expect.poll(() => rows()).toMatchObject({ id: conversation, phase: 'ended', erased: true, head: 3 });
      expect(JSON.stringify(rows())).not.toContain(CANARY);
      const snapshot = await desk.connection.resume?.(conversation, null);
      expect(snapshot?.events.map(({ type, seq }) => [type, seq])).toEqual([
        ['unknown', 1],
        ['unknown', 2],
        ['unknown', 3],
      ]);
      expect(snapshot?.epoch).not.toBe(place.epoch);
      const late = {
        type: 'message-send',
        id: randomUUID(),
        text: 'late',
        conversation,
        epoch: snapshot?.epoch ?? '',
      } as const;
      await expect(desk.connection.send(late)).rejects.toMatchObject({ code: 'forbidden' });
    });

    it('X9 a new conversation of the same browser has nothing to do with the erased one', async () => {
      const me = await arrive();
      const { conversation } = await me.write(CANARY);
      await ask('DELETE', me.token);
      const again = await arrive();
      expect((await again.write('hello')).conversation).not.toBe(conversation);
      expect(await (await ask('GET', again.token)).text()).not.toContain(CANARY);
    });

    it('X9 no byte of what was erased is left in the data folder, nor a file that a kill left behind', async () => {
      if (settings.dataFolder === undefined || settings.dataFolder === ':memory:') return;
      const folder = settings.dataFolder;
      const holds = async (): Promise<readonly string[]> => {
        const names = (await readdir(folder, { recursive: true, withFileTypes: true })).filter((one) => one.isFile());
        const paths = names.map((one) => join(one.parentPath, one.name));
        const found = await Promise.all(
          paths.map(async (path) => path.includes(CANARY) || (await readFile(path)).includes(CANARY)),
        );
        return paths.filter((_, index) => found[index]);
      };
      const me = await arrive();
      await me.write(CANARY);
      // Another conversation beside it.
      const another = { type: 'message-send', id: randomUUID(), text: CANARY, conversation: randomUUID() } as const;
      const { conversation, epoch } = await me.connection.send(another);
      await me.connection.send({ ...another, id: randomUUID(), conversation, epoch });
      for (let index = 0; index < 50; index++) await me.write(`${CANARY} ${'word '.repeat(index * 10)}`);
      const file = new Blob([`${CANARY} in a file`], { type: 'text/plain' });
      await me.connection.upload?.(file, { id: randomUUID(), name: 'notes.txt' });
      expect((await holds()).length).toBeGreaterThan(0);
      await ask('DELETE', me.token);
      expect(await holds()).toEqual([]);

      await writeFile(join(folder, 'files', randomUUID()), CANARY);
      await writeFile(join(folder, 'uploads', `${randomUUID()}.json`), CANARY);
      await server.close();
      server = await startTestServer(settings);
      expect(await holds()).toEqual([]);
    });
  });
}
