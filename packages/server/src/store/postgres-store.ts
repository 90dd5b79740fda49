/**
 * The store on PostgreSQL: a pool, one transaction per write. Deadlocks, serialisation failures, races for a unique
 * key and lost connections are tried again; what was committed without our hearing of it is found by the second run,
 * because every write recognises what an earlier one stored.
 */
import { ProtocolError } from '@support-chat/protocol';
import { Kysely, PostgresDialect, sql, type Transaction } from 'kysely';
import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import { migrate } from './migrations.js';
import type { Schema } from './schema.js';
import { StoreError } from './store-error.js';
import type { Database, Store, WriteOptions } from './store.js';

/** Milliseconds before each further try: together long enough for a database that restarts at once. */
const RETRY_DELAYS = [20, 100, 400, 1000] as const;
/** Type id of `bigint`. Ours are milliseconds and counts, far below 2^53. */
const BIGINT = 20;

/**
 * Connects and migrates.
 *
 * @param onClosed - called when the store was closed, not when it could not be opened
 * @throws StoreError
 */
export async function openPostgresStore(
  databaseUrl: string,
  onConnectionLost: (error: Error) => void = () => undefined,
  onClosed: () => void = () => undefined,
): Promise<Store> {
  if (!/^postgres(ql)?:\/\//.test(databaseUrl) || !URL.canParse(databaseUrl)) {
    throw new StoreError(
      'database-url-invalid',
      'DATABASE_URL has to look like postgres://user:password@host:5432/name.',
    );
  }
  const pool = new pg.Pool({
    connectionString: databaseUrl,
    max: 10,
    connectionTimeoutMillis: 5000,
    types: {
      getTypeParser: (id: number, format?: 'text' | 'binary'): unknown =>
        id === BIGINT ? Number : pg.types.getTypeParser(id, format),
    },
  });
  // Without listeners a broken connection would end the process: the pool hears of idle ones, the clients of those
  // that break between two queries of a transaction. The pool replaces both, and the query that follows fails.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', onConnectionLost));
  const database = new Kysely<Schema>({ dialect: new PostgresDialect({ pool }) });
  try {
    await migrate(database, 'postgres');
  } catch (cause) {
    await database.destroy();
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new StoreError('database-unreachable', `The PostgreSQL database could not be prepared: ${reason}`, { cause });
  }
  return new PostgresStore(database, onClosed);
}

class PostgresStore implements Store {
  readonly dialect = 'postgres';
  readonly #database: Kysely<Schema>;
  readonly #onClosed: () => void;
  /** The last write of each key under way: their order is ours, not that of the sockets the answers come on. */
  readonly #tails = new Map<string, Promise<unknown>>();
  readonly #pending = new Set<Promise<unknown>>();
  #closed = false;

  constructor(database: Kysely<Schema>, onClosed: () => void) {
    this.#database = database;
    this.#onClosed = onClosed;
  }

  read<T>(work: (database: Database) => Promise<T>): Promise<T> {
    return this.#attempt(() => work(this.#database));
  }

  write<T>(work: (transaction: Transaction<Schema>) => Promise<T>, options?: WriteOptions): Promise<T> {
    const key = options?.key;
    const run = (): Promise<T> => this.#attempt(() => this.#database.transaction().execute(work));
    if (key === undefined) return run();
    const earlier = this.#tails.get(key);
    const result = earlier === undefined ? run() : earlier.then(run, run);
    this.#tails.set(key, result);
    const forget = (): void => {
      if (this.#tails.get(key) === result) this.#tails.delete(key);
    };
    result.then(forget, forget);
    return result;
  }

  async ping(): Promise<void> {
    if (this.#closed) throw new ProtocolError('unavailable');
    try {
      await sql`select 1`.execute(this.#database);
    } catch (cause) {
      throw new ProtocolError('unavailable', { detail: 'The database does not answer.', cause });
    }
  }

  scrub(): Promise<void> {
    return Promise.resolve();
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    await Promise.allSettled(this.#pending);
    await this.#database.destroy();
    this.#onClosed();
  }

  #attempt<T>(work: () => Promise<T>): Promise<T> {
    if (this.#closed) return Promise.reject(new ProtocolError('unavailable'));
    const result = withRetries(work);
    this.#pending.add(result);
    const forget = (): void => void this.#pending.delete(result);
    result.then(forget, forget);
    return result;
  }
}

async function withRetries<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 0; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      if (!isTransient(error)) throw error;
      const delay = RETRY_DELAYS[attempt];
      if (delay === undefined) throw new ProtocolError('unavailable', { detail: 'The database failed.', cause: error });
      await wait(delay);
    }
  }
}

/** SQLSTATE classes and codes after which the same transaction may well succeed. */
const TRANSIENT_STATES = /^(08|40|53|57P|58|23505|55P03)/;
const TRANSIENT_SOCKET_CODES: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOENT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EAI_AGAIN',
]);

function isTransient(error: unknown): boolean {
  if (!(error instanceof Error) || error instanceof ProtocolError) return false;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  if (code !== '') return TRANSIENT_STATES.test(code) || TRANSIENT_SOCKET_CODES.has(code);
  return /^Connection terminated|^timeout exceeded when trying to connect|^Client has encountered a connection error/.test(
    error.message,
  );
}
