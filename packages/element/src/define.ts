/** Registers `<support-chat>`: the one import with an effect, and none where there are no custom elements. */
import { SupportChatElement } from './support-chat-element.js';

if (!globalThis.customElements?.get('support-chat')) {
  globalThis.customElements?.define('support-chat', SupportChatElement);
}
