/** Which dictionary fits a language. Pure. */
import type { DictionaryInfo } from '@support-chat/protocol';

/**
 * That of the region, else that of the language, else one of another region: `pt-BR` is better off with `pt` than with none.
 *
 * @param locale - BCP 47 tag, in whatever case
 * @returns null: there is none of the language
 */
export function dictionaryFor(dictionaries: readonly DictionaryInfo[], locale: string): DictionaryInfo | null {
  const wanted = locale.toLowerCase();
  const [base = ''] = wanted.split('-', 1);
  const fits: ((language: string) => boolean)[] = [
    (language) => language === wanted,
    (language) => language === base,
    (language) => language.startsWith(`${base}-`),
  ];
  for (const fit of fits) {
    const found = dictionaries.find(({ language }) => fit(language));
    if (found) return found;
  }
  return null;
}
