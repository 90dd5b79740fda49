/**
 * What every store owes the figures (A10). A team works some days by a seed, on a real server whose clock the test moves;
 * the test keeps its own record of what it did, counts that by hand, and every figure has to be the same.
 */
import type { StatisticsAnswer } from '@support-chat/protocol';
import type { RunningServer, ServerOptions } from '@support-chat/server';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { OWNER, postJson, signIn } from '../../support/agent-api.js';
import { countChats } from '../../support/count-chats.js';
import { seededRandom } from '../../support/random.js';
import { PASSWORD, TeamDay } from '../../support/team-day.js';
import { startTestServer } from '../../support/test-server.js';

/** A fresh, empty database. */
export interface StatisticsDatabase {
  readonly options: ServerOptions;
  /** Makes the next start write down everything anew from the logs. */
  readonly forgetFigures: () => Promise<void>;
}

const ZONE = 'Europe/Berlin';
/** In Berlin the clocks are set back in the night to the 25th. */
const START = Date.UTC(2026, 9, 23, 21, 30);
const DAYS = Array.from({ length: 7 }, (_, index) => `2026-10-${22 + index}`);
/** One of them would be a formula to a spreadsheet. */
const DEPARTMENTS = { sales: 'Sales', service: '=Service' };
const SPAN = { from: '2026-10-22', to: '2026-10-28', zone: ZONE };

/** Describes the statistics. */
export function describeStatistics(name: string, openDatabase: () => Promise<StatisticsDatabase>): void {
  describe(`the statistics on ${name}`, () => {
    let database: StatisticsDatabase;
    let server: RunningServer;
    let wall: number;
    let day: TeamDay;
    const clock = { now: () => wall - START, wallTime: () => wall };
    const start = () => {
      const plenty = { count: 1e6, seconds: 1 };
      const limits = { messages: plenty, frames: plenty, sessions: plenty, requests: plenty, logins: plenty };
      return startTestServer({ ...database.options, clock, owner: OWNER, limits, logLevel: 'silent' });
    };
    beforeEach(async () => {
      wall = START;
      database = await openDatabase();
      server = await start();
      const owner = await signIn(server.url);
      await fetch(`${server.url}/v1/settings/departments`, {
        method: 'PUT',
        headers: { 'Content-Type': 'application/json', Cookie: owner },
        body: JSON.stringify(Object.entries(DEPARTMENTS).map(([id, name]) => ({ id, name }))),
      });
      for (const agent of ['ada', 'ben', 'cem']) {
        const email = `${agent}@shop.example`;
        await postJson(`${server.url}/v1/agents`, { email, name: agent, password: PASSWORD }, { Cookie: owner });
      }
      const seed = Number(process.env['SEED'] ?? Math.floor(Math.random() * 2 ** 31));
      console.info(`seed ${seed}`);
      day = new TeamDay(server, seededRandom(seed), {
        now: () => wall,
        advance: (milliseconds) => void (wall += milliseconds),
      });
      await day.signIn();
    });
    afterEach(async () => {
      await server.close();
    });

    const count = (filter: { department?: string; agent?: string } = {}) =>
      countChats(
        { talks: day.talks, agents: day.agents, departments: DEPARTMENTS },
        { ...filter, zone: ZONE, days: DAYS },
      );
    const ask = async (query: object, cookie?: string, path = ''): Promise<Response> =>
      fetch(`${server.url}/v1/agent/statistics${path}?${new URLSearchParams({ ...SPAN, ...query })}`, {
        headers: { Cookie: cookie ?? (await signIn(server.url)) },
      });
    const read = async (query: object = {}, cookie?: string): Promise<StatisticsAnswer> => {
      const response = await ask(query, cookie);
      expect(response.status).toBe(200);
      return (await response.json()) as StatisticsAnswer;
    };
    const cookieOf = (agent: string): Promise<string> =>
      signIn(server.url, { email: `${agent}@shop.example`, password: PASSWORD });

    it('A10 every figure of some days of a team is the one that was counted by hand', async () => {
      await day.work(150);
      const talk = await day.ended();
      const told = `seed ${day.random.seed}`;
      const all = await read();
      expect([told, all]).toEqual([told, count()]);
      expect(all.total.chats).toBeGreaterThan(15);
      for (const department of ['sales', 'service', 'nowhere']) {
        expect([told, department, await read({ department })]).toEqual([told, department, count({ department })]);
      }
      for (const [agent, { id }] of day.agents) {
        expect([told, agent, await read({ agent: id })]).toEqual([told, agent, count({ agent: id })]);
        expect(await read({}, await cookieOf(agent))).toEqual(await read({ agent: id }));
      }

      // What an update writes down of logs that are older than the statistics is the same.
      await server.close();
      await database.forgetFigures();
      server = await start();
      const { departments: _departments, ...figures } = all;
      expect([told, await read()]).toMatchObject([told, figures]);

      // Erasing takes the words away and leaves the figures; what went on has ended with it.
      const headers = { Authorization: `Bearer ${talk.visitor.token}` };
      expect((await fetch(`${server.url}/v1/visitor/data`, { method: 'DELETE', headers })).status).toBe(204);
      expect([told, await read()]).toMatchObject([told, figures]);
    });

    it('A10 X9 a chat that went on when its visitor was erased has ended, and counts', async () => {
      const talk = await day.ask('Hello?');
      wall += 60_000;
      expect((await read()).total).toMatchObject({ chats: 1, open: 1, missed: 0 });
      const headers = { Authorization: `Bearer ${talk.visitor.token}` };
      expect((await fetch(`${server.url}/v1/visitor/data`, { method: 'DELETE', headers })).status).toBe(204);
      expect((await read()).total).toMatchObject({ chats: 1, open: 0, missed: 1 });
    });

    it('A10 agents see their own figures and nobody else does; wrong days and zones are named', async () => {
      const ada = await cookieOf('ada');
      expect((await ask({}, 'sc_agent=nobody')).status).toBe(401);
      for (const path of ['', '/topics', '/export']) {
        const format = path === '/export' && { format: 'csv' };
        expect((await ask({ agent: day.agents.get('ben')?.id, ...format }, ada, path)).status).toBe(403);
        expect((await ask({ agent: day.agents.get('ada')?.id, ...format }, ada, path)).status).toBe(200);
        expect((await ask({ ...format }, 'sc_agent=nobody', path)).status).toBe(401);
      }
      for (const [query, field] of [
        [{ zone: 'Mars/Olympus' }, 'zone'],
        [{ from: '2026-02-30' }, 'from'],
        [{ from: 'yesterday' }, 'from'],
        [{ from: '2026-10-29' }, 'to'],
        [{ from: '2025-01-01' }, 'to'],
        [{ agent: "x' or 1" }, 'agent'],
        [{ colour: 'red' }, 'colour'],
      ] as const) {
        const { code, detail } = (await (await ask(query)).json()) as Record<string, string>;
        expect([query, code]).toEqual([query, 'frame-invalid']);
        expect(detail).toMatch(new RegExp(`^${field}: `));
      }
    });

    it('A10 the file is a table that no spreadsheet takes for formulas', async () => {
      await day.work(60);
      await day.ask('Hi', { department: 'service' }); // whatever else happened
      const response = await ask({ format: 'csv' }, undefined, '/export');
      expect(response.headers.get('content-disposition')).toBe(
        'attachment; filename="statistics-2026-10-22-2026-10-28.csv"',
      );
      const [head, total, ...rows] = (await response.text()).split('\r\n').map((line) => line.split(','));
      const { total: figures, departments, agents } = await read();
      expect(head?.slice(0, 8).join()).toBe(
        '\uFEFFgroup,id,name,chats,forms,missed,open,passed_on'.replace('\uFEFF', ''),
      );
      expect(total?.slice(0, 4)).toEqual(['total', '', '', String(figures.chats)]);
      expect(total?.slice(8, 11)).toEqual([
        String(figures.wait.count),
        String((figures.wait.median ?? 0) / 1000),
        String((figures.wait.p90 ?? 0) / 1000),
      ]);
      expect(rows).toHaveLength(7 + 24 + departments.length + agents.length + 1);
      expect(rows.find(([, id]) => id === 'service')?.[2]).toBe("'=Service");
    });

    it('A10 topics are what several visitors asked first, in their languages, and never who they are', async () => {
      const questions = [
        ...['Where is my parcel? I am Martha', 'where is the parcel', 'Is my Parcel lost?', 'When does my parcel come'],
        ...['Mein Wasserkocher ist kaputt', 'Hallo, der Wasserkocher ist kaputt!', 'Ist Ihr Wasserkocher kaputt?'],
        ...['茶壶坏了', '我的茶壶坏了', '你好，茶壶坏了'],
        ...['I have a gift card', 'Do you sell a gift card?', 'my gift card is empty', 'gift card martha@shop.example'],
        // Two are too few to be nobody.
        ...['Where is the invoice for Oslo?', 'My invoice is wrong'],
        ...['Martha here', 'I am Martha again', 'Martha once more, order 4711', 'order 4711', 'order 4711 please'],
      ];
      for (const question of questions) {
        const profile = { name: 'Martha Example', email: 'martha@shop.example' };
        await day.ask(question, profile);
      }
      const { topics, questions: looked } = (await (await ask({}, undefined, '/topics')).json()) as {
        topics: { words: string; chats: number }[];
        questions: number;
      };
      expect(looked).toBe(questions.length);
      expect(topics).toEqual([
        { words: 'gift card', chats: 4 },
        { words: 'parcel', chats: 4 },
        { words: 'Wasserkocher', chats: 3 },
        { words: 'kaputt', chats: 3 },
        { words: 'order', chats: 3 },
        { words: '茶壶坏了', chats: 3 },
      ]);
    });
  });
}
