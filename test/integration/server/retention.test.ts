/** Retention in a process of its own, as owners run it: killed in the middle, and nothing is half erased (R6, S6). */
import { openStore, type Store } from '@support-chat/server';
import { randomUUID } from 'node:crypto';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { OWNER, signIn } from '../../support/agent-api.js';
import { buildServerProgram, startServer, type ServerProgram } from '../../support/server-process.js';
import { startTestService } from '../../support/service-clients.js';

const CONVERSATIONS = 120;
/** How many are erased before each kill. */
const KILLS = [1, 20, 41, 70];

describe('R6 retention', () => {
  let program: ServerProgram;
  let folder: string;
  beforeAll(async () => {
    program = await buildServerProgram();
  });
  afterAll(() => program.remove());
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'support-chat-retention-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  /** Long ago: many conversations with a file that ended, and one that goes on. @returns the id of the latter */
  async function fill(store: Store): Promise<string> {
    const test = await startTestService(store);
    const agent = await test.agent(await test.hire('Ada'));
    await mkdir(join(folder, 'files'), { recursive: true });
    for (let index = 0; index < CONVERSATIONS; index++) {
      const visitor = await test.visitor({ profile: { name: `Visitor ${index}` } });
      const place = await visitor.write(`Question ${index}`);
      await visitor.do({
        type: 'conversation-end',
        id: randomUUID(),
        conversation: place.conversation,
        epoch: place.epoch,
      });
      const id = randomUUID();
      await writeFile(join(folder, 'files', id), 'bytes');
      await store.write((transaction) =>
        transaction
          .insertInto('uploads')
          .values({
            ...{ id, owner_kind: 'visitor', owner: 'somebody', name: 'a.txt', type: 'text/plain', state: 'ready' },
            ...{ received_size: 5, size: 5, width: null, height: null, sha256: null, secret: 'secret' },
            ...{ conversation: place.conversation, message: 'message', created_at: test.clock.wallTime() },
          })
          .execute(),
      );
    }
    const visitor = await test.visitor();
    const place = await visitor.write('Are you there?');
    await agent.write('I am', place);
    await test.service.settings.set('retention', { conversations: 30 });
    await test.service.stop();
    return place.conversation;
  }

  /** How many are wholly there and how many wholly erased; whatever is neither is named. */
  async function look() {
    const store = await openStore({ dataFolder: folder });
    const facts = await store.read(async (database) => {
      const rows = await database
        .selectFrom('conversations as c')
        .innerJoin('visitors as v', 'v.id', 'c.visitor')
        .select(['c.id', 'c.erased_at', 'c.last_message', 'v.profile'])
        .execute();
      const events = await database.selectFrom('events').select(['conversation', 'type']).execute();
      const uploads = await database.selectFrom('uploads').select(['id', 'conversation']).execute();
      const archived = await database.selectFrom('archived').select('conversation').execute();
      return { rows, events, uploads, archived };
    });
    await store.close();
    const { rows, events, uploads, archived } = facts;
    const states = rows.map(({ id, erased_at, last_message, profile }) => {
      const of = <Row extends { readonly conversation: string | null }>(all: readonly Row[]) =>
        all.filter(({ conversation }) => conversation === id);
      const words = [
        of(events).some(({ type }) => type === 'message-added'),
        of(archived).length > 0,
        last_message !== null,
      ];
      const told = profile.includes('Visitor');
      const kept = words.every(Boolean) && erased_at === null;
      const gone = !words.some(Boolean) && !told && of(uploads).length === 0 && erased_at !== null;
      return { id, state: kept ? 'kept' : gone ? 'gone' : 'half' };
    });
    const ids = (wanted: string) => states.filter(({ state }) => state === wanted).map(({ id }) => id);
    return { half: ids('half'), gone: ids('gone'), kept: ids('kept'), uploads: uploads.map(({ id }) => id) };
  }

  it('S6 killed again and again in the middle: each is there or gone, what goes on is there, and the last run ends it', async () => {
    const store = await openStore({ dataFolder: folder });
    const live = await fill(store);
    await store.close();
    const argv = ['--data', folder];
    const environment = { OWNER_EMAIL: OWNER.email, OWNER_PASSWORD: OWNER.password, LOG_LEVEL: 'info' };
    const erased = async (url: string): Promise<number> => {
      const text = await (await fetch(`${url}/metrics`)).text();
      return Number(/support_chat_erased_total\{kind="conversations"\} (\d+)/.exec(text)?.[1] ?? 0);
    };
    let before = 0;
    for (const target of KILLS) {
      const server = await startServer(program, { argv, environment });
      await expect
        .poll(() => erased(server.url).catch(() => 0), { interval: 1, timeout: 60_000 })
        .toBeGreaterThanOrEqual(Math.min(target - before, CONVERSATIONS - before));
      server.kill('SIGKILL');
      await server.exited;
      const { half, gone, kept } = await look();
      expect(half).toEqual([]);
      expect(kept).toContain(live);
      expect(gone.length).toBeGreaterThanOrEqual(before);
      before = gone.length;
    }
    const server = await startServer(program, { argv, environment });
    const headers = { Cookie: await signIn(server.url) };
    const due = async (): Promise<unknown> => (await fetch(`${server.url}/v1/retention`, { headers })).json();
    await expect.poll(due, { timeout: 60_000 }).toMatchObject({ due: { conversations: 0 } });
    server.kill('SIGTERM');
    await server.exited;
    expect(server.output()).toContain('"failed":0,"msg":"retention"');
    const { half, gone, kept, uploads } = await look();
    expect({ half, kept, uploads }).toEqual({ half: [], kept: [live], uploads: [] });
    expect(gone).toHaveLength(CONVERSATIONS);
    expect(await readdir(join(folder, 'files'))).toEqual([]);
  });
});
