/** O2, O4: what IndexedDB can do to us, and that it costs neither the visitor's words nor the page. */
import { IDBFactory, IDBObjectStore as FakeObjectStore, IDBDatabase as FakeDatabase } from 'fake-indexeddb';
import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createIndexedDbStorage } from '../../../packages/browser/src/storage/indexed-db-storage.js';

const NAME = 'support-chat test';
const record = (id: string) => ({ version: 1 as const, id, owner: 'owner-a', text: `text of ${id}`, createdAt: 1 });

/** Opens the database past the storage, as a fault or another version would. */
function openRaw(version?: number): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, version);
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error('no reason'));
  });
}

async function edit(store: string, change: (store: IDBObjectStore) => IDBRequest): Promise<unknown> {
  const database = await openRaw();
  const request = change(database.transaction(store, 'readwrite').objectStore(store));
  return new Promise((resolve, reject) => {
    request.transaction?.addEventListener('complete', () => {
      database.close();
      resolve(request.result);
    });
    request.transaction?.addEventListener('abort', () => reject(request.error ?? new Error('no reason')));
  });
}

beforeEach(() => {
  globalThis.indexedDB = new IDBFactory();
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

describe('O5 whoever is forgotten', () => {
  it('is so although the page was left before it had looked at what is stored', async () => {
    const storage = createIndexedDbStorage(NAME);
    await storage.load('owner-a');
    await storage.claimToken('owner-a', 'token of a', null);
    await storage.addRecord(record('message-1'));
    await storage.saveDraft('owner-a', 'half a secret');
    vi.spyOn(FakeObjectStore.prototype, 'get').mockImplementation(() => {
      throw new Error('This page is gone.');
    });
    await expect(storage.load('owner-b', 'owner-a')).rejects.toThrow('This page is gone.');
    vi.restoreAllMocks();

    const next = await createIndexedDbStorage(NAME).load('owner-c');
    expect(next).toMatchObject({ identity: { owner: 'owner-c', token: null }, outbox: [], draft: '', setAside: 0 });
    expect(await edit('outbox', (store) => store.count())).toBe(0);
    expect((await createIndexedDbStorage(NAME).load('owner-d')).identity.owner).toBe('owner-c');
  });
});

describe('O2 what cannot be read', () => {
  it('is put aside and counted once, and the rest goes on', async () => {
    const storage = createIndexedDbStorage(NAME);
    await storage.load('owner-a');
    await storage.addRecord(record('message-1'));
    await edit('outbox', (store) => store.put({ id: 'message-2', owner: 'owner-a', version: 7, order: 2 }));
    await edit('outbox', (store) => store.put({ order: 3, garbage: true }));
    await storage.addRecord(record('message-4'));
    await edit('drafts', (store) => store.put('just a text', 'owner-a'));

    const found = await storage.load('owner-a');
    expect(found.outbox.map(({ id }) => id)).toEqual(['message-1', 'message-4']);
    expect([found.draft, found.setAside]).toEqual(['', 3]);
    expect(await edit('set-aside', (store) => store.count())).toBe(3);
    expect((await storage.load('owner-a')).setAside).toBe(0);
  });

  it('of an identity, is put aside for a new one', async () => {
    const storage = createIndexedDbStorage(NAME);
    await storage.load('owner-a');
    await edit('identity', (store) => store.put({ version: 1, owner: 17 }, 'self'));
    expect(await storage.load('owner-b')).toMatchObject({ identity: { owner: 'owner-b', token: null }, setAside: 1 });
  });
});

describe('O1 a promise', () => {
  it('is made on the disk: every transaction is strict', async () => {
    const storage = createIndexedDbStorage(NAME);
    await storage.load('owner-a');
    const transaction = vi.spyOn(FakeDatabase.prototype, 'transaction');
    await storage.load('owner-a');
    await storage.addRecord(record('message-1'));
    await storage.saveDraft('owner-a', 'Hello');
    expect(transaction.mock.calls.map(([, , options]) => options)).toEqual([
      { durability: 'strict' },
      { durability: 'strict' },
      { durability: 'strict' },
    ]);
  });

  it('is not made when the transaction fails after its requests succeeded', async () => {
    const storage = createIndexedDbStorage(NAME);
    await storage.load('owner-a');
    vi.spyOn(FakeObjectStore.prototype, 'add').mockImplementationOnce(function (this: IDBObjectStore, value: unknown) {
      const request = this.put(value);
      request.addEventListener('success', () => this.transaction.abort());
      return request;
    });
    await expect(storage.addRecord(record('message-1'))).rejects.toThrow();
    expect((await storage.load('owner-a')).outbox).toEqual([]);
  });
});

describe('O4 storage that fails', () => {
  it('rejects when it is full, keeps what it had, and works again afterwards', async () => {
    const storage = createIndexedDbStorage(NAME);
    await storage.load('owner-a');
    await storage.addRecord(record('message-1'));
    vi.spyOn(FakeObjectStore.prototype, 'add').mockImplementationOnce(() => {
      throw new DOMException('The quota has been exceeded.', 'QuotaExceededError');
    });
    await expect(storage.addRecord(record('message-2'))).rejects.toMatchObject({ name: 'QuotaExceededError' });
    await storage.addRecord(record('message-3'));
    expect((await storage.load('owner-a')).outbox.map(({ id }) => id)).toEqual(['message-1', 'message-3']);
  });

  it.each([
    ['is missing', () => Reflect.deleteProperty(globalThis, 'indexedDB')],
    [
      'is forbidden',
      () =>
        vi.spyOn(indexedDB, 'open').mockImplementation(() => {
          throw new DOMException('The operation is insecure.', 'SecurityError');
        }),
    ],
  ])('rejects when it %s', async (_, forbid) => {
    forbid();
    await expect(createIndexedDbStorage(NAME).load('owner-a')).rejects.toBeInstanceOf(Error);
  });

  it('rejects when it never answers, and lets go of what comes too late', async () => {
    const database = await openRaw(1);
    const close = vi.spyOn(database, 'close');
    const request = { result: database, onsuccess: () => undefined } as unknown as IDBOpenDBRequest;
    vi.spyOn(indexedDB, 'open').mockReturnValueOnce(request);
    vi.useFakeTimers();
    const loading = expect(createIndexedDbStorage(NAME).load('owner-a')).rejects.toThrow('did not open in time');
    await vi.advanceTimersByTimeAsync(5_000);
    await loading;
    request.onsuccess?.(new Event('success'));
    expect(close).toHaveBeenCalledOnce();
  });

  it('makes way for a newer version, and then rejects', async () => {
    const storage = createIndexedDbStorage(NAME);
    await storage.load('owner-a');
    const newer = await openRaw(2); // would wait for ever if ours stayed open
    await expect(storage.load('owner-a')).rejects.toMatchObject({ name: 'VersionError' });
    newer.close();
  });

  it('opens again after the platform has closed it', async () => {
    const storage = createIndexedDbStorage(NAME);
    await storage.load('owner-a');
    vi.spyOn(FakeDatabase.prototype, 'transaction').mockImplementationOnce(() => {
      throw new DOMException('The database connection is closing.', 'InvalidStateError');
    });
    expect((await storage.load('owner-b')).identity.owner).toBe('owner-a');
    storage.close();
    expect((await storage.load('owner-b')).identity.owner).toBe('owner-a');
  });
});
