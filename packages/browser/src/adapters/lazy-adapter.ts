/** An adapter whose code is loaded when it is first needed: the way that is rarely taken costs the others nothing. */
import { AdapterError, type ChatAdapter } from '@support-chat/protocol';

/**
 * Makes an adapter that loads another one with its first attempt. A load that fails is an attempt that failed
 * (`network-failed`); the next one loads again.
 *
 * @param name - of the adapter to be loaded
 * @param backEnd - of the adapter to be loaded
 */
export function lazyAdapter(name: string, load: () => Promise<ChatAdapter>, backEnd?: string): ChatAdapter {
  let loading: Promise<ChatAdapter> | null = null;
  async function loaded(): Promise<ChatAdapter> {
    loading ??= load();
    try {
      return await loading;
    } catch (cause) {
      loading = null;
      throw new AdapterError('network-failed', { detail: `The code of the adapter ${name} did not load.`, cause });
    }
  }
  return {
    name,
    backEnd,
    open: async (options) => (await loaded()).open(options),
    loadSite: async (signal) => (await loaded()).loadSite?.(signal),
    help: {
      search: async (query, signal) => (await loaded()).help?.search(query, signal),
      load: async (id, signal) => (await loaded()).help?.load(id, signal),
    },
    mailTranscript: async (request, signal) => (await loaded()).mailTranscript?.(request, signal),
  };
}
