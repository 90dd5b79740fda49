/** Entry of the desk's script tag, and `import 'support-chat/define-desk'`: registers `<support-desk>`. */
import { createSseAdapter } from '@support-chat/adapter-sse';
import { createWebSocketAdapter } from '@support-chat/adapter-websocket';
import { fallback, withUploads } from '@support-chat/browser';
import { SupportDeskElement } from '@support-chat/desk';

// Not shared among tabs as the visitors' adapter is: a desk holds several conversations at once.
SupportDeskElement.defaultAdapter ??= ({ server }) =>
  withUploads(fallback([createWebSocketAdapter({ server }), createSseAdapter({ server })]), server);

if (!globalThis.customElements?.get('support-desk')) {
  globalThis.customElements?.define('support-desk', SupportDeskElement);
}
