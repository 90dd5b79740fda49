/** What happens to a data folder when processes fight over it or die on it. Real processes, real signals. */
import { openStore, type StoreError } from '@support-chat/server';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { bundleScript, type BundledScript } from '../../support/bundle-script.js';

let script: BundledScript;
let dataFolder: string;
const running = new Set<ChildProcess>();

beforeAll(async () => {
  script = await bundleScript(new URL('../../support/writer-process.ts', import.meta.url));
});
afterAll(() => script.remove());
beforeEach(async () => {
  dataFolder = await mkdtemp(join(tmpdir(), 'support-chat-process-'));
});
afterEach(async () => {
  for (const child of running) child.kill('SIGKILL');
  await rm(dataFolder, { recursive: true, force: true });
});

function startWriter(): {
  child: ChildProcess;
  lines: AsyncIterator<string, undefined>;
  ended: Promise<number | null>;
} {
  const child = spawn(process.execPath, [script.path, dataFolder, '4'], { stdio: ['ignore', 'pipe', 'pipe'] });
  running.add(child);
  const ended = once(child, 'exit').then(([code]: (number | null)[]) => {
    running.delete(child);
    return code ?? null;
  });
  return { child, ended, lines: createInterface({ input: child.stdout })[Symbol.asyncIterator]() };
}

describe('a data folder', () => {
  it('S5 refuses a second process with a coded error that tells what to do', async () => {
    const first = startWriter();
    expect((await first.lines.next()).value).toBe('ready');

    const second = startWriter();
    let complaint = '';
    second.child.stderr!.setEncoding('utf8').on('data', (text: string) => (complaint += text));
    expect(await second.ended).toBe(3);
    expect(complaint).toMatch(/^data-folder-in-use: .*Stop that one/);
    await expect(openStore({ dataFolder })).rejects.toMatchObject({ code: 'data-folder-in-use' });

    // The refusals did the first one no harm.
    expect((await first.lines.next()).done).toBe(false);
    first.child.kill('SIGKILL');
    await first.ended;
  });

  it('S5 is free again the moment its process is dead, however it died', async () => {
    const first = startWriter();
    expect((await first.lines.next()).value).toBe('ready');
    first.child.kill('SIGKILL');
    await first.ended;
    const store = await openStore({ dataFolder });
    await store.ping();
    await store.close();
  });

  it('S5 is free again after a store was closed, also in the same process', async () => {
    const store = await openStore({ dataFolder });
    await expect(openStore({ dataFolder })).rejects.toMatchObject({ code: 'data-folder-in-use' });
    await store.close();
    await (await openStore({ dataFolder })).close();
  });

  it('says so when it cannot be used', async () => {
    const file = join(dataFolder, 'a-file');
    await writeFile(file, '');
    const failure = await openStore({ dataFolder: join(file, 'below') }).catch((error: unknown) => error as StoreError);
    expect(failure).toMatchObject({ name: 'StoreError', code: 'data-folder-unusable' });
  });

  it('S6 holds every acked message at its place after kill -9 under load, five times over', async () => {
    const acked: { id: string; conversation: string; seq: number }[] = [];
    for (let round = 0; round < 5; round++) {
      const { child, lines, ended } = startWriter();
      expect((await lines.next()).value).toBe('ready');
      // Somewhere in the middle of the work: each round after another number of acks.
      for (let count = 0; ; count++) {
        if (count === 20 + round * 17) child.kill('SIGKILL');
        const line: IteratorResult<string, undefined> = await lines.next();
        if (line.done === true) break;
        const [id = '', conversation = '', seq] = line.value.split(' ');
        if (seq !== undefined) acked.push({ id, conversation, seq: Number(seq) });
      }
      await ended;
    }
    expect(acked.length).toBeGreaterThan(200);

    const store = await openStore({ dataFolder });
    const stored = await store.read((database) =>
      database.selectFrom('commands').select(['client_id', 'conversation', 'seq']).execute(),
    );
    const heads = await store.read((database) =>
      database
        .selectFrom('conversations as c')
        .innerJoin('events as e', 'e.conversation', 'c.id')
        .select(['c.id', 'c.head'])
        .select((expression) => expression.fn.countAll<number>().as('events'))
        .groupBy(['c.id', 'c.head'])
        .execute(),
    );
    await store.close();
    const places = new Map(stored.map((row) => [row.client_id, `${row.conversation} ${row.seq}`]));
    const lost = acked.filter(({ id, conversation, seq }) => places.get(id) !== `${conversation} ${seq}`);
    expect(lost).toEqual([]);
    expect(heads.every(({ head, events }) => head === events)).toBe(true);
  });
});
