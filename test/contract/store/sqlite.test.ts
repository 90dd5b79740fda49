import { openStore } from '@support-chat/server';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { describeCards } from './cards-contract.js';
import { describeConversations } from './conversations-contract.js';
import { describeIdentity } from './identity-contract.js';
import { describeLog } from './log-contract.js';
import { describeRatings } from './ratings-contract.js';
import { describeReading } from './reading-contract.js';
import { describeUploads } from './uploads-contract.js';
import { describeVisitorData } from './visitor-data-contract.js';

const folders: string[] = [];
afterAll(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true, force: true }))));

async function newFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'support-chat-store-'));
  folders.push(folder);
  return folder;
}

describeUploads('SQLite, in memory', () => Promise.resolve({ dataFolder: ':memory:' }));
describeIdentity('SQLite, in memory', () => Promise.resolve({ dataFolder: ':memory:' }));
describeVisitorData('SQLite, a file', async () => ({ dataFolder: await newFolder() }));

for (const describeStore of [describeLog, describeReading, describeCards, describeRatings, describeConversations]) {
  describeStore('SQLite, in memory', () => openStore({ dataFolder: ':memory:' }));

  describeStore('SQLite, a file', async () => {
    return openStore({ dataFolder: await newFolder() });
  });
}
