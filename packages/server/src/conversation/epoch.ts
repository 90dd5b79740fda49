/**
 * New epochs for logs that are not what clients remember (L4): after a backup was restored, or when a client proves
 * by its cursor that the end of a log is missing.
 */
import type { Random } from '../clock.js';
import type { Store } from '../store/store.js';
import { lockConversation } from './log.js';

/** Conversations in one transaction: long enough to be quick, short enough not to hold up the others. */
const BATCH = 200;

/** Gives every log a new epoch. @returns the ids of all conversations */
export async function restampAll(store: Store, random: Random): Promise<readonly string[]> {
  const done: string[] = [];
  for (let after = ''; ;) {
    const ids = await store.read((database) =>
      database.selectFrom('conversations').select('id').where('id', '>', after).orderBy('id').limit(BATCH).execute(),
    );
    const last = ids.at(-1);
    if (last === undefined) return done;
    await store.write(async (transaction) => {
      for (const { id } of ids) {
        await transaction.updateTable('conversations').set({ epoch: random.id() }).where('id', '=', id).execute();
      }
    });
    done.push(...ids.map(({ id }) => id));
    after = last.id;
  }
}

/**
 * Gives a log a new epoch when it really ends before a cursor that its present epoch has acked.
 *
 * @returns whether it did
 */
export async function restampTruncated(
  store: Store,
  conversation: string,
  cursor: { readonly epoch: string; readonly seq: number },
  epoch: string,
): Promise<boolean> {
  return store.write(
    async (transaction) => {
      const row = await lockConversation(transaction, 'id', conversation);
      if (row === undefined || row.epoch !== cursor.epoch || cursor.seq <= row.head) return row?.epoch === epoch;
      await transaction.updateTable('conversations').set({ epoch }).where('id', '=', conversation).execute();
      return true;
    },
    { key: conversation },
  );
}
