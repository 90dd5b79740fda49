/**
 * What the owner of a site has set for pages on which nobody has opened the chat yet: how the launcher looks, and the rules of
 * proactive messages. Loaded only where there is either.
 */
import type { SupportChatConfig } from '../../element-options.js';
import type { ShellHost } from '../../shell-host.js';
import type { SupportChatElement } from '../../support-chat-element.js';
import { wearLook } from './wear-look.js';

/** What was read of a site, or of the page. Not checked yet. */
export type SeenSite = (Pick<SupportChatConfig, 'triggers'> & { readonly look?: unknown }) | undefined;

/**
 * Follows it. What does not come now is heard of by whoever opens the chat.
 *
 * @param seen - the site, or with rules of the page's own, its configuration: then the site is asked here for the rest
 * @param signal - ends it
 */
export function follow(host: ShellHost, seen: NonNullable<SeenSite>, signal: AbortSignal): void {
  if (signal.aborted) return;
  if (seen.triggers?.length)
    void import('../proactive/proactive.js').then(
      ({ follow }) => follow(host, seen.triggers, signal),
      () => undefined,
    );
  if (seen === host.element.config) void askForLook(host, signal).catch(() => undefined);
  else wearLook(host, seen.look);
}

async function askForLook(host: ShellHost, signal: AbortSignal): Promise<void> {
  const { adapter, server } = host.element;
  const { loadSite } = host.element.constructor as typeof SupportChatElement;
  const site = await (adapter ? adapter.loadSite?.(signal) : loadSite?.(server));
  if (!signal.aborted) wearLook(host, (site as SeenSite)?.look);
}
