/** Shortcodes in what is typed. Pure. Colons of addresses, clocks and words before them are not theirs. */

/** A shortcode before the caret. */
export interface TypedCode {
  /** Where its colon stands. */
  readonly start: number;
  readonly word: string;
  /** The second colon is there as well. */
  readonly closed: boolean;
}

const AT_CARET = /(?<![\p{L}\p{N}:/_\\])(:)([\p{L}\p{N}_+-][\p{L}\p{M}\p{N}_+-]*)(:?)$/u;
const COMPLETE = /(?<![\p{L}\p{N}:/_\\]):([\p{L}\p{N}_+-]+):/gu;

/** The shortcode that ends at the caret; without its second colon from two letters on. */
export function codeBefore(text: string, caret: number): TypedCode | null {
  const found = AT_CARET.exec(text.slice(0, caret));
  if (!found) return null;
  const [, , word = '', end] = found;
  if (!end && !/\p{L}[\p{M}]*[\p{L}_]/u.test(word)) return null;
  return { start: found.index, word, closed: end === ':' };
}

/** All that are complete, in order. */
export function completeCodes(text: string): readonly TypedCode[] {
  return [...text.matchAll(COMPLETE)].map(({ index, 1: word = '' }) => ({ start: index, word, closed: true }));
}
