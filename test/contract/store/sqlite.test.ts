import { openStore } from '@support-chat/server';
import Database from 'libsql';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
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

const folders: string[] = [];
afterAll(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true, force: true }))));

async function newFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'support-chat-store-'));
  folders.push(folder);
  return folder;
}

for (const [name, folder] of [
  ['SQLite, in memory', () => Promise.resolve(':memory:')],
  ['SQLite, a file', newFolder],
] as const) {
  const openTwice = async () => {
    const store = await openStore({ dataFolder: await folder() });
    return [store, store] as const;
  };
  describeRouting(name, openTwice);
  describeShortQuestions(name, openTwice);
  describeTickets(name, openTwice);
  describeTransfers(name, openTwice);
  describeBot(name, openTwice);
  describeOffers(name, openTwice);
  describeSettings(name, openTwice);
}
describeApiKeys('SQLite, a file', async () => {
  const dataFolder = await newFolder();
  return {
    options: { dataFolder },
    dump() {
      const database = new Database(join(dataFolder, 'support-chat.sqlite'), { readonly: true });
      const rows = JSON.stringify(database.prepare('select * from api_keys').all());
      database.close();
      return Promise.resolve(rows);
    },
  };
});
describeArchive('SQLite, a file', async () => {
  const dataFolder = await newFolder();
  return {
    options: { dataFolder },
    indexed(conversation) {
      const database = new Database(join(dataFolder, 'support-chat.sqlite'), { readonly: true });
      const ids = database.prepare('select id from archived where conversation = ?').all(conversation);
      database.close();
      return Promise.resolve(ids.length);
    },
  };
});
describeStatistics('SQLite, a file', async () => {
  const dataFolder = await newFolder();
  return {
    options: { dataFolder },
    forgetFigures() {
      const database = new Database(join(dataFolder, 'support-chat.sqlite'));
      database.exec("delete from kysely_migration where name = '0011-statistics'");
      database.close();
      return Promise.resolve();
    },
  };
});
describeBridges('SQLite, a file', async () => ({ dataFolder: await newFolder() }), false);
describeWebhooks('SQLite, a file', async () => ({ dataFolder: await newFolder() }));
describeShortcuts('SQLite, in memory', () => Promise.resolve({ dataFolder: ':memory:' }));
describeUploads('SQLite, in memory', () => Promise.resolve({ dataFolder: ':memory:' }));
describePersona('SQLite, in memory', () => Promise.resolve({ dataFolder: ':memory:' }));
describeIdentity('SQLite, in memory', () => Promise.resolve({ dataFolder: ':memory:' }));
describeAudit('SQLite, a file', async () => ({ dataFolder: await newFolder() }));
describeRetention('SQLite, a file', async () => ({ dataFolder: await newFolder() }));
describeVisitorDetails('SQLite, in memory', () => Promise.resolve({ dataFolder: ':memory:' }));
describeVisitorData('SQLite, a file', async () => ({ dataFolder: await newFolder() }));

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
  describeStore('SQLite, in memory', () => openStore({ dataFolder: ':memory:' }));

  describeStore('SQLite, a file', async () => {
    return openStore({ dataFolder: await newFolder() });
  });
}
