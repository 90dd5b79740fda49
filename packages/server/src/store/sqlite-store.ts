/**
 * The store on SQLite: one file in the data folder, durable at every commit (WAL, `synchronous=FULL`).
 *
 * Writes are committed in groups: what is asked for while the loop is busy shares one transaction, each in a savepoint
 * of its own, and all are answered after the one COMMIT. The fsync is what a commit costs, so under load the cost per
 * message falls; alone, a message waits for nobody. Reads use a connection of their own and see committed rows only.
 */
import { ProtocolError } from '@support-chat/protocol';
import Database from 'libsql';
import { Kysely, SqliteDialect, type SqliteDatabase, type SqliteStatement, type Transaction } from 'kysely';
import { join } from 'node:path';
import { claimFolder, folderUnusable } from './folder-lock.js';
import { migrate } from './migrations.js';
import type { Schema } from './schema.js';
import type { Database as Queries, Store } from './store.js';

/** Most writes in one transaction: keeps the loop free for other work at least every few milliseconds. */
const GROUP_LIMIT = 128;

/** Opens the database file in a folder, or one in memory for `:memory:`. @throws StoreError */
export async function openSqliteStore(dataFolder: string): Promise<Store> {
  if (dataFolder === ':memory:') {
    const connection = new StatementCache(new Database(':memory:'));
    connection.run('PRAGMA foreign_keys=ON');
    const database = connect(connection);
    await migrate(database, 'sqlite');
    return new SqliteStore(connection, database, database, null);
  }
  const unlock = await claimFolder(dataFolder);
  try {
    const path = join(dataFolder, 'support-chat.sqlite');
    const writing = new StatementCache(new Database(path));
    for (const setting of ['journal_mode=WAL', 'synchronous=FULL', 'foreign_keys=ON', 'secure_delete=ON'])
      writing.run(`PRAGMA ${setting}`);
    const writer = connect(writing);
    await migrate(writer, 'sqlite');
    const reading = new StatementCache(new Database(path));
    for (const setting of ['query_only=ON', 'busy_timeout=2000']) reading.run(`PRAGMA ${setting}`);
    return new SqliteStore(writing, writer, connect(reading), unlock);
  } catch (cause) {
    unlock();
    throw folderUnusable(dataFolder, cause);
  }
}

function connect(database: SqliteDatabase): Kysely<Schema> {
  return new Kysely<Schema>({ dialect: new SqliteDialect({ database }) });
}

/** Most statements kept: there are few texts, but lists of values make variants of some. */
const STATEMENT_LIMIT = 500;

/** Prepares each statement once: preparing costs more than running. */
class StatementCache implements SqliteDatabase {
  readonly #database: Database.Database;
  readonly #statements = new Map<string, SqliteStatement>();

  constructor(database: Database.Database) {
    this.#database = database;
  }

  prepare(text: string): SqliteStatement {
    const known = this.#statements.get(text);
    if (known !== undefined) return known;
    const statement = this.#database.prepare(text) as unknown as SqliteStatement;
    const made: SqliteStatement = { ...bound(statement), reader: statement.reader };
    if (this.#statements.size < STATEMENT_LIMIT) this.#statements.set(text, made);
    return made;
  }

  run(text: string): void {
    const statement = this.prepare(text);
    if (statement.reader) statement.all([]);
    else statement.run([]);
  }

  close(): void {
    this.#statements.clear();
    this.#database.close();
  }
}

/** `reader` asks the native side each time; bound copies remember it. */
function bound(statement: SqliteStatement): Omit<SqliteStatement, 'reader'> {
  return {
    all: (parameters) => statement.all(parameters),
    run: (parameters) => statement.run(parameters),
    iterate: (parameters) => statement.iterate(parameters),
  };
}

interface Job {
  run(transaction: Transaction<Schema>): Promise<void>;
  /** Tells the caller what `run` found; called once, after COMMIT. */
  settle(): void;
  reject(error: unknown): void;
}

class SqliteStore implements Store {
  readonly dialect = 'sqlite';
  readonly #connection: StatementCache;
  readonly #writer: Kysely<Schema>;
  readonly #reader: Kysely<Schema>;
  readonly #unlock: (() => void) | null;
  #queue: Job[] = [];
  #draining: Promise<void> | null = null;
  #closed = false;

  constructor(connection: StatementCache, writer: Kysely<Schema>, reader: Kysely<Schema>, unlock: (() => void) | null) {
    this.#connection = connection;
    this.#writer = writer;
    this.#reader = reader;
    this.#unlock = unlock;
  }

  async read<T>(work: (database: Queries) => Promise<T>): Promise<T> {
    if (this.#closed) throw new ProtocolError('unavailable');
    try {
      return await work(this.#reader);
    } catch (error) {
      throw translate(error);
    }
  }

  write<T>(work: (transaction: Transaction<Schema>) => Promise<T>): Promise<T> {
    if (this.#closed) return Promise.reject(new ProtocolError('unavailable'));
    return new Promise<T>((resolve, reject) => {
      let settle = (): void => undefined;
      this.#queue.push({
        reject,
        settle: () => settle(),
        run: async (transaction) => {
          this.#connection.run('SAVEPOINT job');
          try {
            const value = await work(transaction);
            settle = () => resolve(value);
          } catch (error) {
            this.#connection.run('ROLLBACK TO job');
            settle = () => reject(translate(error));
          }
          this.#connection.run('RELEASE job');
        },
      });
      this.#draining ??= this.#drain();
    });
  }

  /** What is freed is overwritten (`secure_delete`); the log has the old pages until it is emptied. */
  async scrub(): Promise<void> {
    if (this.#unlock === null) return;
    // A reader holds it up for as long as it reads: all reads of ours are short, and end before the next turn.
    for (let attempt = 0; attempt < 5; attempt++) {
      await this.#draining;
      const [state] = this.#connection.prepare('PRAGMA wal_checkpoint(TRUNCATE)').all([]) as { busy: number }[];
      if (state?.busy === 0) return;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  async ping(): Promise<void> {
    await this.read((database) => database.selectFrom('setup_links').select('token_hash').limit(1).execute());
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    await this.#draining;
    await this.#reader.destroy();
    if (this.#writer !== this.#reader) await this.#writer.destroy();
    this.#unlock?.();
  }

  async #drain(): Promise<void> {
    do {
      await this.#gather();
      await this.#commitGroup();
    } while (this.#queue.length > 0);
    this.#draining = null;
  }

  /** Lets everything that has already arrived ask for its write. In memory there is no fsync worth sharing. */
  async #gather(): Promise<void> {
    if (this.#unlock !== null) await new Promise((resolve) => setImmediate(resolve));
  }

  async #commitGroup(): Promise<void> {
    const group: Job[] = [];
    try {
      await this.#writer.transaction().execute(async (transaction) => {
        for (let job = this.#queue.shift(); job !== undefined; job = this.#queue.shift()) {
          group.push(job);
          await job.run(transaction);
          if (group.length === GROUP_LIMIT) break;
        }
      });
    } catch (error) {
      // Nothing of the group is stored, not even what seemed to succeed or was refused because of a neighbour.
      for (const job of group) job.reject(translate(error));
      return;
    }
    for (const job of group) job.settle();
  }
}

/** What is wrong with the disk or the file and not with us. */
const OUTAGES = /^SQLITE_(FULL|IOERR|CANTOPEN|CORRUPT|NOTADB|BUSY|READONLY|NOMEM)/;

/** Failures of the database itself say `unavailable`; everything else passes. */
function translate(error: unknown): unknown {
  if (error instanceof Error && 'code' in error && OUTAGES.test(String(error.code))) {
    return new ProtocolError('unavailable', { detail: 'The database failed.', cause: error });
  }
  return error;
}
