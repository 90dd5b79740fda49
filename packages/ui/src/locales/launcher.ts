/**
 * The few words the shell shows before the panel is there: paid for by every page, so nothing else belongs here. Plain,
 * without placeholders. Those of the other languages are in `languages.ts`.
 */
export const launcherWords = {
  'launcher-open': 'Open chat',
  'launcher-close': 'Close chat',
  'panel-load-failed': 'The chat could not be loaded. Try again',
} as const;

/** The shell's words in one language. */
export type LauncherWords = Readonly<Record<keyof typeof launcherWords, string>>;
