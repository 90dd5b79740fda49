/** Asks the back end for what the owner has set. Holds at most one question, of the present back end. */
import type { CancelSignal, ChatAdapter } from '@support-chat/protocol';
import { problemOf } from '../connector.js';
import type { ChatHappening } from '../input.js';

// Every platform has it, no language library declares it.
declare const AbortController: new () => { readonly signal: CancelSignal; abort(): void };

/** See the module. */
export interface SiteLoader {
  /** Asks this back end; what was asked before is not heard any more. */
  ask(adapter: ChatAdapter): void;
  stop(): void;
}

export function createSiteLoader(dispatch: (happening: ChatHappening) => void): SiteLoader {
  let controller = new AbortController();

  async function load(adapter: ChatAdapter, { signal }: typeof controller): Promise<void> {
    let happening: ChatHappening;
    try {
      happening = { type: 'site-loaded', raw: await adapter.loadSite?.(signal) };
    } catch (error) {
      happening = { type: 'site-failed', problem: problemOf(error) };
    }
    if (!signal.aborted) dispatch(happening);
  }

  return {
    ask(adapter) {
      controller.abort();
      controller = new AbortController();
      if (adapter.loadSite) void load(adapter, controller);
    },
    stop: () => controller.abort(),
  };
}
