/** PostgreSQL goes away under the server: what is under way is tried again, and nothing is stored twice. */
import { openStore, type Store } from '@support-chat/server';
import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startPostgres, type Postgres } from '../../support/postgres.js';
import { startTestService } from '../../support/service-clients.js';

describe('a PostgreSQL that drops its connections', () => {
  let postgres: Postgres;
  let store: Store;
  let databaseUrl: string;
  let operator: Client;
  beforeAll(async () => {
    postgres = await startPostgres();
  });
  afterAll(() => postgres.stop());
  beforeEach(async () => {
    databaseUrl = await postgres.createDatabase();
    store = await openStore({ dataFolder: ':memory:', databaseUrl });
    operator = new Client({ connectionString: databaseUrl });
    await operator.connect();
  });
  afterEach(async () => {
    await operator.end();
    await store.close();
  });

  const cut = () =>
    operator.query(
      'select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid() and datname = current_database()',
    );

  it('L2 L3 acks every message of a writer once, at its place, while connections are cut', async () => {
    const test = await startTestService(store);
    const writers = await Promise.all(Array.from({ length: 4 }, () => test.visitor()));
    // A cut with every seventh ack, while the other writers are in the middle of theirs.
    let acked = 0;
    const cuts: Promise<unknown>[] = [];
    const acks = await Promise.all(
      writers.map(async (writer) => {
        const seqs: number[] = [];
        for (let index = 0; index < 30; index++) {
          const command = { type: 'message-send', id: randomUUID(), text: `message ${index}` } as const;
          // A client's outbox: the same command again until it is acked.
          for (let answer = await writer.ask(command); ; answer = await writer.ask(command)) {
            if (answer.type === 'ack') {
              seqs.push(answer.seq);
              if (++acked % 7 === 0) cuts.push(cut());
              break;
            }
            expect(answer).toMatchObject({ type: 'refused', problem: { code: 'unavailable' } });
          }
        }
        return seqs;
      }),
    );
    await Promise.all(cuts);
    for (const seqs of acks) expect(seqs).toEqual(Array.from({ length: 30 }, (_, index) => index + 1));
    const events = await store.read((database) => database.selectFrom('events').select('seq').execute());
    expect(events).toHaveLength(120);
  });

  it('L1 L2 keeps one order when several nodes append to one conversation', async () => {
    const others = await Promise.all([1, 2].map(() => openStore({ dataFolder: ':memory:', databaseUrl })));
    const nodes = await Promise.all([store, ...others].map((each) => startTestService(each)));
    const visitor = await nodes[0]!.visitor();
    const place = await visitor.write('1');
    const tabs = await Promise.all(
      // Tabs of one connection each, so that every node has many appends under way at once.
      Array.from({ length: 30 }, (_, index) => nodes[index % 3]!.visitor({ token: visitor.token })),
    );
    const acks = await Promise.all(tabs.map((tab, index) => tab.write(`from tab ${index}`, place)));
    const twin = 'one-id-on-every-node';
    const twins = await Promise.all(tabs.map((tab) => tab.write('the same', place, twin)));
    await Promise.all(others.map((each) => each.close()));
    expect(acks.map(({ seq }) => seq).sort((a, b) => a - b)).toEqual(
      Array.from({ length: 30 }, (_, index) => index + 2),
    );
    expect(new Set(twins.map(({ seq }) => seq))).toEqual(new Set([32]));
  });

  it('runs a transaction again when the database chose it as the victim of a deadlock', async () => {
    await store.write(async (transaction) => {
      for (const id of ['one', 'two']) {
        await transaction.insertInto('visitors').values({ id, profile: '{}', page: null, created_at: 0 }).execute();
      }
    });
    let runs = 0;
    let release = (): void => undefined;
    const together = new Promise<void>((resolve) => (release = resolve));
    let holding = 0;
    const touch = (first: string, second: string) =>
      store.write(async (transaction) => {
        runs++;
        await transaction.updateTable('visitors').set({ page: first }).where('id', '=', first).execute();
        if (++holding === 2) release();
        await together;
        await transaction.updateTable('visitors').set({ page: first }).where('id', '=', second).execute();
      });
    await Promise.all([touch('one', 'two'), touch('two', 'one')]);
    expect(runs).toBe(3);
  });
});
