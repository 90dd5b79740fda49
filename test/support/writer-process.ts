/**
 * A process that writes messages into a data folder as fast as it can and prints the id of each one that was acked.
 * It is there to be killed (S6). Arguments: data folder, number of conversations.
 */
import { openStore, StoreError } from '@support-chat/server';
import { randomUUID } from 'node:crypto';
import { writeSync } from 'node:fs';
import { startTestService } from './service-clients.js';

const [dataFolder = '', conversations = '4'] = process.argv.slice(2);
try {
  const { visitor } = await startTestService(await openStore({ dataFolder }));
  // Synchronous, so that what was printed is out before the process can die.
  const print = (line: string) => writeSync(1, `${line}\n`);
  print('ready');
  await Promise.all(
    Array.from({ length: Number(conversations) }, async () => {
      const author = await visitor();
      for (;;) {
        const id = randomUUID();
        const { conversation, seq } = await author.write(`message ${id}`, undefined, id);
        print(`${id} ${conversation} ${seq}`);
      }
    }),
  );
} catch (error) {
  if (!(error instanceof StoreError)) throw error;
  process.stderr.write(`${error.code}: ${error.message}\n`);
  process.exitCode = 3;
}
