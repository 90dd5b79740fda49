/** The desk's words: those it shares with the chat, and its own, from the same language. */
import { createLocalizer, languageOf, type Localizer, type Messages } from '@support-chat/ui';
import { en } from '@support-chat/ui/locales/en';
import { deskEn } from './locales/en.js';
import type { DeskKey, DeskMessages } from './locales/messages.js';

/** Speaks one language of the desk; whatever of `ui` wants a localizer takes it too. */
export type DeskLocalizer = Localizer<DeskKey>;

const LOADERS: Readonly<Record<string, () => Promise<Messages & DeskMessages>>> = {
  de: async () => {
    const [{ languages }, { deskDe }] = await Promise.all([
      import('@support-chat/ui/locales/languages'),
      import('./locales/de.js'),
    ]);
    return { ...(await languages.de.load()), ...deskDe };
  },
};

/** English, at once: what the desk speaks until another language has arrived. */
export function englishDesk(locale = 'en'): DeskLocalizer {
  return createLocalizer<DeskKey>(locale, {}, { ...en, ...deskEn });
}

/**
 * Loads the desk's words.
 *
 * @param wanted - BCP 47 tag; of a language we do not speak it gives English
 * @throws when the chunk cannot be loaded; keep what you have
 */
export async function loadDeskLocalizer(wanted: string): Promise<DeskLocalizer> {
  const language = languageOf(wanted);
  const load = LOADERS[language];
  if (load) return createLocalizer<DeskKey>(wanted, {}, await load());
  return englishDesk(language === 'en' ? wanted : 'en');
}
