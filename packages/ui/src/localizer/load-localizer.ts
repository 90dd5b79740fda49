/** Which languages there are, and their loading on demand. English is always there; others are chunks of their own. */
import { en } from '../locales/en.js';
import type { MessageKey, Messages } from '../locales/messages.js';
import type { Text } from './format-text.js';
import { createLocalizer, type Localizer } from './localizer.js';

const LOADERS: Readonly<Record<string, () => Promise<Messages>>> = {
  en: () => Promise.resolve(en),
  de: async () => (await import('../locales/de.js')).de,
};

/** Languages with words of their own. */
export const availableLocales: readonly string[] = Object.keys(LOADERS);

/**
 * The tag to use for a wanted one: the tag itself when we speak its language ('de-AT' stays 'de-AT', so that dates are
 * Austrian), else 'en', so that words and dates never mix two languages. Malformed tags count as unknown.
 */
export function matchLocale(wanted: string): string {
  return language(wanted) in LOADERS ? wanted : 'en';
}

/**
 * Loads the words of a language and makes its localizer.
 *
 * @param wanted - BCP 47 tag; see {@link matchLocale} for what happens to unknown ones
 * @param overrides - texts to use instead, by key
 * @throws when the chunk cannot be loaded; keep what you have and try again later
 */
export async function loadLocalizer(
  wanted: string,
  overrides: Readonly<Partial<Record<MessageKey, Text>>> = {},
): Promise<Localizer> {
  const locale = matchLocale(wanted);
  const load = LOADERS[language(locale)] as () => Promise<Messages>;
  return createLocalizer(locale, overrides, await load());
}

function language(tag: string): string {
  try {
    return new Intl.Locale(tag).language;
  } catch {
    return ''; // Not BCP 47: an attribute may hold anything, and no language has the empty name.
  }
}
