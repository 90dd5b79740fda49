/** What pages may read without a socket: the owner's settings and articles. */
import { AdapterError, type ChatAdapter } from '@support-chat/protocol';
import { serverUrl } from './server-url.js';

/** @param server - its address */
export function publicData(server: string): Required<Pick<ChatAdapter, 'loadSite' | 'help'>> {
  const read = async (path: string, signal: AbortSignal): Promise<unknown> => {
    const url = serverUrl(server, path);
    const response = await fetch(url, { credentials: 'omit', signal }).catch((cause: unknown) => {
      throw new AdapterError('network-failed', { cause });
    });
    if (!response.ok) throw new AdapterError('unavailable', { detail: `HTTP ${response.status}` });
    return response.json();
  };
  return {
    loadSite: (signal) => read('site', signal),
    help: {
      search: ({ text, locale, limit }, signal) =>
        read(`articles?${new URLSearchParams({ q: text, locale, limit: String(limit) }).toString()}`, signal),
      load: (id, signal) => read(`articles/${encodeURIComponent(id)}`, signal),
    },
  };
}
