/**
 * Finds out whether there are rules of proactive messages, and whether the launcher may be moved. All that a page without
 * either pays for them.
 */
import type { LoadSite, SupportChatConfig } from './element-options.js';
import type { ShellHost } from './shell-host.js';
import { whenIdle } from './when-idle.js';

/**
 * Follows the rules of the page, else those of the owner, from an idle moment on. Where there are none, nothing more is loaded.
 *
 * @param loadSite - asks the server of an element without an adapter
 * @returns ends it
 */
export function seekTriggers(host: ShellHost, loadSite: LoadSite | undefined): AbortController {
  const controller = new AbortController();
  const { signal } = controller;
  whenIdle(() => {
    if (!signal.aborted) void seek().catch(() => undefined); // Whoever opens the chat hears what is the matter.
  });
  return controller;

  async function seek(): Promise<void> {
    const { adapter, server, config, draggableLauncher } = host.element;
    if (draggableLauncher) (await import('./features/launcher-place/place.js')).follow(host, signal);
    const site = config.triggers ? config : await (adapter ? adapter.loadSite?.(signal) : loadSite?.(server));
    const triggers = (site as SupportChatConfig | undefined)?.triggers;
    if (triggers?.length) (await import('./features/proactive/proactive.js')).follow(host, triggers, signal);
  }
}
