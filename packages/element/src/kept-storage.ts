/** What a removed element could not store anywhere, for its next stay in the document. Needed where storage is blocked. */
import { createMemoryStorage, type ChatStorage } from '@support-chat/core';
import type { ChatAdapter } from '@support-chat/protocol';
import type { KeptChat } from './session.js';

/**
 * A memory storage that goes on where the last one ended.
 *
 * @param adapter - the back end from now on: another one is never shown the token of the last (X1)
 */
export async function keptStorage(
  { storage: { owner: lastOwner, token }, outbox, widget, adapter: last }: KeptChat,
  adapter: ChatAdapter,
): Promise<ChatStorage> {
  const same = last === adapter || (last.backEnd !== undefined && last.backEnd === adapter.backEnd);
  // A page whose storage failed has no owner: the name is never compared with that of another page.
  const owner = lastOwner ?? 'this-page';
  const storage = createMemoryStorage();
  await storage.load(owner);
  if (same) await storage.claimToken(owner, token, null);
  for (const { id, text, details, conversation, createdAt } of outbox) {
    const written = { ...(details && { details }), ...(conversation !== undefined && { conversation }) };
    await storage.addRecord({ version: 1, id, owner, text, ...written, createdAt });
  }
  await storage.saveDraft(owner, widget.draft);
  return storage;
}
