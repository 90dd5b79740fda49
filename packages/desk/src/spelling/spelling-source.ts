/** Where dictionaries come from. A page with a back end of its own brings one; else it is the reference server. */
import type { DictionaryInfo } from '@support-chat/protocol';
import type { AgentAccount, AgentApi } from '../account/agent-api.js';
import type { SpellingWorker } from '../features/spelling/worker-messages.js';

/** The two files of a Hunspell dictionary, in UTF-8. */
export interface DictionaryFiles {
  readonly aff: ArrayBuffer;
  readonly dic: ArrayBuffer;
}

/** Gives dictionaries and what reads them (V30). Every promise is rejected with a coded `ProtocolError` when it fails. */
export interface SpellingSource {
  /** Whose words are kept on this device, apart from those of others who work at it. */
  readonly agent: string;
  /** Which ones there are, as `readDictionaries` reads it. */
  list(signal: AbortSignal): Promise<unknown>;
  load(dictionary: DictionaryInfo, signal: AbortSignal): Promise<DictionaryFiles>;
  /** Starts what `@support-chat/desk/spelling-worker` is, from an address that the page's content policy allows. */
  startWorker(): SpellingWorker;
}

/** The dictionaries that are installed beside the reference server. @param server - absolute URL without a slash at the end */
export function serverSpelling(api: AgentApi, agent: AgentAccount, server: string): SpellingSource {
  return {
    agent: agent.id,
    list: (signal) => api.call('GET', '/spelling', signal),
    async load({ language, version }, signal) {
      const file = (part: string): Promise<ArrayBuffer> =>
        api.file(`/spelling/${language}/${encodeURIComponent(version)}/${part}`, signal);
      const [aff, dic] = await Promise.all([file('aff'), file('dic')]);
      return { aff, dic };
    },
    startWorker: () => new Worker(trustedWorker(`${server}/spelling-worker.js`), { type: 'module' }),
  };
}

let policy: { createScriptURL(url: string): unknown } | undefined;

/** The address as pages take it that trust no text as a script's address (X6): only this one is vouched for. */
function trustedWorker(url: string): URL {
  const { trustedTypes } = globalThis as { trustedTypes?: TrustedTypes };
  policy ??= trustedTypes?.createPolicy('support-desk', {
    createScriptURL: (address) => {
      if (!/^https?:\/\/[^?#]*\/spelling-worker\.js$/.test(address)) throw new TypeError('This is no worker of ours.');
      return address;
    },
  });
  return (policy ? policy.createScriptURL(url) : url) as URL;
}

interface TrustedTypes {
  createPolicy(
    name: string,
    rules: { createScriptURL(url: string): string },
  ): { createScriptURL(url: string): unknown };
}
