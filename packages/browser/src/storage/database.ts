/**
 * One IndexedDB database, opened when first needed and again when the platform has closed it. Owns opening, closing and
 * whole transactions; what is stored is the business of the storage.
 */
import { promisifyRequest } from 'idb-keyval';

/** Milliseconds until an open that neither succeeds nor fails is given up: some browsers never answer. */
const OPEN_TIMEOUT = 5_000;

export interface Database {
  /**
   * Runs `work` in one transaction over `stores` and resolves with its result after the transaction completed on disk.
   * When `work` fails nothing of it is stored.
   */
  transact<Result>(stores: readonly string[], work: (transaction: IDBTransaction) => Promise<Result>): Promise<Result>;
  /** Closes the connection. The next transaction opens it again. */
  close(): void;
}

/** @param upgrade - lays out the stores; called for a version this device has not seen */
export function createDatabase(name: string, version: number, upgrade: (database: IDBDatabase) => void): Database {
  let opening: Promise<IDBDatabase> | null = null;

  function open(): Promise<IDBDatabase> {
    opening ??= openDatabase(name, version, upgrade, () => (opening = null)).catch((error: unknown) => {
      opening = null;
      throw error;
    });
    return opening;
  }

  async function begin(stores: readonly string[]): Promise<IDBTransaction> {
    // 'relaxed' is done when the operating system has it; a promise to the visitor needs the disk (O1).
    const start = async () => (await open()).transaction(stores, 'readwrite', { durability: 'strict' });
    try {
      return await start();
    } catch (error) {
      // Closed behind our back, as WebKit does with pages in the background: once more with a new connection.
      if (!(error instanceof DOMException) || error.name !== 'InvalidStateError') throw error;
      opening = null;
      return start();
    }
  }

  return {
    async transact(stores, work) {
      const transaction = await begin(stores);
      const completed = promisifyRequest(transaction);
      try {
        const result = await work(transaction);
        await completed;
        return result;
      } catch (error) {
        await abort(transaction, completed);
        throw asError(transaction.error ?? error);
      }
    },
    close() {
      void opening?.then(
        (database) => database.close(),
        () => undefined, // it never opened, and whoever wanted it was told
      );
      opening = null;
    },
  };
}

/** An aborted transaction may have no error of its own. */
function asError(cause: unknown): Error {
  return cause instanceof Error ? cause : new Error('The transaction was aborted.', { cause });
}

/** Undoes a transaction that may be over already; either way it is over afterwards. */
async function abort(transaction: IDBTransaction, completed: Promise<unknown>): Promise<void> {
  try {
    transaction.abort();
  } catch (error) {
    if (!(error instanceof DOMException)) throw error; // InvalidStateError: it has ended by itself
  }
  await completed.catch(() => undefined); // the cause is thrown by our caller
}

function openDatabase(
  name: string,
  version: number,
  upgrade: (database: IDBDatabase) => void,
  forget: () => void,
): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(name, version); // throws where storage is forbidden: rejects
    let given = false;
    const fail = (error: Error) => {
      given = true;
      clearTimeout(timer);
      reject(error);
    };
    const timer = setTimeout(() => fail(new Error('The storage did not open in time.')), OPEN_TIMEOUT);
    request.onupgradeneeded = () => upgrade(request.result);
    request.onblocked = () => fail(new Error('Another tab keeps an older version of the storage open.'));
    request.onerror = () => fail(request.error ?? new Error('The storage could not be opened.'));
    request.onsuccess = () => {
      const database = request.result;
      if (given) return database.close(); // too late: we said that there is none
      clearTimeout(timer);
      database.onclose = forget;
      // A newer version wants to open: let it, and find out with the next transaction that ours is too old.
      database.onversionchange = () => {
        database.close();
        forget();
      };
      resolve(database);
    };
  });
}
