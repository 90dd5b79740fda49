/** What the settings say around their pages. */
import type { PageWords } from './settings-page.js';

const en = {
  title: 'Settings',
  close: 'Back to the chats',
  'all-pages': 'All settings',
  loading: 'Loading',
  unreachable: 'This could not be loaded.',
  retry: 'Try again',
  unsaved: 'Not saved yet',
  save: 'Save',
  saving: 'Saving',
  saved: 'Saved.',
  discard: 'Discard changes',
  'check-fields': 'Some fields need a look.',
  refused: 'The server does not take this.',
  conflict: 'Somebody else has changed this while you did. Nothing of yours is lost and nothing is saved yet.',
  'take-theirs': 'Take theirs',
  overwrite: 'Save mine',
  'not-saved': 'Not saved. {reason}',
};

export const settingsWords: PageWords<keyof typeof en> = {
  en,
  de: {
    title: 'Einstellungen',
    close: 'Zurück zu den Chats',
    'all-pages': 'Alle Einstellungen',
    loading: 'Wird geladen',
    unreachable: 'Das konnte nicht geladen werden.',
    retry: 'Noch einmal',
    unsaved: 'Noch nicht gespeichert',
    save: 'Speichern',
    saving: 'Wird gespeichert',
    saved: 'Gespeichert.',
    discard: 'Änderungen verwerfen',
    'check-fields': 'Einige Felder stimmen noch nicht.',
    refused: 'Der Server nimmt das so nicht an.',
    conflict:
      'Jemand anderes hat das inzwischen geändert. Von Ihrer Eingabe ist nichts verloren und noch nichts gespeichert.',
    'take-theirs': 'Die andere nehmen',
    overwrite: 'Meine speichern',
    'not-saved': 'Nicht gespeichert. {reason}',
  },
};
