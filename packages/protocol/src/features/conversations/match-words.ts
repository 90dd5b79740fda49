/**
 * Finds words in what people wrote, the same on the server and, for what is loaded, in a page that is offline: whatever
 * the case, the accents and the width of the letters. A word may be a part of a longer one, since not all languages have
 * spaces between them.
 */
import { EXCERPT_LENGTH } from './limits.js';

/** The words of a query, folded; none when there is nothing to search for. */
export function searchWords(query: string): readonly string[] {
  return fold(query).split(/\s+/u).filter(Boolean);
}

/** Whether a text holds all words of {@link searchWords}. */
export function holdsWords(text: string, words: readonly string[]): boolean {
  const folded = fold(text);
  return words.every((word) => folded.includes(word));
}

/**
 * The part of a text around the first of the words, of a length for lists.
 *
 * @param words - of {@link searchWords}
 */
export function excerptAround(text: string, words: readonly string[]): string {
  if (text.length <= EXCERPT_LENGTH) return text;
  const [word = ''] = words;
  const at = foldedIndex(text, word);
  const from = Math.max(0, Math.min(at - EXCERPT_LENGTH / 4, text.length - EXCERPT_LENGTH));
  const part = whole(text, from, from + EXCERPT_LENGTH);
  return `${from > 0 ? '…' : ''}${part}${from + EXCERPT_LENGTH < text.length ? '…' : ''}`;
}

/** The beginning of a text, of a length for lists, never half a surrogate pair. */
export function excerpt(text: string): string {
  return text.length <= EXCERPT_LENGTH ? text : whole(text, 0, EXCERPT_LENGTH);
}

function whole(text: string, from: number, to: number): string {
  const isLow = (index: number): boolean => {
    const unit = text.charCodeAt(index);
    return unit >= 0xdc00 && unit <= 0xdfff;
  };
  return text.slice(isLow(from) ? from + 1 : from, isLow(to) ? to - 1 : to);
}

/** Marks of decomposed letters go: `é` is found by `e`, and `ß` by `ss`. */
function fold(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().replaceAll('ς', 'σ').replaceAll('ß', 'ss');
}

/** Where in the text itself a folded word begins: folding changes lengths. */
function foldedIndex(text: string, word: string): number {
  const before = fold(text).indexOf(word);
  let index = 0;
  for (let length = 0; length < before && index < text.length; index++) length += fold(text.charAt(index)).length;
  return index;
}
