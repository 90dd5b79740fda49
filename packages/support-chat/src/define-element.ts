/** Registration of `<support-chat>` with the adapter for our own server as its default. */
import { SupportChatElement } from '@support-chat/element';

/**
 * Registers `<support-chat>`; elements without an `adapter` reach the reference server by WebSocket or SSE. Harmless
 * when called again, and without effect where there are no custom elements (server-side rendering).
 */
export function define(): void {
  SupportChatElement.defaultAdapter ??= async (options) => {
    return (await import('./auto-adapter.js')).createAutoAdapter(options);
  };
  SupportChatElement.loadSite ??= async (server): Promise<unknown> =>
    (await fetch(`${server.replace(/\/$/, '')}/v1/site`)).json();
  const registry: CustomElementRegistry | undefined = globalThis.customElements;
  if (registry && !registry.get('support-chat')) registry.define('support-chat', SupportChatElement);
}
