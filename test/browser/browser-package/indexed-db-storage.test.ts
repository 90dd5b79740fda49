/** O1, O2, O4, O5 on the IndexedDB of real engines. */
import { expect } from '@open-wc/testing';
import { createIndexedDbStorage, type IndexedDbStorage } from '@support-chat/browser';
import { storageSuite } from '../../support/storage-suite.js';

const run = crypto.randomUUID();
const names = new Set<string>();
const open: IndexedDbStorage[] = [];

function storageOf(name: string): IndexedDbStorage {
  const storage = createIndexedDbStorage(`${run} ${name}`);
  names.add(`${run} ${name}`);
  open.push(storage);
  return storage;
}

const record = (id: string, text = id) => ({ version: 1 as const, id, owner: 'owner-a', text, createdAt: 1 });

describe('IndexedDB storage', () => {
  after(async () => {
    for (const storage of open) storage.close();
    await Promise.all([...names].map(deleted));
  });

  for (const { title, run: check } of storageSuite(storageOf)) it(title, check);

  it('O2 a corrupt record is put aside and the others are found', async () => {
    const storage = storageOf('corrupt');
    await storage.load('owner-a');
    await storage.addRecord(record('message-1'));
    await put(`${run} corrupt`, 'outbox', { order: 2, version: 99, id: 'message-2' });
    const found = await storage.load('owner-a');
    expect([found.setAside, found.outbox.map(({ id }) => id)]).to.deep.equal([1, ['message-1']]);
    expect((await storage.load('owner-a')).setAside).to.equal(0);
  });

  it('O2 a newer version of this page is not held up, and ours then fails instead of waiting', async () => {
    const storage = storageOf('newer');
    await storage.load('owner-a');
    const newer = await new Promise<IDBDatabase>((resolve, reject) => {
      const request = indexedDB.open(`${run} newer`, 2);
      request.onsuccess = () => resolve(request.result);
      request.onerror = request.onblocked = () => reject(new Error('held up'));
    });
    const failure = await storage.addRecord(record('message-1')).catch((error: unknown) => error);
    expect(failure).to.be.instanceOf(Error);
    newer.close();
  });

  it('O4 a failing write rejects, keeps what was there, and the next one works', async () => {
    const storage = storageOf('full');
    await storage.load('owner-a');
    await storage.addRecord(record('message-1'));
    const { add } = IDBObjectStore.prototype;
    IDBObjectStore.prototype.add = () => {
      throw new DOMException('The quota has been exceeded.', 'QuotaExceededError');
    };
    const failure = await storage.addRecord(record('message-2')).catch((error: unknown) => error);
    IDBObjectStore.prototype.add = add;
    expect((failure as DOMException).name).to.equal('QuotaExceededError');
    await storage.addRecord(record('message-3'));
    expect((await storage.load('owner-a')).outbox.map(({ id }) => id)).to.deep.equal(['message-1', 'message-3']);
  });

  it('O4 storage that the browser forbids rejects at once', async () => {
    // A sandboxed page has an opaque origin, for which there is no storage: what private modes do to us.
    const frame = document.createElement('iframe');
    frame.setAttribute('sandbox', 'allow-scripts');
    frame.srcdoc = `<script>
      const answer = (text) => parent.postMessage({ storage: text }, '*');
      try {
        const request = indexedDB.open('any');
        request.onsuccess = () => answer('open');
        request.onerror = () => answer('forbidden');
      } catch { answer('forbidden'); }
    </script>`;
    const told = new Promise<string>((resolve) => {
      addEventListener(
        'message',
        ({ data }: MessageEvent<{ storage?: string }>) => data.storage && resolve(data.storage),
      );
    });
    document.body.append(frame);
    expect(await told).to.equal('forbidden');
    frame.remove();

    const real = Object.getOwnPropertyDescriptor(globalThis, 'indexedDB');
    Object.defineProperty(globalThis, 'indexedDB', {
      configurable: true,
      get() {
        throw new DOMException('The operation is insecure.', 'SecurityError');
      },
    });
    const failure = await storageOf('forbidden')
      .load('owner-a')
      .catch((error: unknown) => error);
    if (real) Object.defineProperty(globalThis, 'indexedDB', real);
    expect((failure as DOMException).name).to.equal('SecurityError');
  });

  it('O1 what was promised is there after the page is gone', async () => {
    const storage = storageOf('reload');
    await storage.load('owner-a');
    await storage.addRecord(record('message-1', 'typed before the reload'));
    storage.close();
    const [found] = (await storageOf('reload').load('owner-b')).outbox;
    expect(found?.text).to.equal('typed before the reload');
  });
});

function put(name: string, store: string, value: unknown): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(name);
    request.onerror = () => reject(new Error('cannot open'));
    request.onsuccess = () => {
      const transaction = request.result.transaction(store, 'readwrite');
      transaction.objectStore(store).put(value);
      transaction.oncomplete = () => {
        request.result.close();
        resolve();
      };
    };
  });
}

function deleted(name: string): Promise<void> {
  return new Promise((resolve) => {
    const request = indexedDB.deleteDatabase(name);
    request.onsuccess = request.onerror = () => resolve();
  });
}
