/**
 * The languages besides English: a chunk that only pages in other languages load. It has the launcher's words, and knows
 * where the rest of each language is.
 */
import type { LauncherWords } from './launcher.js';
import { launcherWordsOf } from './launcher-words.js';
import type { LocaleMessages, Messages } from './messages.js';

/** One language. */
export interface Language {
  readonly launcher: LauncherWords;
  /** All of its words. Rejects when the chunk does not come. */
  readonly load: () => Promise<Messages>;
}

function language(launcher: LauncherWords, load: () => Promise<LocaleMessages>): Language {
  return { launcher, load: async () => ({ ...launcher, ...(await load()) }) };
}

/** By their BCP 47 language subtag. */
export const languages = {
  ar: language(launcherWordsOf.ar, async () => (await import('./ar.js')).ar),
  de: language(launcherWordsOf.de, async () => (await import('./de.js')).de),
  es: language(launcherWordsOf.es, async () => (await import('./es.js')).es),
  fr: language(launcherWordsOf.fr, async () => (await import('./fr.js')).fr),
  he: language(launcherWordsOf.he, async () => (await import('./he.js')).he),
  ja: language(launcherWordsOf.ja, async () => (await import('./ja.js')).ja),
  nl: language(launcherWordsOf.nl, async () => (await import('./nl.js')).nl),
  pl: language(launcherWordsOf.pl, async () => (await import('./pl.js')).pl),
  pt: language(launcherWordsOf.pt, async () => (await import('./pt.js')).pt),
  ru: language(launcherWordsOf.ru, async () => (await import('./ru.js')).ru),
  zh: language(launcherWordsOf.zh, async () => (await import('./zh.js')).zh),
} satisfies Readonly<Record<string, Language>>;

/** The language of a BCP 47 tag; undefined for one we do not speak. */
export function languageFor(tag: string): Language | undefined {
  const subtag = tag.toLowerCase().replace(/-.*/, '');
  return Object.hasOwn(languages, subtag) ? languages[subtag as keyof typeof languages] : undefined;
}
