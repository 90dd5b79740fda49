/** What a scripted back end can, unless a test says otherwise: everything. */
import type { Capabilities } from '@support-chat/protocol';

export const SCRIPTED_CAPABILITIES: Capabilities = {
  resume: true,
  idempotentSend: true,
  history: true,
  typing: true,
  receipts: true,
  endConversation: true,
  contact: true,
  rating: true,
  conversations: true,
};
