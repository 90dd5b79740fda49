/** What pages may read without a stream: the owner's settings and articles. */
import { AdapterError, type ChatAdapter } from '@support-chat/protocol';
import { readProblem } from './read-problem.js';
import { serverUrl } from './server-url.js';

interface PublicDataOptions {
  readonly server: string;
  readonly fetch?: typeof fetch;
}

/** @param options - those of the adapter */
export function publicData({
  server,
  fetch = globalThis.fetch,
}: PublicDataOptions): Required<Pick<ChatAdapter, 'loadSite' | 'help'>> {
  const read = async (path: string, signal: AbortSignal): Promise<unknown> => {
    const url = serverUrl(server, path);
    const response = await fetch(url, { credentials: 'omit', signal }).catch((cause: unknown) => {
      throw new AdapterError('network-failed', { cause });
    });
    if (!response.ok) throw AdapterError.from(await readProblem(response));
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
