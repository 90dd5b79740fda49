/** Loading of languages on demand. English is always there; `locales/languages.ts` knows the others. */
import type { MessageKey } from '../locales/messages.js';
import type { Text } from './format-text.js';
import { createLocalizer, type Localizer } from './localizer.js';

/** The language of a BCP 47 tag: 'de' of 'de-AT'. Empty when the tag is malformed. */
export function languageOf(tag: string): string {
  try {
    return new Intl.Locale(tag).language;
  } catch {
    return ''; // An attribute may hold anything, and no language has the empty name.
  }
}

/**
 * Loads the words of a language and makes its localizer. Words and dates are of one language: the tag itself is used when
 * we speak its language ('de-AT' stays 'de-AT', so that dates are Austrian), else 'en'.
 *
 * @param wanted - BCP 47 tag
 * @param overrides - texts to use instead, by key
 * @throws when a chunk cannot be loaded; keep what you have and try again later
 */
export async function loadLocalizer(
  wanted: string,
  overrides: Readonly<Partial<Record<MessageKey, Text>>> = {},
): Promise<Localizer> {
  const language = languageOf(wanted);
  if (language === 'en') return createLocalizer(wanted, overrides);
  const { languageFor } = await import('../locales/languages.js');
  const messages = await languageFor(language)?.load();
  return messages ? createLocalizer(wanted, overrides, messages) : createLocalizer('en', overrides);
}
