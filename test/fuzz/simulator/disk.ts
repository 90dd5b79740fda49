/** The database of a simulated world as rows: emptied before it, copied for a backup, put back by a restore. */
import type { FinalLog } from '@support-chat/testkit';
import type { LogEvent } from '@support-chat/protocol';
import type { Schema, Store } from '@support-chat/server';
import { sql } from 'kysely';

/** Parents before children. */
const TABLES = [
  'visitors',
  'visitor_pages',
  'visitor_sessions',
  'agents',
  'agent_presence',
  'agent_sessions',
  'conversations',
  'events',
  'commands',
  'participants',
  'cards',
  'offer_showings',
  'archived',
  'chats',
  'chat_turns',
  'bot_talks',
  'mails',
  'mail_attempts',
  'mail_threads',
  'short_questions',
  'question_links',
] as const satisfies readonly (keyof Schema)[];

/** Everything in the database. */
export type Backup = readonly { readonly table: (typeof TABLES)[number]; readonly rows: readonly object[] }[];

/** Copies everything. */
export function takeBackup(store: Store): Promise<Backup> {
  return store.read(async (database) => {
    const backup: Backup[number][] = [];
    for (const table of TABLES) backup.push({ table, rows: await database.selectFrom(table).selectAll().execute() });
    return backup;
  });
}

/** Puts a copy in the place of everything; an empty one empties the database. */
export async function restoreBackup(store: Store, backup: Backup): Promise<void> {
  await store.write(async (transaction) => {
    // The words of the archive are in a table of their own, which no world looks into.
    await sql`delete from archive_words`.execute(transaction);
    for (const table of [...TABLES].reverse()) await transaction.deleteFrom(table).execute();
    for (const { table, rows } of backup) {
      for (const row of rows) await transaction.insertInto(table).values(row).execute();
    }
  });
}

/** All logs as they are, past every page and cache. */
export function readLogs(store: Store): Promise<readonly FinalLog[]> {
  return store.read(async (database) => {
    const conversations = await database.selectFrom('conversations').selectAll().orderBy('id').execute();
    const events = await database.selectFrom('events').selectAll().orderBy('conversation').orderBy('seq').execute();
    return conversations.map(({ id, visitor, epoch, head, is_current, phase }) => ({
      conversation: id,
      current: is_current === 1,
      phase,
      visitor,
      epoch,
      head,
      events: events
        .filter(({ conversation }) => conversation === id)
        .map(({ type, conversation, seq, time, body }) => {
          return { type, conversation, epoch, seq, time, ...(JSON.parse(body) as object) } as LogEvent;
        }),
    }));
  });
}
