/** Adds to a way to the reference server what visitors ask of it by requests (V27): signing in, export and erasure. */
import { AdapterError, type ChatAdapter } from '@support-chat/protocol';

/** @param server - address of the reference server; relative to the page */
export function withVisitorRequests(adapter: ChatAdapter, server: string): ChatAdapter {
  const part = () =>
    import('../features/visitor-requests.js').catch((cause: unknown) => {
      throw new AdapterError('network-failed', { cause });
    });
  return {
    ...adapter,
    visitorData: {
      load: async (token, signal) => (await part()).askForData('GET', server, token, signal),
      erase: async (token, signal) => void (await (await part()).askForData('DELETE', server, token, signal)),
    },
    signIn: async (request, signal) => (await part()).showIdentity(server, request, signal),
  };
}
