import { openStore } from '@support-chat/server';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { startPostgres, type Postgres } from '../../support/postgres.js';
import { startTestService } from '../../support/service-clients.js';
import { describeApiKeys } from './api-keys-contract.js';
import { describeArchive } from './archive-contract.js';
import { describeAudit } from './audit-contract.js';
import { describeBot } from './bot-contract.js';
import { describeBridges } from './bridges-contract.js';
import { describeCards } from './cards-contract.js';
import { describeConversations } from './conversations-contract.js';
import { describeIdentity } from './identity-contract.js';
import { describeLog } from './log-contract.js';
import { describeNotes } from './notes-contract.js';
import { describeOffers } from './offers-contract.js';
import { describePersona } from './persona-contract.js';
import { describePresence } from './presence-contract.js';
import { describeRatings } from './ratings-contract.js';
import { describeReading } from './reading-contract.js';
import { describeRetention } from './retention-contract.js';
import { describeRouting } from './routing-contract.js';
import { describeSettings } from './settings-contract.js';
import { describeShortcuts } from './shortcuts-contract.js';
import { describeShortQuestions } from './short-questions-contract.js';
import { describeStatistics } from './statistics-contract.js';
import { describeTickets } from './tickets-contract.js';
import { describeTransfers } from './transfers-contract.js';
import { describeUploads } from './uploads-contract.js';
import { describeVisitorDetails } from './visitor-details-contract.js';
import { describeVisitorData } from './visitor-data-contract.js';
import { describeWebhooks } from './webhooks-contract.js';

let postgres: Postgres;
beforeAll(async () => {
  postgres = await startPostgres();
});
afterAll(() => postgres.stop());

const CONTRACTS = [
  describeLog,
  describeReading,
  describeCards,
  describeRatings,
  describeConversations,
  describePresence,
  describeNotes,
] as const;

for (const describeStore of CONTRACTS) {
  describeStore('PostgreSQL', async () =>
    openStore({ dataFolder: ':memory:', databaseUrl: await postgres.createDatabase() }),
  );
}

const openTwice = async () => {
  const databaseUrl = await postgres.createDatabase();
  const open = () => openStore({ dataFolder: ':memory:', databaseUrl });
  return [await open(), await open()] as const;
};
describeRouting('PostgreSQL', openTwice);
describeShortQuestions('PostgreSQL', openTwice);
describeTickets('PostgreSQL', openTwice);
describeTransfers('PostgreSQL', openTwice);
describeBot('PostgreSQL', openTwice);
describeOffers('PostgreSQL', openTwice);
describeSettings('PostgreSQL', openTwice);
describeApiKeys('PostgreSQL', async () => {
  const databaseUrl = await postgres.createDatabase();
  return {
    options: { databaseUrl },
    async dump() {
      const client = new Client({ connectionString: databaseUrl });
      await client.connect();
      const { rows } = await client.query('select * from api_keys');
      await client.end();
      return JSON.stringify(rows);
    },
  };
});
describeArchive('PostgreSQL', async () => {
  const databaseUrl = await postgres.createDatabase();
  return {
    options: { databaseUrl },
    async indexed(conversation) {
      const client = new Client({ connectionString: databaseUrl });
      await client.connect();
      const { rowCount } = await client.query('select id from archived where conversation = $1', [conversation]);
      await client.end();
      return rowCount ?? 0;
    },
  };
});
describeStatistics('PostgreSQL', async () => {
  const databaseUrl = await postgres.createDatabase();
  return {
    options: { databaseUrl },
    async forgetFigures() {
      const client = new Client({ connectionString: databaseUrl });
      await client.connect();
      await client.query("delete from kysely_migration where name = '0011-statistics'");
      await client.end();
    },
  };
});
describeBridges('PostgreSQL', async () => ({ databaseUrl: await postgres.createDatabase() }), true);
describeWebhooks('PostgreSQL', async () => ({ databaseUrl: await postgres.createDatabase() }));
describeShortcuts('PostgreSQL', async () => ({ databaseUrl: await postgres.createDatabase() }));
describeUploads('PostgreSQL', async () => ({ databaseUrl: await postgres.createDatabase() }));
describePersona('PostgreSQL', async () => ({ databaseUrl: await postgres.createDatabase() }));
describeIdentity('PostgreSQL', async () => ({ databaseUrl: await postgres.createDatabase() }));
describeAudit('PostgreSQL', async () => ({ databaseUrl: await postgres.createDatabase() }));
describeRetention('PostgreSQL', async () => ({ databaseUrl: await postgres.createDatabase() }));
describeVisitorData('PostgreSQL', async () => ({ databaseUrl: await postgres.createDatabase() }));
describeVisitorDetails('PostgreSQL', async () => ({ databaseUrl: await postgres.createDatabase() }));

describe('routing beside somebody who takes a chat by hand', () => {
  it('A3 waits for them, and gives nobody what they have taken by then', async () => {
    const databaseUrl = await postgres.createDatabase();
    const [store, other] = [
      await openStore({ dataFolder: ':memory:', databaseUrl }),
      await openStore({ dataFolder: ':memory:', databaseUrl }),
    ];
    const test = await startTestService(store);
    const place = await (await test.visitor()).write('Hello');
    const [ada, ben] = [await test.hire('Ada'), await test.hire('Ben')];
    await test.agent(ada);
    await test.service.settle();
    let holds = (): void => undefined;
    let letGo = (): void => undefined;
    const held = new Promise<void>((resolve) => (holds = resolve));
    const taken = new Promise<void>((resolve) => (letGo = resolve));
    const byHand = other.write(async (transaction) => {
      await transaction
        .updateTable('conversations')
        .set({ phase: 'live', assignee: ben.agent.id })
        .where('id', '=', place.conversation)
        .execute();
      holds();
      await taken;
    });
    await held;
    await test.service.settings.set('routing', { mode: 'automatic' });
    await test.service.settingsChanged();
    // Routing has made its plan and stands behind the one who takes it.
    await vi.waitFor(async () => {
      const { rows } = await other.read((database) =>
        sql<{ count: number }>`select count(*)::int as count from pg_locks where not granted`.execute(database),
      );
      expect(rows[0]?.count).toBeGreaterThan(0);
    });
    letGo();
    await byHand;
    await test.service.settle();
    const row = await store.read((database) =>
      database.selectFrom('conversations').selectAll().where('id', '=', place.conversation).executeTakeFirstOrThrow(),
    );
    expect(row).toMatchObject({ phase: 'live', assignee: ben.agent.id, head: 1 });
    await test.service.stop();
    for (const open of [store, other]) await open.close();
  });
});

describe('a data folder beside PostgreSQL', () => {
  it('S5 belongs to one process all the same, and is free again after it or after a failed start', async () => {
    const parent = await mkdtemp(join(tmpdir(), 'support-chat-beside-'));
    const dataFolder = join(parent, 'data');
    const [databaseUrl, another] = [await postgres.createDatabase(), await postgres.createDatabase()];
    const inUse = { name: 'StoreError', code: 'data-folder-in-use' };
    await expect(openStore({ dataFolder, databaseUrl: 'postgres://postgres@127.0.0.1:1/none' })).rejects.toMatchObject({
      code: 'database-unreachable',
    });
    const store = await openStore({ dataFolder, databaseUrl });
    await expect(openStore({ dataFolder, databaseUrl })).rejects.toMatchObject(inUse);
    await expect(openStore({ dataFolder, databaseUrl: another })).rejects.toMatchObject(inUse);
    await expect(openStore({ dataFolder })).rejects.toMatchObject(inUse);
    await store.ping();
    await store.close();
    await (await openStore({ dataFolder, databaseUrl })).close();
    await rm(parent, { recursive: true });
  });
});
