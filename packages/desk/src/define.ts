/** Registers `<support-desk>`: the one import with an effect, and none where there are no custom elements. */
import { SupportDeskElement } from './support-desk-element.js';

if (!globalThis.customElements?.get('support-desk')) {
  globalThis.customElements?.define('support-desk', SupportDeskElement);
}

export * from './index.js';
