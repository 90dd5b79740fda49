/** What a removed element could not store anywhere, for its next stay in the document. Needed where storage is blocked. */
import { createMemoryStorage, type ChatStorage } from '@support-chat/core';
import type { KeptChat } from './session.js';

/** A memory storage that goes on where the last one ended. */
export async function keptStorage({
  storage: { owner: lastOwner, token },
  outbox,
  widget,
}: KeptChat): Promise<ChatStorage> {
  // A page whose storage failed has no owner: the name is never compared with that of another page.
  const owner = lastOwner ?? 'this-page';
  const storage = createMemoryStorage();
  await storage.load(owner);
  await storage.claimToken(owner, token, null);
  for (const { id, text, createdAt } of outbox) {
    await storage.addRecord({ version: 1, id, owner, text, createdAt });
  }
  await storage.saveDraft(owner, widget.draft);
  return storage;
}
