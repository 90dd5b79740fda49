/**
 * One process per data folder (S5). The lock is an open exclusive transaction on a small database of its own: the
 * operating system holds it for the process and drops it when the process ends, however it ends, so there is no stale
 * lock to clean up and no process id to guess about.
 */
import Database from 'libsql';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { StoreError } from './store-error.js';

/**
 * Makes the folder when it is missing, and takes it; the returned function gives it back.
 *
 * @throws StoreError `data-folder-unusable`, `data-folder-in-use` when another process, or this one, has it
 */
export async function claimFolder(folder: string): Promise<() => void> {
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    return lockFolder(folder);
  } catch (cause) {
    throw cause instanceof StoreError ? cause : folderUnusable(folder, cause);
  }
}

/** The error for a folder in which something failed. */
export function folderUnusable(folder: string, cause: unknown): StoreError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new StoreError('data-folder-unusable', `The data folder ${folder} cannot be used: ${reason}`, { cause });
}

function lockFolder(folder: string): () => void {
  const lock = new Database(join(folder, 'lock'));
  try {
    lock.exec('BEGIN EXCLUSIVE');
  } catch (cause) {
    lock.close();
    if (cause instanceof Error && 'code' in cause && String(cause.code).startsWith('SQLITE_BUSY')) {
      throw new StoreError(
        'data-folder-in-use',
        `The data folder ${folder} is in use by another server. Stop that one, or start this one with another --data.`,
        { cause },
      );
    }
    throw cause;
  }
  return () => {
    lock.close();
  };
}
