/**
 * `@support-chat/protocol`: the words both sides use. Frames and their decoders, errors, bounds, and the contract
 * every adapter implements. No I/O, no platform: it runs in a browser, in Node and in a worker alike.
 */
export * from './version.js';
export * from './limits.js';
export * from './errors.js';
export * from './public-data.js';
export * from './schema.js';
export * from './site.js';
export * from './read-section.js';
export * from './hours.js';
export * from './contact.js';
export * from './triggers.js';
export * from './commands.js';
export * from './events.js';
export * from './features/bot/bot-text.js';
export * from './features/archive/archive.js';
export * from './features/archive/read-archive.js';
export * from './features/conversations/conversation-commands.js';
export * from './features/conversations/conversations-page.js';
export * from './features/conversations/limits.js';
export * from './features/conversations/match-words.js';
export * from './features/conversations/read-conversations.js';
export * from './features/cards/card.js';
export * from './features/cards/card-limits.js';
export * from './features/cards/judge-answer.js';
export * from './features/cards/read-card.js';
export * from './features/hub/hub-message.js';
export * from './features/notes/note.js';
export * from './features/notes/transfer.js';
export * from './features/tickets/mail.js';
export * from './features/shortcuts/shortcut.js';
export * from './features/shortcuts/fill-shortcut.js';
export * from './features/shortcuts/find-shortcuts.js';
export * from './features/statistics/read-statistics.js';
export * from './features/statistics/statistics.js';
export * from './written.js';
export * from './decode-client-frame.js';
export * from './decode-server-frame.js';
export { decodeAttachment, decodeVisitorFrame } from './decode-visitor-frame.js';
export * from './help.js';
export * from './json.js';
export * from './language-tag.js';
export * from './text.js';
export * from './features/files/file-kinds.js';
export * from './features/files/file-name.js';
export * from './features/files/strip-metadata.js';
export type * from './adapter.js';
