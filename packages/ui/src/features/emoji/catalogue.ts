/** All emoji that this platform draws, with names in one language, and the search over them. Owns no element. */
import { list } from './data/list.js';
import { languages } from './data/languages.js';
import { drawable } from './drawable.js';

/** One emoji without a skin tone. */
export interface Emoji {
  readonly char: string;
  /** Which of its people take a skin tone. */
  readonly tone: 'none' | 'first' | 'both';
  /** English shortcodes without colons; the first is shown. */
  readonly codes: readonly string[];
  readonly name: string;
  /** What is searched: names and words, folded, a space before each. */
  readonly words: string;
  readonly category: number;
}

export interface Catalogue {
  readonly emojis: readonly Emoji[];
  /** Names of the five skin tones, light to dark. */
  readonly tones: readonly string[];
}

/** The modifiers, light to dark; none first. */
export const TONES = ['', '🏻', '🏼', '🏽', '🏾', '🏿'] as const;

/** Without case, accents, vowel signs and the difference of the two Japanese syllabaries. */
export function folded(text: string): string {
  return text
    .toLowerCase()
    .normalize('NFD')
    .replace(/(?![\u3099\u309a])\p{M}/gu, '')
    .replace(/[ァ-ヶ]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) - 0x60));
}

/**
 * Loads the catalogue in a language, English where there is none.
 *
 * @param locale - BCP 47
 * @throws when the words cannot be loaded
 */
export async function loadCatalogue(locale: string, draws = drawable()): Promise<Catalogue> {
  const { words } = await (languages[new Intl.Locale(locale).language] ?? languages.en)();
  const regions = new Intl.DisplayNames(locale, { type: 'region' });
  const lines = words.split('\n');
  const emojis = list
    .split('\n')
    .flatMap((group, category) => group.split(' ').map((entry) => ({ entry, category })))
    .map(({ entry, category }, index): Emoji & { readonly version: number } => {
      const [char = '', mark = '', ...codes] = entry.split(',');
      const [name = '', ...keywords] = (lines[index] || flagName(char, regions)).split('|');
      const searched = [name, ...keywords, ...codes].map((word) => word.replaceAll('_', ' ')).join(' ');
      return {
        char,
        tone: mark.startsWith("'") ? 'first' : mark.startsWith('"') ? 'both' : 'none',
        version: Number(mark.replace(/^['"]/, '')),
        codes,
        name,
        words: ` ${folded(searched)}`,
        category,
      };
    })
    .filter(({ char, version }) => draws(char, version));
  return { emojis, tones: lines.slice(-5).map((line) => line.split('|')[0] ?? '') };
}

function flagName(char: string, regions: Intl.DisplayNames): string {
  const region = [...char].map((sign) => String.fromCharCode((sign.codePointAt(0) ?? 0) - 0x1f1a5)).join('');
  return regions.of(region) ?? region;
}

/** An emoji in a skin tone: 0 for none, to 5. */
export function inTone({ char, tone }: Emoji, index: number): string {
  const modifier = TONES[index];
  if (!modifier || tone === 'none') return char;
  const signs = [...char];
  return signs
    .map((sign, at) => {
      if (at === 0 || (tone === 'both' && at === signs.length - 1)) return sign + modifier;
      return at === 1 && sign === '\ufe0f' ? '' : sign;
    })
    .join('');
}

/** Those that have every word of the query, the closest first. Words of alphabets are matched from their beginning. */
export function search({ emojis }: Catalogue, query: string): readonly Emoji[] {
  const wanted = folded(query).replaceAll('_', ' ').trim();
  if (!wanted) return [];
  const parts = wanted.split(/\s+/).map((part) => (/[\p{sc=Latin}\p{sc=Cyrillic}]/u.test(part) ? ` ${part}` : part));
  const rank = ({ name, codes }: Emoji): number => {
    const own = [folded(name), ...codes.map((code) => code.replaceAll('_', ' '))];
    if (own.includes(wanted)) return 0;
    return own.some((word) => word.startsWith(wanted)) ? 1 : 2;
  };
  return emojis
    .filter(({ words }) => parts.every((part) => words.includes(part)))
    .map((emoji) => ({ emoji, rank: rank(emoji) }))
    .sort((one, other) => one.rank - other.rank)
    .map(({ emoji }) => emoji);
}

/** The emoji of an English shortcode. */
export function ofCode({ emojis }: Catalogue, code: string): Emoji | undefined {
  return emojis.find(({ codes }) => codes.includes(code.toLowerCase()));
}
