/** Picks and opens the store that the settings ask for. */
import { claimFolder } from './folder-lock.js';
import { openPostgresStore } from './postgres-store.js';
import { openSqliteStore } from './sqlite-store.js';
import type { Store } from './store.js';

/** Where the data is. */
export interface StoreOptions {
  /** Folder of the SQLite file, made when missing; `:memory:` keeps everything in memory. */
  readonly dataFolder: string;
  /** `postgres://…`; the data folder then holds no database, but still belongs to one process (S5). */
  readonly databaseUrl?: string | undefined;
  /** Hears of an idle PostgreSQL connection that broke; the next query makes a new one. */
  readonly onConnectionLost?: ((error: Error) => void) | undefined;
}

/** Opens and migrates the database. @throws StoreError */
export async function openStore({ dataFolder, databaseUrl, onConnectionLost }: StoreOptions): Promise<Store> {
  if (databaseUrl === undefined) return openSqliteStore(dataFolder);
  const unlock = dataFolder === ':memory:' ? undefined : await claimFolder(dataFolder);
  try {
    return await openPostgresStore(databaseUrl, onConnectionLost, unlock);
  } catch (error) {
    unlock?.();
    throw error;
  }
}
