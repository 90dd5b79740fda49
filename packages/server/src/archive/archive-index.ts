/**
 * The full-text index over what was written: kept in the transaction that stores a message, and in the one that erases it.
 * `archived` says of which message a row is; the words are beside it (SQLite) or in it (PostgreSQL).
 */
import { PostgresAdapter, sql } from 'kysely';
import type { Database } from '../store/store.js';
import { indexedWords, wantedWords, type WantedWord } from './words.js';

const isPostgres = (database: Database): boolean => database.getExecutor().adapter instanceof PostgresAdapter;

/** Makes a message one that is found. @param text - its words and the names of its files */
export async function indexMessage(
  database: Database,
  { conversation, seq }: { readonly conversation: string; readonly seq: number },
  text: string,
): Promise<void> {
  const words = indexedWords(text);
  if (words.length === 0) return;
  if (isPostgres(database)) {
    await sql`insert into archived (conversation, seq, words)
      values (${conversation}, ${seq}, array_to_tsvector(${words}::text[]))`.execute(database);
    return;
  }
  const { rows } = await sql<{ id: number }>`insert into archived (conversation, seq)
    values (${conversation}, ${seq}) returning id`.execute(database);
  await sql`insert into archive_words (rowid, words) values (${rows[0]?.id}, ${words.join(' ')})`.execute(database);
}

/** Makes what was written in some conversations not be found any more. */
export async function forgetMessages(database: Database, conversations: readonly string[]): Promise<void> {
  if (conversations.length === 0) return;
  if (!isPostgres(database)) {
    const ids = database.selectFrom('archived').select('id').where('conversation', 'in', conversations);
    await sql`delete from archive_words where rowid in (${ids})`.execute(database);
  }
  await database.deleteFrom('archived').where('conversation', 'in', conversations).execute();
}

/**
 * Messages with all words of a query, newest first, as ids of `archived`. Both databases give the first of them without
 * looking at all: a frequent word is in every second message.
 *
 * @param before - only what is older than that id
 * @returns nothing when the query has no word
 */
export async function findMessages(
  database: Database,
  query: string,
  before: number,
  limit: number,
): Promise<readonly number[]> {
  const wanted = wantedWords(query);
  if (wanted.length === 0) return [];
  const { rows } = isPostgres(database)
    ? await sql<{ id: number }>`select id from archived
        where words @@ ${wanted.map(forPostgres).join(' & ')}::tsquery and id < ${before}
        order by id desc limit ${limit}`.execute(database)
    : await sql<{ id: number }>`select rowid as id from archive_words
        where archive_words match ${wanted.map(forSqlite).join(' ')} and rowid < ${before}
        order by rowid desc limit ${limit}`.execute(database);
  return rows.map(({ id }) => Number(id));
}

// Words are letters and digits only: nothing in them can end the quotes.
const forPostgres = ({ text, isPrefix }: WantedWord): string => `'${text}'${isPrefix ? ':*' : ''}`;
const forSqlite = ({ text, isPrefix }: WantedWord): string => `"${text}"${isPrefix ? ' *' : ''}`;
