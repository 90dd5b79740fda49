/** The `<support-desk>` element class; registering it is `define.ts`, nothing here has side effects. */
export type { ArchiveSearch, ArchiveSource } from './archive/archive-source.js';
export type { NoteSource, TransferSource } from './notes/note-source.js';
export type { MailSource, QuestionSource } from './tickets/mail-source.js';
export type { SettingsSource } from './settings/settings-source.js';
export type { StatisticsSearch, StatisticsSource } from './statistics/statistics-source.js';
export type { ShortcutSource, ShortcutWriter } from './shortcuts/shortcut-source.js';
export type { DictionaryFiles, SpellingSource } from './spelling/spelling-source.js';
export { SupportDeskElement, type DefaultDeskAdapter } from './support-desk-element.js';
export type { VisitorSource } from './visitor/visitor-source.js';
export type { AgentAccount } from './account/agent-api.js';
export type { SupportDeskEventDetails, SupportDeskEventMap } from './desk-events.js';
