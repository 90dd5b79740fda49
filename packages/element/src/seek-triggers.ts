/**
 * Finds out whether there are rules of proactive messages, whether the owner has chosen a look, and whether the launcher may
 * be moved. All that a page without any of them pays for them.
 */
import type { LoadSite } from './element-options.js';
import type { SeenSite as Seen } from './features/site/site.js';
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
    const site = (config.triggers ? config : await (adapter ? adapter.loadSite?.(signal) : loadSite?.(server))) as Seen;
    if (site?.triggers || site?.look) (await import('./features/site/site.js')).follow(host, site, signal);
  }
}
