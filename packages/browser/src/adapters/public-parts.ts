/** What an adapter made of another one passes on unchanged: whatever needs no connection. */
import type { ChatAdapter } from '@support-chat/protocol';

/** Those of `adapter` that there are. */
export function publicParts({
  loadSite,
  help,
  mailTranscript,
}: ChatAdapter): Pick<ChatAdapter, 'loadSite' | 'help' | 'mailTranscript'> {
  return { ...(loadSite && { loadSite }), ...(help && { help }), ...(mailTranscript && { mailTranscript }) };
}
