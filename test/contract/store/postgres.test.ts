import { openStore } from '@support-chat/server';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startPostgres, type Postgres } from '../../support/postgres.js';
import { describeCards } from './cards-contract.js';
import { describeConversations } from './conversations-contract.js';
import { describeIdentity } from './identity-contract.js';
import { describeLog } from './log-contract.js';
import { describeRatings } from './ratings-contract.js';
import { describeReading } from './reading-contract.js';
import { describeUploads } from './uploads-contract.js';
import { describeVisitorData } from './visitor-data-contract.js';

let postgres: Postgres;
beforeAll(async () => {
  postgres = await startPostgres();
});
afterAll(() => postgres.stop());

for (const describeStore of [describeLog, describeReading, describeCards, describeRatings, describeConversations]) {
  describeStore('PostgreSQL', async () =>
    openStore({ dataFolder: ':memory:', databaseUrl: await postgres.createDatabase() }),
  );
}

describeUploads('PostgreSQL', async () => ({ databaseUrl: await postgres.createDatabase() }));
describeIdentity('PostgreSQL', async () => ({ databaseUrl: await postgres.createDatabase() }));
describeVisitorData('PostgreSQL', async () => ({ databaseUrl: await postgres.createDatabase() }));

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
