/** The words in a message that are a dictionary's business. Pure. Offsets are UTF-16, as those of fields are. */

/** A word where it stands. */
export interface Word {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/**
 * What is no prose: code, addresses of pages, of mail and of files, places of shortcuts, names of shortcuts and emoji,
 * and what a `#` or an `@` names.
 */
const NO_PROSE = new RegExp(
  [
    '```[^]*?(?:```|$)',
    '`[^`\\n]*`',
    '\\b[a-z][a-z\\d+.-]*:\\/\\/\\S+',
    '\\b(?:mailto|tel):\\S+',
    '\\bwww\\.\\S+',
    '(?<![^\\s@<>(])[^\\s@<>(]+@[^\\s@<>]+\\.[\\p{L}\\d-]+',
    '\\{[a-z.]+(?:\\|[^{}]*)?\\}',
    '(?<=^|\\s)[.~]*/\\S+',
    '(?<=^|\\s)[#@:][\\p{L}\\p{M}\\p{N}_-]+:?',
    ':[\\p{L}\\d_+-]+:',
    // A page or a file: no space behind the dot, unlike at the end of a sentence.
    '(?<![\\p{L}\\d_-])[\\p{L}\\d_-]+(?:[./\\\\][\\p{L}\\d_-]+)*\\.[\\p{L}\\d_-]+(?:/\\S*)?',
  ].join('|'),
  'giu',
);

/** Digits, capitals inside or throughout: a number, a code, a name of something. */
const NO_WORD = /[\p{N}_]|\p{Ll}\p{Lu}|^\p{Lu}{2,}$/u;

/** Whether this engine knows where words end. */
export const canFindWords = (): boolean => 'Segmenter' in Intl;

/** Finds words of two letters and more in the script of a language. @param language - BCP 47 */
export function findWords(text: string, language: string): readonly Word[] {
  const skipped = [...text.matchAll(NO_PROSE)].map(({ index, 0: { length } }) => ({
    start: index,
    end: index + length,
  }));
  const letters = scriptOf(language);
  const words: Word[] = [];
  let next = 0;
  for (const { segment, index: start, isWordLike } of new Intl.Segmenter(language, { granularity: 'word' }).segment(
    text,
  )) {
    const end = start + segment.length;
    while ((skipped[next]?.end ?? Infinity) <= start) next++;
    const isSkipped = (skipped[next]?.start ?? Infinity) < end;
    if (!isWordLike || isSkipped || NO_WORD.test(segment) || !letters.test(segment)) continue;
    words.push({ start, end, text: segment });
  }
  return words;
}

/** A word as dictionaries have it: with the apostrophe of keyboards. */
export const dictionaryForm = (word: string): string => word.normalize('NFC').replaceAll('’', "'");

const scripts = new Map<string, RegExp>();

function scriptOf(language: string): RegExp {
  let letters = scripts.get(language);
  if (!letters) {
    const { script = 'Latn' } = new Intl.Locale(language).maximize();
    letters = new RegExp(`^[\\p{Script=${script}}\\p{M}'’·]{2,}$`, 'u');
    scripts.set(language, letters);
  }
  return letters;
}
