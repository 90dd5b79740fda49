/** What every store owes an owner who does not want to keep everything for ever (R6, X9): run by a server on each. */
import { createWebSocketAdapter } from '@support-chat/adapter-websocket';
import { withUploads } from '@support-chat/browser';
import { readConversations, type Attachment, type ChatConnection, type ServerEvent } from '@support-chat/protocol';
import type { RunningServer, ServerOptions } from '@support-chat/server';
import { randomUUID } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { OWNER, signIn } from '../../support/agent-api.js';
import { createManualClock, type ManualClock } from '../../support/manual-clock.js';
import { startTestServer } from '../../support/test-server.js';

const DAY = 24 * 60 * 60 * 1000;
/** In every word that is to go. */
const CANARY = 'nightjar-8086';

interface Place {
  readonly conversation: string;
  readonly epoch: string;
}

interface Somebody {
  readonly connection: ChatConnection;
  readonly token: string;
  readonly closed: string[];
  say(text: string, where?: Place, files?: SentFile[]): Promise<Place>;
  end(where: Place): Promise<unknown>;
}

type SentFile = Omit<Attachment, 'url'>;

interface Row {
  readonly id: string;
  readonly erased?: boolean;
}

/** Describes retention. `options` names a fresh, empty database each time. */
export function describeRetention(name: string, options: () => Promise<ServerOptions>): void {
  describe(`retention on ${name}`, () => {
    let server: RunningServer;
    let settings: ServerOptions;
    let clock: ManualClock;
    /** When everything is written: figures are by day. */
    let today: string;
    beforeEach(async () => {
      clock = createManualClock();
      today = new Date(clock.wallTime()).toISOString().slice(0, 10);
      const plenty = { count: 5000, seconds: 1 };
      settings = {
        ...{ clock, owner: { ...OWNER } },
        limits: { messages: plenty, frames: plenty, sessions: plenty, requests: plenty, logins: plenty },
        ...(await options()),
      };
      server = await startTestServer(settings);
    });
    afterEach(() => server.close());

    async function arrive(identity: { token?: string; headers?: Record<string, string> } = {}): Promise<Somebody> {
      const { token, headers } = identity;
      const events: ServerEvent[] = [];
      const closed: string[] = [];
      const Socket = class extends WebSocket {
        constructor(url: string | URL) {
          super(url, { headers: headers ?? {} });
        }
      };
      const adapter = withUploads(createWebSocketAdapter({ server: server.url, WebSocket: Socket }), server.url);
      const connection = await adapter.open({
        identity: headers
          ? { kind: 'agent' }
          : {
              kind: 'visitor',
              page: { url: 'https://shop.example/', title: 'Pots' },
              ...(token !== undefined && { token }),
            },
        signal: new AbortController().signal,
        onClose: ({ problem }) => void closed.push(problem.code),
        onEvent: (event) => void events.push(event),
      });
      const welcome = events.find((event) => event.type === 'welcome');
      const placeOf = ({ conversation, epoch }: Place): Place => ({ conversation, epoch });
      return {
        ...{ connection, closed, token: welcome?.session?.token ?? token ?? '' },
        async say(text, where, files: SentFile[] = []) {
          const attachments = files.length > 0 && { attachments: files };
          return placeOf(
            await connection.send({ type: 'message-send', id: randomUUID(), text, ...where, ...attachments }),
          );
        },
        end: (where) => connection.send({ type: 'conversation-end', id: randomUUID(), ...where }),
      };
    }

    async function owner() {
      const cookie = await signIn(server.url);
      const ask = async (path: string): Promise<unknown> => {
        const response = await fetch(`${server.url}/v1/${path}`, { headers: { Cookie: cookie } });
        return response.json();
      };
      return {
        headers: { Cookie: cookie },
        ask,
        due: async (query = ''): Promise<unknown> => ((await ask(`retention${query}`)) as { due: unknown }).due,
        /** Conversations that are erased, and those that are not. */
        async rows(): Promise<Record<'erased' | 'kept', string[]>> {
          const { conversations } = (await ask('agent/archive?limit=50')) as { conversations: readonly Row[] };
          const ids = (erased: boolean) =>
            conversations
              .filter((row) => (row.erased ?? false) === erased)
              .map(({ id }) => id)
              .sort();
          return { erased: ids(true), kept: ids(false) };
        },
        async keep(days: object): Promise<void> {
          const response = await fetch(`${server.url}/v1/settings/retention`, {
            method: 'PUT',
            headers: { Cookie: cookie, 'Content-Type': 'application/json' },
            body: JSON.stringify(days),
          });
          expect(response.status).toBe(204);
        },
        figures: async () =>
          (await ask(`agent/statistics?from=${today}&to=${today}&zone=UTC`)) as { total: Record<string, unknown> },
      };
    }

    async function upload({ connection }: Somebody): Promise<SentFile> {
      const file = new Blob([`${CANARY} in a file`], { type: 'text/plain' });
      const uploaded = await connection.upload?.(file, { id: randomUUID(), name: `${CANARY}.txt` });
      if (!uploaded) throw new Error('no uploads');
      const { url: _url, ...attachment } = uploaded;
      return attachment;
    }

    /** One of each kind, silent from now on. */
    async function people() {
      const [ended, waiting, live, ticket, silent] = await Promise.all(Array.from({ length: 5 }, () => arrive()));
      if (!ended || !waiting || !live || !ticket || !silent) throw new Error('nobody came');
      const desk = await arrive({ headers: (await owner()).headers });
      const file = await upload(ended);
      const over = await ended.say(`${CANARY} over`, undefined, [file]);
      await ended.end(over);
      const asks = await waiting.say('Is somebody there?');
      const talk = await live.say('Hello');
      await desk.say('Good morning', talk);
      const sent = await upload(live);
      await live.say('', talk, [sent]);
      // Nobody waits for a word there: only that an agent has it keeps it.
      await desk.say('Thank you', talk);
      const form = { name: CANARY, email: `${CANARY}@shop.example` };
      const entry = await ticket.connection.send({ type: 'contact-submit', id: randomUUID(), text: CANARY, ...form });
      return {
        ...{ ended, waiting, live, ticket, silent, file, sent },
        ids: {
          ended: over.conversation,
          waiting: asks.conversation,
          live: talk.conversation,
          ticket: entry.conversation,
        },
      };
    }

    it('R6 nothing goes by itself: keeping is what happens when nothing is set', async () => {
      await people();
      clock.advance(4000 * DAY);
      await server.cleanUp();
      const { due, rows } = await owner();
      expect(await due()).toEqual({ conversations: 0, tickets: 0, files: 0, visitors: 0 });
      expect((await rows()).erased).toEqual([]);
      // A trial says what would go, and nothing goes.
      expect(await due('?conversations=1&tickets=1&files=1&visitors=1')).toEqual({
        ...{ conversations: 1, tickets: 1, files: 1, visitors: 1 },
      });
      expect((await rows()).erased).toEqual([]);
    });

    it('R6 each kind goes when its time is over, not a moment before; what goes on stays; figures stay', async () => {
      const { ids, file, sent } = await people();
      await (await owner()).keep({ conversations: 30, tickets: 20, files: 10, visitors: 5 });
      const figures = await (await owner()).figures();
      const steps = [
        { days: 5, due: { visitors: 1 }, erased: [] },
        { days: 10, due: { files: 1 }, erased: [] },
        { days: 20, due: { tickets: 1 }, erased: [ids.ticket] },
        { days: 30, due: { conversations: 1 }, erased: [ids.ticket, ids.ended] },
      ];
      let passed = 0;
      const until = (time: number): void => {
        clock.advance(time - passed);
        passed = time;
      };
      for (const { days, due, erased } of steps) {
        const nothing = { conversations: 0, tickets: 0, files: 0, visitors: 0 };
        until(days * DAY - 60_000);
        await server.cleanUp();
        expect(await (await owner()).due(), `${days}, before`).toEqual(nothing);
        until(days * DAY + 60_000);
        const boss = await owner();
        expect(await boss.due(), `${days}`).toEqual({ ...nothing, ...due });
        await server.cleanUp();
        expect(await boss.due(), `${days}, after`).toEqual(nothing);
        expect((await boss.rows()).erased).toEqual([...erased].sort());
      }
      const boss = await owner();
      expect((await boss.rows()).kept).toEqual([ids.waiting, ids.live].sort());
      for (const [{ id }, status] of [
        [file, 404],
        [sent, 200],
      ] as const) {
        expect((await fetch(`${server.url}/v1/files/${id}`, { headers: boss.headers })).status).toBe(status);
      }
      // What was still to be done of what is erased is not to be done any more; all else stays.
      const { open: _before, ...before } = figures.total;
      const { open: _after, ...after } = (await boss.figures()).total;
      expect(before).toMatchObject({ chats: 4, forms: 1 });
      expect(after).toEqual(before);
      const metrics = await (await fetch(`${server.url}/metrics`)).text();
      for (const kind of ['conversations', 'tickets', 'files', 'visitors']) {
        expect(metrics).toContain(`support_chat_erased_total{kind="${kind}"} 1`);
      }
    });

    it('R6 a word starts the time anew, also one that is written while it is being erased', async () => {
      const visitor = await arrive();
      const place = await visitor.say('First');
      await visitor.end(place);
      await (await owner()).keep({ conversations: 3 });
      clock.advance(2 * DAY);
      const back = await arrive({ token: visitor.token });
      await back.say('Again', place);
      await back.end(place);
      clock.advance(2 * DAY);
      await server.cleanUp();
      expect((await (await owner()).rows()).kept).toEqual([place.conversation]);
      const late = await arrive({ token: visitor.token });
      clock.advance(2 * DAY);
      const [outcome] = await Promise.allSettled([late.say('At the last moment', place), server.cleanUp()]);
      const { erased, kept } = await (await owner()).rows();
      // Whoever came first: a word that was acked is there.
      expect(outcome.status === 'fulfilled' ? kept : erased).toEqual([place.conversation]);
    });

    it('R6 of a visitor with a newer conversation the old one goes, and they go on in the newer one', async () => {
      const visitor = await arrive();
      const old = await visitor.say(CANARY);
      await visitor.end(old);
      await (await owner()).keep({ conversations: 10, visitors: 1 });
      clock.advance(8 * DAY);
      const back = await arrive({ token: visitor.token });
      const begun = randomUUID();
      await back.connection.send({ type: 'message-send', id: randomUUID(), text: 'Newer', conversation: begun });
      // They read the old one again, which makes it the one they are in.
      await back.connection.send({ type: 'conversation-open', id: randomUUID(), conversation: old.conversation });
      clock.advance(3 * DAY);
      const again = await arrive({ token: visitor.token });
      await server.cleanUp();
      const { erased, kept } = await (await owner()).rows();
      expect({ erased, kept }).toEqual({ erased: [old.conversation], kept: [begun] });
      const { conversations } = readConversations(await again.connection.listConversations?.({ limit: 10 }));
      expect(conversations.map(({ id, current }) => [id, current])).toEqual([[begun, true]]);
      expect((await again.say('I am still here')).conversation).toBe(begun);
      const data = await fetch(`${server.url}/v1/visitor/data`, {
        headers: { Authorization: `Bearer ${visitor.token}` },
      });
      expect(await data.text()).not.toContain(CANARY);
    });

    it('R6 whoever is there when their last conversation goes begins anew', async () => {
      const visitor = await arrive();
      const place = await visitor.say(CANARY);
      await visitor.end(place);
      const silent = await arrive();
      await (await owner()).keep({ conversations: 1, visitors: 2 });
      clock.advance(DAY + 1);
      const there = await arrive({ token: visitor.token });
      await server.cleanUp();
      await expect.poll(() => there.closed).toEqual(['session-unknown']);
      await expect(arrive({ token: visitor.token })).rejects.toMatchObject({ code: 'session-unknown' });
      // Who was there a moment ago is not forgotten, however long ago they came first.
      clock.advance(DAY);
      const returned = await arrive({ token: silent.token });
      clock.advance(DAY);
      await server.cleanUp();
      expect((await (await arrive({ token: silent.token })).say('Now I ask')).conversation).not.toBe(
        place.conversation,
      );
      returned.connection.close();
    });

    it('R6 X9 no byte of what was erased is left in the data folder', async () => {
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
      const { ids } = await people();
      expect((await holds()).length).toBeGreaterThan(0);
      // Of the live one a file is there still: its conversation goes on.
      const boss = await owner();
      const desk = await arrive({ headers: boss.headers });
      const snapshot = await desk.connection.resume?.(ids.live, null);
      await desk.end({ conversation: ids.live, epoch: snapshot?.epoch ?? '' });
      await boss.keep({ conversations: 1, tickets: 1 });
      clock.advance(DAY + 1);
      await server.cleanUp();
      expect(await holds()).toEqual([]);
    });

    it('R6 days that are no days are refused by name, and only owners are told', async () => {
      const { headers } = await owner();
      for (const [query, field] of [
        ['?conversations=0', 'conversations'],
        ['?files=ten', 'files'],
        ['?notes=3', 'notes'],
      ]) {
        const response = await fetch(`${server.url}/v1/retention${query}`, { headers });
        expect(response.status).toBe(400);
        expect(((await response.json()) as { detail: string }).detail).toContain(field);
      }
      expect((await fetch(`${server.url}/v1/retention`)).status).toBe(401);
    });
  });
}
