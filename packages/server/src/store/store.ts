/**
 * The database as the rest of the server sees it: reads, and writes that are done when they are committed. Two
 * implementations, `sqlite-store.ts` and `postgres-store.ts`, and one contract suite. Knows nothing of conversations.
 */
import type { Kysely, Transaction } from 'kysely';
import type { Schema } from './schema.js';

/** What reads and writes work with: a database or a transaction. */
export type Database = Kysely<Schema>;

/** How a write goes in among the others. */
export interface WriteOptions {
  /** Writes with the same key commit and resolve in the order of the calls; usually a conversation's id. */
  readonly key?: string;
}

/** A connected, migrated database. */
export interface Store {
  readonly dialect: 'sqlite' | 'postgres';
  /**
   * Runs queries outside a transaction. Must not be called from inside a `write`.
   *
   * @throws what `work` throws, or ProtocolError `unavailable` when the database is gone
   */
  read<T>(work: (database: Database) => Promise<T>): Promise<T>;
  /**
   * Runs `work` in a transaction and resolves after COMMIT (L3); when `work` throws, nothing of it is stored.
   * `work` may run more than once (deadlock, lost connection), so it must have no effect but on the transaction, must
   * wait for nothing else, and must give the same result when an earlier run turns out to have been committed.
   *
   * @throws what `work` throws, or ProtocolError `unavailable` when the database is gone
   */
  write<T>(work: (transaction: Transaction<Schema>) => Promise<T>, options?: WriteOptions): Promise<T>;
  /**
   * Makes what was deleted or overwritten unreadable in the files, as far as the database can: SQLite empties its log,
   * PostgreSQL does so by itself in time (vacuum).
   */
  scrub(): Promise<void>;
  /** Asks the database something. @throws ProtocolError `unavailable` */
  ping(): Promise<void>;
  /** Waits for the writes under way and closes. Later calls reject with `unavailable`. */
  close(): Promise<void>;
}
