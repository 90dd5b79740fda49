import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openSqliteStore } from '../../../packages/server/src/store/sqlite-store.js';
import type { Database, Store } from '../../../packages/server/src/store/store.js';

let folder: string;
let store: Store;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'support-chat-sqlite-'));
  store = await openSqliteStore(folder);
});
afterEach(async () => {
  await store.close();
  await rm(folder, { recursive: true, force: true });
});

/** SQLite's own settings, on the very connection that writes. */
const pragma = async (database: Database, setting: string): Promise<unknown[]> => {
  const anyQuery = database.selectFrom('visitors').selectAll().compile();
  return (await database.executeQuery({ ...anyQuery, sql: `PRAGMA ${setting}`, parameters: [] })).rows;
};

const insert = (id: string) =>
  store.write(async (transaction) => {
    await transaction.insertInto('visitors').values({ id, profile: '{}', page: null, created_at: 0 }).execute();
    return id;
  });
const ids = async () =>
  (await store.read((database) => database.selectFrom('visitors').select('id').orderBy('id').execute())).map(
    ({ id }) => id,
  );

describe('the store on SQLite', () => {
  it('S5 fsyncs each commit, in WAL mode', async () => {
    await store.write(async (transaction) => {
      expect(await pragma(transaction, 'journal_mode')).toEqual([{ journal_mode: 'wal' }]);
      expect(await pragma(transaction, 'synchronous')).toEqual([{ synchronous: 2 }]);
    });
  });

  it('L3 shows a write to readers when it resolves and not before', async () => {
    let seen: string[] = [];
    let look: Promise<void> | undefined;
    await store.write(async (transaction) => {
      await transaction
        .insertInto('visitors')
        .values({ id: 'one', profile: '{}', page: null, created_at: 0 })
        .execute();
      look = ids().then((found) => void (seen = found));
      await look;
    });
    expect(seen).toEqual([]);
    expect(await ids()).toEqual(['one']);
  });

  it('commits writes asked for together in one group, in their order, each standing or falling alone', async () => {
    const order: string[] = [];
    const note = (promise: Promise<string>) =>
      promise.then(
        (id) => order.push(id),
        (error: Error) => order.push(error.message),
      );
    const failing = store.write<string>(async (transaction) => {
      await transaction
        .insertInto('visitors')
        .values({ id: 'half', profile: '{}', page: null, created_at: 0 })
        .execute();
      throw new Error('half way');
    });
    await Promise.all([note(insert('a')), note(failing), note(insert('b')), note(insert('c'))]);
    expect(order).toEqual(['half way', 'a', 'b', 'c']);
    expect(await ids()).toEqual(['a', 'b', 'c']);
  });

  it('rejects the whole group when its commit fails, and goes on', async () => {
    // A deferred constraint is checked by COMMIT itself.
    const breaking = store.write(async (transaction) => {
      await pragma(transaction, 'defer_foreign_keys=ON');
      await transaction
        .insertInto('visitor_sessions')
        .values({ token_hash: 'x', visitor: 'nobody', expires_at: 0 })
        .execute();
    });
    const neighbour = insert('neighbour');
    await expect(breaking).rejects.toThrow();
    await expect(neighbour).rejects.toThrow();
    expect(await ids()).toEqual([]);
    await insert('after');
    expect(await ids()).toEqual(['after']);
  });

  it('finishes what was asked for when it closes, and refuses what comes later', async () => {
    const asked = [insert('a'), insert('b')];
    const closing = store.close();
    await expect(insert('late')).rejects.toMatchObject({ code: 'unavailable' });
    await closing;
    expect(await Promise.all(asked)).toEqual(['a', 'b']);
    store = await openSqliteStore(folder);
    expect(await ids()).toEqual(['a', 'b']);
  });

  it('opens a database it made before without doing anything to it', async () => {
    await insert('kept');
    await store.close();
    store = await openSqliteStore(folder);
    expect(await ids()).toEqual(['kept']);
  });
});
