/** Picks and opens the store that the settings ask for. */
import { openPostgresStore } from './postgres-store.js';
import { openSqliteStore } from './sqlite-store.js';
import type { Store } from './store.js';

/** Where the data is. */
export interface StoreOptions {
  /** Folder of the SQLite file, made when missing; `:memory:` keeps everything in memory. */
  readonly dataFolder: string;
  /** `postgres://…`; the data folder then holds no database. */
  readonly databaseUrl?: string | undefined;
  /** Hears of an idle PostgreSQL connection that broke; the next query makes a new one. */
  readonly onConnectionLost?: ((error: Error) => void) | undefined;
}

/** Opens and migrates the database. @throws StoreError */
export async function openStore(options: StoreOptions): Promise<Store> {
  return options.databaseUrl === undefined
    ? openSqliteStore(options.dataFolder)
    : openPostgresStore(options.databaseUrl, options.onConnectionLost);
}
