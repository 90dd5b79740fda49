/**
 * Files on the device, in a database of their own so that the chat's opens without them. One record per file: the facts,
 * the bytes beside them. What cannot be read is nobody's: the person is asked for the file again.
 */
import { promisifyRequest } from 'idb-keyval';
import type { KeptFile, KeptFiles } from '@support-chat/core';
import type { FileBlob } from '@support-chat/protocol';
import { createDatabase } from '../../storage/database.js';

const FILES = 'files';
/** Of the room the browser grants, this part stays free for everybody else's needs. */
const RESERVE = 0.2;

interface Stored {
  readonly version: 1;
  readonly file: KeptFile;
  readonly bytes: Blob;
}

/** @param name - of the database */
export function openKeptFiles(name: string): KeptFiles {
  const database = createDatabase(name, 1, (created) => created.createObjectStore(FILES));

  async function keep(file: KeptFile, bytes: FileBlob): Promise<void> {
    const { quota, usage = 0 } = (await navigator.storage?.estimate?.()) ?? {};
    if (quota !== undefined && usage + bytes.size > quota * (1 - RESERVE)) throw new Error('There is no room.');
    await database.transact([FILES], (transaction) => {
      const record: Stored = { version: 1, file, bytes };
      return promisifyRequest(transaction.objectStore(FILES).put(record, file.id));
    });
  }

  return {
    keep,
    async assign(id, message) {
      await database.transact([FILES], async (transaction) => {
        const files = transaction.objectStore(FILES);
        const stored = await promisifyRequest<unknown>(files.get(id));
        if (isStored(stored)) files.put({ ...stored, file: { ...stored.file, message } }, id);
      });
    },
    async load(owner) {
      const stored = await database.transact([FILES], (transaction) =>
        promisifyRequest<unknown[]>(transaction.objectStore(FILES).getAll()),
      );
      return stored.filter(isStored).filter(({ file }) => file.owner === owner);
    },
    async forget(id) {
      await database.transact([FILES], async (transaction) => {
        transaction.objectStore(FILES).delete(id);
        return Promise.resolve();
      });
    },
    close: () => database.close(),
  };
}

function isStored(value: unknown): value is Stored {
  if (typeof value !== 'object' || value === null || !('version' in value) || value.version !== 1) return false;
  const { file, bytes } = value as Partial<Stored>;
  return typeof file?.id === 'string' && typeof file.owner === 'string' && bytes instanceof Blob;
}
