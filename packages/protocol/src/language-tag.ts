/** Names of languages, as BCP 47 writes them. */

/** Whether a text names a language: `de`, `pt-BR`, `zh-Hant`. */
export function isLanguageTag(tag: string): boolean {
  try {
    return new Intl.Locale(tag).language !== '';
  } catch {
    return false; // it throws for what is none
  }
}

/** The language alone: `pt` of `pt-BR`. */
export function languageOf(tag: string): string {
  return tag.toLowerCase().split('-', 1)[0] ?? '';
}
