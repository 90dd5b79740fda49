/**
 * Element and adapters in one import, without side effects: `define()` registers `<support-chat>`, and
 * `import 'support-chat/define'` does the same in one line.
 */
export * from '@support-chat/element';
export { createAutoAdapter, type AutoAdapterOptions } from './auto-adapter.js';
export { define } from './define-element.js';
