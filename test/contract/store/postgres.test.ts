import { openStore } from '@support-chat/server';
import { afterAll, beforeAll } from 'vitest';
import { startPostgres, type Postgres } from '../../support/postgres.js';
import { describeLog } from './log-contract.js';
import { describeReading } from './reading-contract.js';

let postgres: Postgres;
beforeAll(async () => {
  postgres = await startPostgres();
});
afterAll(() => postgres.stop());

for (const describeStore of [describeLog, describeReading]) {
  describeStore('PostgreSQL', async () =>
    openStore({ dataFolder: ':memory:', databaseUrl: await postgres.createDatabase() }),
  );
}
