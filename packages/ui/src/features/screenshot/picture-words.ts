/** The editor's words: a small chunk for each language, which comes with the editor and not with the chat. */
import { pictureEn } from '../../locales/picture/en.js';
import type { MessageKey } from '../../locales/messages.js';
import type { PictureMessages } from '../../locales/picture/messages.js';
import { languageOf } from '../../localizer/load-localizer.js';
import type { Localizer } from '../../localizer/localizer.js';

/** Name of a text that the editor says. */
export type PictureKey = MessageKey | keyof typeof pictureEn;

/** The words of each language besides English. */
export const pictureLanguages: Readonly<Record<string, () => Promise<PictureMessages>>> = {
  ar: async () => (await import('../../locales/picture/ar.js')).pictureAr,
  de: async () => (await import('../../locales/picture/de.js')).pictureDe,
  es: async () => (await import('../../locales/picture/es.js')).pictureEs,
  fr: async () => (await import('../../locales/picture/fr.js')).pictureFr,
  he: async () => (await import('../../locales/picture/he.js')).pictureHe,
  ja: async () => (await import('../../locales/picture/ja.js')).pictureJa,
  nl: async () => (await import('../../locales/picture/nl.js')).pictureNl,
  pl: async () => (await import('../../locales/picture/pl.js')).picturePl,
  pt: async () => (await import('../../locales/picture/pt.js')).picturePt,
  ru: async () => (await import('../../locales/picture/ru.js')).pictureRu,
  zh: async () => (await import('../../locales/picture/zh.js')).pictureZh,
};

/** The same language with the editor's words. Rejects when they do not come. */
export async function withPictureWords(localizer: Localizer): Promise<Localizer<PictureKey>> {
  const words = await pictureLanguages[languageOf(localizer.locale)]?.();
  return localizer.extended(words ?? pictureEn);
}
