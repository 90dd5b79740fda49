/** Adds to a way to the reference server what a visitor may ask of it about themselves (V27): export and erasure. */
import { AdapterError, type ChatAdapter } from '@support-chat/protocol';

/** @param server - address of the reference server; relative to the page */
export function withVisitorData(adapter: ChatAdapter, server: string): ChatAdapter {
  const ask = async (method: 'GET' | 'DELETE', token: string, signal: AbortSignal): Promise<Blob> => {
    const { askForVisitorData } = await import('../features/visitor-data.js').catch((cause: unknown) => {
      throw new AdapterError('network-failed', { cause });
    });
    return askForVisitorData(method, server, token, signal);
  };
  return {
    ...adapter,
    visitorData: {
      load: (token, signal) => ask('GET', token, signal),
      erase: async (token, signal) => void (await ask('DELETE', token, signal)),
    },
  };
}
