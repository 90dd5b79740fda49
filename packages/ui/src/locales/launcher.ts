/**
 * The few words the shell shows before the panel is there, in every language we have: too few to be worth a request,
 * and paid for by every page, so nothing else belongs here. Plain, without placeholders. Each locale's file takes its
 * own from here.
 */
export const launcherMessages = {
  en: {
    'launcher-open': 'Open chat',
    'launcher-close': 'Close chat',
    'panel-load-failed': 'The chat could not be loaded. Try again',
  },
  de: {
    'launcher-open': 'Chat öffnen',
    'launcher-close': 'Chat schließen',
    'panel-load-failed': 'Der Chat konnte nicht geladen werden. Erneut versuchen',
  },
} as const;
