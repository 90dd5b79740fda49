/** Removal of all that a chat has stored on this device, for when it may not store anything any more. */

/**
 * Deletes the databases of a chat. Whoever still has one open, in any tab, lets go of it by itself; end the chats of this
 * page before, so that none writes again.
 *
 * @param namespace - see `createBrowserPorts`
 */
export async function forgetStored(namespace: string): Promise<void> {
  const name = `support-chat ${namespace}`;
  await Promise.all([name, `${name} files`].map(remove));
}

function remove(name: string): Promise<void> {
  return new Promise((resolve, reject) => {
    let request: IDBOpenDBRequest;
    try {
      request = indexedDB.deleteDatabase(name);
    } catch {
      return resolve(); // Storage is forbidden: nothing could be kept.
    }
    request.onsuccess = () => resolve();
    request.onerror = () => reject(request.error ?? new Error('The storage could not be removed.'));
  });
}
