/** The Markdown of messages: comes with the first message that has any. */
export { copyCode } from './copy-code.js';
export * from './render-markdown.js';
export { markdownStyles } from './markdown-styles.js';
