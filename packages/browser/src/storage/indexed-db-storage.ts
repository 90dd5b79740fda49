/**
 * The chat's durable storage in IndexedDB: identity, outbox, draft (O1, O2, O5). One record per message, in the order
 * of one counter over all tabs; what cannot be read is moved aside, not deleted. Every method rejects when storage is
 * full, blocked or forbidden; going on in memory is the core's part (O4).
 */
import { promisifyRequest } from 'idb-keyval';
import type { ChatStorage, OutboxRecord, StoredIdentity } from '@support-chat/core';
import { createDatabase } from './database.js';
import { SHAPE_VERSION, decodeDraft, decodeIdentity, decodeRecord } from './stored-shapes.js';

const IDENTITY = 'identity';
const OUTBOX = 'outbox';
const DRAFTS = 'drafts';
const SET_ASIDE = 'set-aside';
/** The keys of {@link IDENTITY}: who this device is, and whom it has forgotten last. */
const SELF = 'self';
const FORGOTTEN = 'forgotten';

/** Storage that can let go of its database. */
export interface IndexedDbStorage extends ChatStorage {
  /** Closes the database; a later call opens it again. */
  close(): void;
}

/**
 * Makes the storage of one chat.
 *
 * @param name - of the database; one per chat and origin
 */
export function createIndexedDbStorage(name: string): IndexedDbStorage {
  const database = createDatabase(name, 1, (created) => {
    created.createObjectStore(IDENTITY);
    created
      .createObjectStore(OUTBOX, { keyPath: 'order', autoIncrement: true })
      .createIndex('id', 'id', { unique: true });
    created.createObjectStore(DRAFTS);
    created.createObjectStore(SET_ASIDE, { autoIncrement: true });
  });

  /** Writes one value. Not even its success is waited for to commit: a page that is left does not live to hear of it. */
  function write(store: string, value: object, key: string): Promise<void> {
    return database.transact([store], async (transaction) => {
      transaction.objectStore(store).put(value, key);
      transaction.commit();
    });
  }

  return {
    async load(candidateOwner, replaces) {
      // Looking at what is stored takes longer than the page may live: whoever loads next forgets them, if not we.
      if (replaces !== undefined) await write(IDENTITY, { owner: replaces }, FORGOTTEN);
      return database.transact([IDENTITY, OUTBOX, DRAFTS, SET_ASIDE], async (transaction) => {
        let setAside = 0;
        const putAside = (store: string, value: unknown) => {
          setAside++;
          transaction.objectStore(SET_ASIDE).add({ version: SHAPE_VERSION, store, value });
        };
        const identities = transaction.objectStore(IDENTITY);
        const drafts = transaction.objectStore(DRAFTS);

        const stored = await read(identities, SELF);
        let identity = decodeIdentity(stored);
        if (stored !== undefined && !identity) putAside(IDENTITY, stored);
        const last = (await read(identities, FORGOTTEN)) as { readonly owner: string } | undefined;
        const forgotten = identity && identity.owner === last?.owner ? identity.owner : null;
        if (forgotten !== null) drafts.delete(forgotten);
        if (!identity || forgotten !== null) {
          identity = { owner: candidateOwner, token: null };
          writeIdentity(identities, identity);
        }

        const outbox: OutboxRecord[] = [];
        await eachEntry(transaction.objectStore(OUTBOX), (cursor) => {
          const record = decodeRecord(cursor.value);
          if (!record) putAside(OUTBOX, cursor.value);
          if (!record || record.owner === forgotten) cursor.delete();
          else if (record.owner === identity.owner) outbox.push(record);
        });

        const draft = await read(drafts, identity.owner);
        if (draft !== undefined && decodeDraft(draft) === null) {
          putAside(DRAFTS, draft);
          drafts.delete(identity.owner);
        }
        return { identity, outbox, draft: decodeDraft(draft) ?? '', setAside, durable: true };
      });
    },

    addRecord(record) {
      return database.transact([OUTBOX], async (transaction) => {
        const outbox = transaction.objectStore(OUTBOX);
        const existing = decodeRecord(await promisifyRequest<unknown>(outbox.index('id').get(record.id)));
        if (existing) return existing;
        const order = Number(await promisifyRequest(outbox.add({ ...record, version: SHAPE_VERSION })));
        return { ...record, order };
      });
    },

    removeRecord(id) {
      return database.transact([OUTBOX], async (transaction) => {
        const outbox = transaction.objectStore(OUTBOX);
        const order = await promisifyRequest(outbox.index('id').getKey(id));
        if (order !== undefined) outbox.delete(order);
      });
    },

    claimToken(owner, token, replaces) {
      return database.transact([IDENTITY], async (transaction) => {
        const identities = transaction.objectStore(IDENTITY);
        const identity = decodeIdentity(await read(identities, SELF));
        // Another identity took this device meanwhile: its token is none of this owner's business (O5).
        if (identity && identity.owner !== owner) return null;
        if (identity && identity.token !== replaces) return identity.token;
        writeIdentity(identities, { owner, token });
        return token;
      });
    },

    saveDraft(owner, draft) {
      return write(DRAFTS, { version: SHAPE_VERSION, text: draft }, owner);
    },

    close: () => database.close(),
  };
}

function read(store: IDBObjectStore, key: IDBValidKey): Promise<unknown> {
  return promisifyRequest<unknown>(store.get(key));
}

function writeIdentity(store: IDBObjectStore, identity: StoredIdentity): void {
  store.put({ version: SHAPE_VERSION, ...identity }, SELF);
}

/** Visits all entries by ascending key. */
function eachEntry(store: IDBObjectStore, visit: (cursor: IDBCursorWithValue) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = store.openCursor();
    request.onerror = () => reject(request.error ?? new Error('The storage could not be read.'));
    request.onsuccess = () => {
      const cursor = request.result;
      if (!cursor) return resolve();
      visit(cursor);
      cursor.continue();
    };
  });
}
