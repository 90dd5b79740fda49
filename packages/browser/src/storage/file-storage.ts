/** Files on the device: whether there are any is looked up, their code and database are left alone until then. */
import type { FileStorage } from '@support-chat/core';

/** @param name - of the chat's database */
export function createFileStorage(name: string): FileStorage {
  const own = `${name} files`;
  return {
    used: async () => (await indexedDB.databases()).some((one) => one.name === own),
    open: async () => (await import('../features/uploads/kept-files.js')).openKeptFiles(own),
  };
}
