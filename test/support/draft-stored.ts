import { expect, type Page } from '@playwright/test';

/** The draft is written a moment after the last key; this waits until it can be read from the device. */
export async function draftStored(page: Page, text: string): Promise<void> {
  await expect
    .poll(() =>
      page.evaluate(async () => {
        const names = (await indexedDB.databases())
          .map(({ name }) => name ?? '')
          .filter((name) => /support-chat/.test(name));
        const found = names.map(
          (name) =>
            new Promise<string>((resolve, reject) => {
              const opening = indexedDB.open(name);
              opening.onerror = () => reject(new Error(String(opening.error)));
              opening.onsuccess = () => {
                const database = opening.result;
                const stores = [...database.objectStoreNames];
                const values = stores.map(
                  (store) =>
                    new Promise((read, fail) => {
                      const all = database.transaction(store).objectStore(store).getAll();
                      all.onsuccess = () => read(all.result);
                      all.onerror = () => fail(new Error(String(all.error)));
                    }),
                );
                void Promise.all(values).then((all) => {
                  database.close();
                  resolve(JSON.stringify(all));
                }, reject);
              };
            }),
        );
        return (await Promise.all(found)).join();
      }),
    )
    .toContain(text);
}
