/** What an adapter made of another one passes on unchanged: whatever needs no connection. */
import type { ChatAdapter } from '@support-chat/protocol';

type PublicParts = Pick<ChatAdapter, 'loadSite' | 'help' | 'mailTranscript' | 'visitorData'>;

/** Those of `adapter` that there are. */
export function publicParts({ loadSite, help, mailTranscript, visitorData }: ChatAdapter): PublicParts {
  return {
    ...(loadSite && { loadSite }),
    ...(help && { help }),
    ...(mailTranscript && { mailTranscript }),
    ...(visitorData && { visitorData }),
  };
}
