/** What every store owes a team that looks for what was once said (A9): run by a server on each, through the agents' API. */
import { createWebSocketAdapter } from '@support-chat/adapter-websocket';
import type { ArchiveHit, ArchivePage, ChatConnection, ServerEvent } from '@support-chat/protocol';
import { createServer, type RunningServer, type ServerOptions } from '@support-chat/server';
import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';
import { OWNER, postJson, signIn } from '../../support/agent-api.js';

interface Talk {
  readonly conversation: string;
  readonly token: string;
  write(text: string): Promise<void>;
  do(command: object): Promise<void>;
}

const AGENT = { email: 'ben@shop.example', name: 'Ben', password: 'correct horse battery' };

/** A fresh, empty database. */
interface ArchiveDatabase {
  readonly options: ServerOptions;
  /** Rows of a conversation in the index. */
  readonly indexed: (conversation: string) => Promise<number>;
}

/** Describes the archive. */
export function describeArchive(name: string, openDatabase: () => Promise<ArchiveDatabase>): void {
  describe(`the archive on ${name}`, () => {
    let server: RunningServer;
    let owner: string;
    let agent: string;
    let ben: string;
    let database: ArchiveDatabase;
    const connections: ChatConnection[] = [];
    beforeAll(async () => {
      database = await openDatabase();
      const plenty = { count: 5000, seconds: 1 };
      server = await createServer({
        owner: { ...OWNER },
        limits: { messages: plenty, frames: plenty, sessions: plenty, requests: plenty },
        ...database.options,
      });
      owner = await signIn(server.url);
      const made = await postJson(`${server.url}/v1/agents`, AGENT, { Cookie: owner });
      ({
        agent: { id: ben },
      } = (await made.json()) as { agent: { id: string } });
      agent = await signIn(server.url, { email: AGENT.email, password: AGENT.password });
    });
    afterAll(() => server.close());
    afterEach(() => {
      for (const connection of connections.splice(0)) connection.close();
    });

    const ask = (query: Readonly<Record<string, string>>, path = '', cookie = agent) =>
      fetch(`${server.url}/v1/agent/archive${path}?${new URLSearchParams(query)}`, { headers: { Cookie: cookie } });
    async function find(query: Readonly<Record<string, string>>): Promise<readonly ArchiveHit[]> {
      const response = await ask(query);
      expect([query, response.status]).toEqual([query, 200]);
      return ((await response.json()) as ArchivePage).conversations;
    }
    const idsOf = async (query: Readonly<Record<string, string>>): Promise<readonly string[]> =>
      (await find(query)).map(({ id }) => id);

    async function open(identity: object, headers = {}): Promise<[ChatConnection, ServerEvent[]]> {
      const events: ServerEvent[] = [];
      const Socket = class extends WebSocket {
        constructor(url: string | URL) {
          super(url, { headers });
        }
      };
      const connection = await createWebSocketAdapter({ server: server.url, WebSocket: Socket }).open({
        identity: identity as { kind: 'visitor' },
        signal: new AbortController().signal,
        onClose: () => undefined,
        onEvent: (event) => void events.push(event),
      });
      connections.push(connection);
      return [connection, events];
    }

    async function talk(...texts: readonly string[]): Promise<Talk> {
      const [connection, events] = await open({ kind: 'visitor' });
      const token = events.find((event) => event.type === 'welcome')?.session?.token ?? '';
      let place: { conversation: string; epoch: string } | undefined;
      const send = async (command: object): Promise<void> => {
        const ack = await connection.send({ id: randomUUID(), ...place, ...command } as never);
        place = { conversation: ack.conversation, epoch: ack.epoch };
      };
      const write = (text: string) => send({ type: 'message-send', text });
      for (const text of texts) await write(text);
      return { conversation: (place as unknown as { conversation: string }).conversation, token, write, do: send };
    }

    async function answer(conversation: string, text: string): Promise<void> {
      const [connection, events] = await open({ kind: 'agent' }, { Cookie: agent });
      const inbox = events.find((event) => event.type === 'inbox-snapshot')?.conversations ?? [];
      const { epoch = '' } = inbox.find(({ id }) => id === conversation) ?? {};
      await connection.send({ type: 'message-send', id: randomUUID(), conversation, epoch, text });
    }

    it.each([
      ['English', 'My Refrigerator is humming', ['refrigerator', 'REFRIG', 'hum', 'my hum']],
      ['German', 'Größe und Straße, bitte', ['grösse', 'große', 'straße', 'bitte']],
      ['French', 'Où est ma théière fêlée ?', ['theiere', 'felee', 'ou est']],
      ['Spanish', 'Mañana llegará el paquete', ['manana', 'llegara']],
      ['Japanese', '注文した東京都のお店で急須が割れていました', ['東京', '京都', '急須', '割れて', '店']],
      ['Chinese', '我的茶壶在路上摔坏了，请帮忙', ['茶壶', '摔坏', '坏', '请帮忙']],
      ['Thai', 'กาน้ำชาของฉันแตกแล้ว', ['น้ำชา', 'แตก']],
      ['Korean', '주전자가 깨졌어요', ['주전자', '깨졌', '주전']],
      ['Arabic', 'وصل إبريق الشاي مكسورًا', ['ابريق', 'إبريق', 'مكسور']],
      ['Hebrew', 'הקומקום הגיע שבור', ['קומקום שבור', 'שבור', 'הקומקום'].slice(1)],
      ['Hindi', 'मेरी केतली टूट गई', ['केतली', 'टूट']],
      ['Russian', 'Чайник пришёл разбитым', ['чайник', 'пришел', 'разбит']],
      ['Greek', 'Η τσαγιέρα έσπασε, ΣΠΑΣΜΕΝΟΣ', ['τσαγιερα', 'σπασμενος']],
      ['an order number', 'It is order #A-47/11 of 2026-11-02', ['A-47/11', '2026-11-02', 'a 47']],
    ])('A9 finds what was said in %s by any of its words', async (_language, text, queries) => {
      const { conversation } = await talk(text);
      for (const words of queries) {
        const hits = await find({ words });
        expect([words, hits.map(({ id }) => id)]).toEqual([words, [conversation]]);
        expect(hits[0]?.found).toMatchObject({ text, author: { kind: 'visitor' }, seq: 1 });
      }
    });

    it('A9 all words have to be in one message, in whichever order, of whoever wrote it', async () => {
      const { conversation, write } = await talk('the quokka sleeps', 'the wombat digs');
      await answer(conversation, 'A platypus swims with a quokka.');
      await write('good');
      expect(await idsOf({ words: 'sleeps quokka' })).toEqual([conversation]);
      expect(await idsOf({ words: 'quokka wombat' })).toEqual([]);
      const [hit] = await find({ words: 'quokka' });
      expect(hit?.found).toMatchObject({ text: 'A platypus swims with a quokka.', author: { kind: 'agent' } });
    });

    it('A9 letters that stand beside each other elsewhere, and signs alone, find nothing', async () => {
      // All pairs of letters of the first are in it, all parts of the second, and neither is.
      const { conversation } = await talk('東京都、西京都府 and B 47 of 11');
      for (const words of ['東京都府', 'B-47/11']) expect([words, await idsOf({ words })]).toEqual([words, []]);
      expect(await idsOf({ words: '西京都 47' })).toEqual([conversation]);
      expect(await idsOf({ words: '?!\'"&|:*() ' })).toEqual([]);
      for (const words of [`"`, `' OR 1=1 --`, `quux" OR "the`, `foo:*`, `NEAR(a b)`, `-the`, `words : the`, `\\`]) {
        expect([words, (await ask({ words })).status]).toEqual([words, 200]);
      }
    });

    it('A9 filters by phase, agent, rating and time, also together with words', async () => {
      const [mine, other] = [await talk('xenolith one'), await talk('xenolith two')];
      await answer(mine.conversation, 'I have it.');
      await mine.do({ type: 'conversation-end' });
      await mine.do({ type: 'rating-give', score: 4, text: 'xenolith in a rating' });
      const both = [other.conversation, mine.conversation].sort();
      expect([...(await idsOf({ words: 'xenolith' }))].sort()).toEqual(both);
      for (const filter of [{ phase: 'ended' }, { agent: ben }, { rating: '4' }, { rating: 'any' }]) {
        expect([filter, await idsOf({ words: 'xenolith', ...filter })]).toEqual([filter, [mine.conversation]]);
      }
      expect(await idsOf({ words: 'xenolith', rating: '5' })).toEqual([]);
      // Who has only looked at it has not taken part.
      const [looking, events] = await open({ kind: 'agent' }, { Cookie: agent });
      const inbox = events.find((event) => event.type === 'inbox-snapshot')?.conversations ?? [];
      const { epoch = '' } = inbox.find(({ id }) => id === other.conversation) ?? {};
      looking.notify({ type: 'cursors', conversation: other.conversation, epoch, delivered: 1, read: 1 });
      await vi.waitFor(async () => {
        const ofBen = (await find({ words: 'xenolith' })).map(({ id, unread }) => [id === other.conversation, unread]);
        expect(ofBen).toContainEqual([true, 0]);
      }, 10_000);
      expect(await idsOf({ words: 'xenolith', agent: ben })).toEqual([mine.conversation]);
      expect(await idsOf({ words: 'xenolith', phase: 'open' })).toEqual([other.conversation]);
      const { startedAt } = (await find({ words: 'xenolith two' }))[0] as ArchiveHit;
      expect(await idsOf({ words: 'xenolith', from: String(startedAt) })).toContain(other.conversation);
      expect(await idsOf({ words: 'xenolith', to: String(startedAt) })).not.toContain(other.conversation);
      expect(await idsOf({ rating: '4', phase: 'ended' })).toEqual([mine.conversation]);
    });

    it('A9 pages join: every conversation once, newest first, with words and without', async () => {
      const made: string[] = [];
      for (let index = 0; index < 12; index++) made.unshift((await talk(`yttrium number ${index}`)).conversation);
      for (const query of [{ words: 'yttrium' }, {}]) {
        const seen: string[] = [];
        for (let after = ''; ;) {
          const response = await ask({ ...query, limit: '5', ...(after && { after }) });
          const page = (await response.json()) as ArchivePage;
          seen.push(...page.conversations.map(({ id }) => id));
          if (page.after === undefined) break;
          after = page.after;
        }
        expect(new Set(seen).size).toBe(seen.length);
        expect(seen.filter((id) => made.includes(id))).toEqual(made);
      }
    });

    it('A9 X9 what a visitor had erased is not found any more', async () => {
      const { conversation, token } = await talk('my zeppelin leaks');
      expect(await idsOf({ words: 'zeppelin' })).toEqual([conversation]);
      expect(await database.indexed(conversation)).toBe(1);
      const headers = { Authorization: `Bearer ${token}` };
      expect((await fetch(`${server.url}/v1/visitor/data`, { method: 'DELETE', headers })).status).toBe(204);
      expect(await idsOf({ words: 'zeppelin' })).toEqual([]);
      expect(await database.indexed(conversation)).toBe(0);
      expect(await idsOf({})).toContain(conversation);
    });

    it('A9 a file has everything once, a table that no spreadsheet takes for formulas or a list with all words', async () => {
      const { conversation } = await talk(
        '=HYPERLINK("http://evil.example","windlass")',
        'windlass, "quoted"\nwindlass',
      );
      const csv = await ask({ words: 'windlass', format: 'csv' }, '/export', owner);
      expect(csv.headers.get('content-disposition')).toBe('attachment; filename="conversations.csv"');
      const [head, row, ...rest] = (await csv.text()).split('\r\n');
      expect(head).toBe('conversation,started,phase,visitor,email,department,agent,rating,last_message');
      expect(row).toMatch(new RegExp(`^${conversation},20\\d\\d-.*,queued,,,,,,"windlass, ""quoted""\nwindlass"$`));
      expect(rest).toEqual(['']);
      const other = await talk('=1+1 capstan');
      expect(await (await ask({ words: 'capstan', format: 'csv' }, '/export', owner)).text()).toContain(
        ",'=1+1 capstan",
      );
      const json = (await (await ask({ words: 'windlass', format: 'json' }, '/export', owner)).json()) as object[];
      expect(json).toMatchObject([{ id: conversation, events: [{ seq: 1 }, { seq: 2, type: 'message-added' }] }]);
      const all = (await (await ask({ format: 'json' }, '/export', owner)).json()) as { id: string }[];
      expect(all.map(({ id }) => id)).toContain(other.conversation);
      expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
      expect(await (await ask({ words: 'nobodysaidthis', format: 'json' }, '/export', owner)).json()).toEqual([]);
    });

    it('A9 a file of more than a page has a conversation once, also when it was found on two pages', async () => {
      const first = await talk('sextant in the morning');
      for (let index = 0; index < 100; index++) {
        await talk(`sextant ${index}`);
        for (const connection of connections.splice(1)) connection.close();
      }
      await first.write('sextant in the evening');
      const found = (await (await ask({ words: 'sextant', format: 'json' }, '/export', owner)).json()) as {
        id: string;
      }[];
      expect(found.map(({ id }) => id)).toHaveLength(101);
      expect(new Set(found.map(({ id }) => id)).size).toBe(101);
    });

    it('A9 agents look, leads and owners take along, nobody else does either; wrong filters are named', async () => {
      expect((await ask({}, '', 'sc_agent=nobody')).status).toBe(401);
      expect((await ask({ format: 'csv' }, '/export', 'sc_agent=nobody')).status).toBe(401);
      expect((await ask({ format: 'csv' }, '/export')).status).toBe(403);
      for (const [query, field] of [
        [{ rating: '6' }, 'rating'],
        [{ phase: 'limbo' }, 'phase'],
        [{ from: 'yesterday' }, 'from'],
        [{ limit: '101' }, 'limit'],
        [{ limit: '0' }, 'limit'],
        [{ agent: "x' or 1" }, 'agent'],
        [{ colour: 'red' }, 'colour'],
        [{ words: 'x'.repeat(1000) }, 'words'],
      ] as const) {
        const { status, code, detail } = (await (await ask(query)).json()) as Record<string, unknown>;
        expect([query, status, code]).toEqual([query, 400, 'frame-invalid']);
        expect(detail).toMatch(new RegExp(`^${field}: `));
      }
    });
  });
}
