/**
 * The words of a text by which passages are found: cut as its language cuts them (`Intl.Segmenter`), in plain letters, brought to their stem. Pure.
 */
import { languageNamed } from './languages.js';
import { plainLetters } from './plain-letters.js';

/** A word of a text. */
export interface Term {
  readonly text: string;
  /** Whether it says nothing by itself: "the", "when", "please". */
  readonly isFiller: boolean;
}

/** Characters of a word that count: longer ones are made, not written. */
const LONGEST = 64;

/** Segmenters are dear to make and carry no state. */
const SEGMENTERS = new Map<string, Intl.Segmenter>();

function segmenterOf(language: string): Intl.Segmenter {
  let segmenter = SEGMENTERS.get(language);
  if (segmenter === undefined) {
    segmenter = new Intl.Segmenter(language === '' ? undefined : language, { granularity: 'word' });
    SEGMENTERS.set(language, segmenter);
  }
  return segmenter;
}

/** @param language - primary subtag of the text's language; empty: not known */
export function termsOf(text: string, language: string): readonly Term[] {
  const { stopWords, stem } = languageNamed(language);
  const terms: Term[] = [];
  for (const { segment, isWordLike } of segmenterOf(language).segment(text)) {
    if (isWordLike !== true) continue;
    for (const word of plainLetters(segment).match(/[\p{L}\p{M}\p{N}]+/gu) ?? []) {
      const isFiller = stopWords.has(word) || (word.length === 1 && /\p{Script=Hiragana}|[a-z]/u.test(word));
      // Some stemmers answer in capitals or with marks, whatever they were asked.
      terms.push({ text: plainLetters(stem(word.slice(0, LONGEST))) || word, isFiller });
    }
  }
  return terms;
}

/** Whether a word is written in a script that puts no spaces between words. */
export function isIdeographic(word: string): boolean {
  return /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/u.test(word);
}

/** Pairs of neighbouring letters of scripts without spaces: dictionaries cut the same word in different ways. */
export function pairsOf(text: string): readonly string[] {
  const runs = plainLetters(text).match(/[\p{Script=Han}\p{Script=Katakana}\p{Script=Thai}]{2,}/gu) ?? [];
  return runs.flatMap((run) => {
    const letters = [...run];
    return letters.slice(0, -1).map((letter, index) => letter + (letters[index + 1] ?? ''));
  });
}

/** How much alike two words are, from 0 to 1: the same stem, the same beginning, one within the other, one slip. */
export function likeness(one: string, other: string): number {
  if (one === other) return 1;
  const [short, long] = one.length <= other.length ? [one, other] : [other, one];
  const shortest = /[\u0590-\u06ff]/u.test(short) ? 3 : 4;
  if (short.length < shortest || isIdeographic(one)) return 0;
  let shared = 0;
  while (shared < short.length && short[shared] === long[shared]) shared++;
  if (shared >= shortest && shared >= 0.6 * long.length) return 0.85;
  // Compounds: what the longer one begins with says less of it than what it ends with, and neither says all.
  if (short.length >= 5 && (long.startsWith(short) || long.endsWith(short))) return 0.6;
  return short.length >= 5 && isOneSlip(short, long) ? 0.7 : 0;
}

/** Whether one letter more, less, other or two exchanged make the one of the other. */
function isOneSlip(short: string, long: string): boolean {
  if (long.length - short.length > 1) return false;
  let at = 0;
  while (at < short.length && short[at] === long[at]) at++;
  if (short.length !== long.length) return short.slice(at) === long.slice(at + 1);
  if (short.slice(at + 1) === long.slice(at + 1)) return true;
  return short[at] === long[at + 1] && short[at + 1] === long[at] && short.slice(at + 2) === long.slice(at + 2);
}
