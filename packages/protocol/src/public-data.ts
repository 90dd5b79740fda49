/** Where the reference server keeps what needs no connection. How it is fetched is the adapter's business. */
import type { CancelSignal, ChatAdapter } from './adapter.js';

/**
 * The parts of an adapter for what everybody may read.
 *
 * @param read - gives the JSON at a path below `/v1/`; rejects with an `AdapterError`
 */
export function publicData(
  read: (path: string, signal: CancelSignal) => Promise<unknown>,
): Required<Pick<ChatAdapter, 'loadSite' | 'help'>> {
  return {
    loadSite: (signal) => read('site', signal),
    help: {
      search: ({ text, locale, limit }, signal) =>
        read(`articles?q=${encodeURIComponent(text)}&locale=${encodeURIComponent(locale)}&limit=${limit}`, signal),
      load: (id, signal) => read(`articles/${encodeURIComponent(id)}`, signal),
    },
  };
}
