/**
 * Words without their names. The names of all texts are there already, in the English words and in the order of those, so the
 * bundles' build (`rollup.config.mjs`) leaves them out of the other languages: a list of texts for each set of English
 * words, under `#` and the set's first name. From sources and in packages every text has its name, and nothing is to be done.
 */
import type { Text } from './format-text.js';

/**
 * Gives the texts their names back.
 *
 * @param english - the set; of a list that is not there, or has been unpacked, nothing changes
 */
export function unpacked<Words extends object>(english: object, messages: Words): Words {
  const names = Object.keys(english);
  const texts = (messages as Readonly<Record<string, readonly Text[] | undefined>>)[`#${names[0]}`];
  if (!texts) return messages;
  // Some have texts of their own before: those of the launcher.
  return { ...Object.fromEntries(names.map((name, index) => [name, texts[index]])), ...messages };
}
