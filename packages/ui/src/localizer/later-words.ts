/**
 * The words that most people never see: those of parts that are opened seldom. They are a second file of each language,
 * which comes with the first of these parts, so that the chat itself opens with less.
 */
import type { LaterKey, LaterMessages } from '../locales/messages.js';
import { languageOf } from './load-localizer.js';
import type { Text } from './format-text.js';
import type { Localizer } from './localizer.js';

/** By their BCP 47 language subtag; English words come with the parts. */
export const laterLanguages: Readonly<Record<string, () => Promise<LaterMessages>>> = {
  ar: async () => (await import('../locales/later/ar.js')).ar,
  de: async () => (await import('../locales/later/de.js')).de,
  es: async () => (await import('../locales/later/es.js')).es,
  fr: async () => (await import('../locales/later/fr.js')).fr,
  he: async () => (await import('../locales/later/he.js')).he,
  ja: async () => (await import('../locales/later/ja.js')).ja,
  nl: async () => (await import('../locales/later/nl.js')).nl,
  pl: async () => (await import('../locales/later/pl.js')).pl,
  pt: async () => (await import('../locales/later/pt.js')).pt,
  ru: async () => (await import('../locales/later/ru.js')).ru,
  zh: async () => (await import('../locales/later/zh.js')).zh,
};

/**
 * The same language with the second file's words, for `extended(…)` by a part whose words are there. Rejects when they do
 * not come; ask again later.
 */
export async function withLaterWords(localizer: Localizer): Promise<Localizer> {
  const words = await laterLanguages[languageOf(localizer.locale)]?.();
  return words ? localizer.extended(words) : localizer;
}

/** One of the second file's texts; something general where they do not come. @param english - the set that has it */
export async function laterText<Key extends LaterKey>(
  localizer: Localizer,
  english: Readonly<Record<Key, Text>>,
  key: Key,
): Promise<string> {
  try {
    return (await withLaterWords(localizer)).extended(english).text(key);
  } catch {
    return localizer.text('error-retry');
  }
}
