/** The full-text index over what was written (A9): FTS5 in SQLite, a `tsvector` in PostgreSQL. */
import { sql, type Kysely, type Migration } from 'kysely';
import { wordsOf } from '@support-chat/protocol';
import { indexMessage } from '../archive/archive-index.js';
import type { Schema } from './schema.js';
import type { Store } from './store.js';

/** Messages that were there before are read so many at once. */
const SLICE = 2000;

export function archive(dialect: Store['dialect']): Migration {
  return {
    async up(database: Kysely<unknown>): Promise<void> {
      const { schema } = database;
      // An earlier start may have ended in the middle of it.
      await schema.dropTable('archived').ifExists().execute();
      await schema
        .createTable('archived')
        .addColumn('id', dialect === 'sqlite' ? 'integer' : 'bigserial', (column) => column.primaryKey())
        .addColumn('conversation', 'text', (column) => column.notNull().references('conversations.id'))
        .addColumn('seq', 'integer', (column) => column.notNull())
        .execute();
      await schema.createIndex('archived_place').on('archived').columns(['conversation', 'seq']).execute();
      if (dialect === 'sqlite') {
        await sql`drop table if exists archive_words`.execute(database);
        // Words are cut before they come here; marks of Indic and other scripts belong to them.
        await sql
          .raw(
            `create virtual table archive_words using fts5(words, tokenize = "unicode61 remove_diacritics 0 categories 'L* N* M*'")`,
          )
          .execute(database);
        // What is erased is gone from the file, and not only from the answers.
        await sql`insert into archive_words (archive_words, rank) values ('secure-delete', 1)`.execute(database);
      } else {
        await sql`alter table archived add column words tsvector`.execute(database);
        await sql`create index archived_words on archived using gin (words)`.execute(database);
      }
      await schema
        .createIndex('conversations_started')
        .ifNotExists()
        .on('conversations')
        .columns(['started_at', 'id'])
        .execute();
      await indexAll(database);
    },
  };
}

/** In steps, each a transaction: on its own every row would wait for the disk. */
async function indexAll(database: Kysely<Schema>): Promise<void> {
  let from: Place | undefined = { conversation: '', seq: 0 };
  while (from !== undefined) {
    const place: Place = from;
    from = database.isTransaction
      ? await indexSlice(database, place)
      : await database.transaction().execute((transaction) => indexSlice(transaction, place));
  }
}

interface Place {
  readonly conversation: string;
  readonly seq: number;
}

/** @returns the last place; undefined when there is nothing after `from` */
async function indexSlice(database: Kysely<Schema>, { conversation, seq }: Place): Promise<Place | undefined> {
  const rows = await database
    .selectFrom('events')
    .select(['conversation', 'seq', 'body'])
    .where('type', 'in', ['message-added', 'contact-submitted'])
    .where(({ eb, or, and }) =>
      or([eb('conversation', '>', conversation), and([eb('conversation', '=', conversation), eb('seq', '>', seq)])]),
    )
    .orderBy('conversation')
    .orderBy('seq')
    .limit(SLICE)
    .execute();
  for (const row of rows) {
    await indexMessage(database, row, wordsOf(JSON.parse(row.body) as Parameters<typeof wordsOf>[0]));
  }
  return rows.at(-1);
}
