/** What an adapter made of another one passes on unchanged: whatever needs no connection. */
import type { ChatAdapter } from '@support-chat/protocol';

type PublicParts = Pick<ChatAdapter, 'loadSite' | 'help' | 'mailTranscript' | 'visitorData' | 'signIn'>;

/** Those of `adapter` that there are. */
export function publicParts({ loadSite, help, mailTranscript, visitorData, signIn }: ChatAdapter): PublicParts {
  return {
    ...(loadSite && { loadSite }),
    ...(help && { help }),
    ...(mailTranscript && { mailTranscript }),
    ...(visitorData && { visitorData }),
    ...(signIn && { signIn }),
  };
}
