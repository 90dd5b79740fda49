/**
 * The words by which a message is found, the same in both databases: whatever the case, the accents and the width of the
 * letters. Scripts that put no spaces between words are cut into pairs of letters, so that any part of a sentence is found
 * and nothing hangs on how a dictionary would cut it.
 */
import { searchWords } from '@support-chat/protocol';

/** Characters of a word that count: longer ones are made, not written. */
const LONGEST = 64;
const WITHOUT_SPACES =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]+/u;
const RUNS = new RegExp(`${WITHOUT_SPACES.source}|[\\p{L}\\p{N}]+`, 'gu');
const SPLIT = new RegExp(`(${WITHOUT_SPACES.source})`, 'u');

/** What a query asks of a message: each of these words, or of those marked so a word that begins with it. */
export interface WantedWord {
  readonly text: string;
  readonly isPrefix: boolean;
}

/** The words of a text, each once. */
export function indexedWords(text: string): readonly string[] {
  const words = new Set<string>();
  for (const run of runsOf(text)) {
    if (!WITHOUT_SPACES.test(run)) words.add(cut(run));
    else for (const [index, letter] of [...run].entries()) words.add(letter + ([...run][index + 1] ?? ''));
  }
  return [...words];
}

/** What is asked of the index for a query; nothing when there is no letter in it. */
export function wantedWords(query: string): readonly WantedWord[] {
  const wanted = new Map<string, WantedWord>();
  for (const run of runsOf(query)) {
    const letters = [...run];
    if (!WITHOUT_SPACES.test(run)) wanted.set(run, { text: cut(run), isPrefix: run.length <= LONGEST });
    else if (letters.length === 1) wanted.set(run, { text: run, isPrefix: true });
    else {
      for (const [index, letter] of letters.slice(0, -1).entries()) {
        const text = letter + (letters[index + 1] ?? '');
        wanted.set(text, { text, isPrefix: false });
      }
    }
  }
  return [...wanted.values()];
}

function runsOf(text: string): readonly string[] {
  return searchWords(text)
    .flatMap((word) => word.match(RUNS) ?? [])
    .flatMap((run) => run.split(SPLIT).filter(Boolean));
}

function cut(word: string): string {
  return word.length <= LONGEST ? word : word.slice(0, LONGEST);
}
