/**
 * What visitors asked about (A10): the words, and words beside each other, that most first questions have in common, in
 * any language. Only what different people wrote is told: what three have in common is no name, address or number of one
 * of them, and the names the visitor is known by are left out all the same.
 */
import type { Topics } from '@support-chat/protocol';
import { stopWordsOf } from './stop-words.js';

/** So many people have to have written it. */
const PEOPLE = 3;
/** Topics in an answer. */
const MOST = 30;
/** Most words of one topic. */
const LONGEST = 3;
/** Characters of a question that are looked at. */
const QUESTION_LENGTH = 400;
/** A word is left out when so much of what has it has a longer topic with it too. */
const COVERED = 2 / 3;

/** Addresses, links and everything with a digit in it. */
const NO_TOPIC = /\S+@\S+|\b\S+:\/\/\S+|\bwww\.\S+|\S*\p{N}\S*/gu;

/** The first words of a visitor in a chat. */
export interface Question {
  readonly text: string;
  readonly visitor: string;
  /** Language the page speaks; empty: not known. */
  readonly locale: string;
  /** What the visitor is called, and their addresses. */
  readonly names: readonly string[];
}

interface Candidate {
  readonly length: number;
  chats: number;
  readonly people: Set<string>;
  /** How it was written, and how often. */
  readonly written: Map<string, number>;
}

/** Counts what the questions have in common. */
export class TopicCount {
  readonly #segmenter = new Intl.Segmenter(undefined, { granularity: 'word' });
  readonly #candidates = new Map<string, Candidate>();
  #questions = 0;

  add({ text, visitor, locale, names }: Question): void {
    this.#questions++;
    const seen = new Set<string>();
    for (const run of this.#runs(text, locale, names)) {
      for (let from = 0; from < run.length; from++) {
        for (let length = 1; length <= LONGEST && from + length <= run.length; length++) {
          const words = run.slice(from, from + length);
          const key = words.map(({ folded }) => folded).join(' ');
          if (seen.has(key)) continue;
          seen.add(key);
          const candidate = this.#candidate(key, length);
          const written = words
            .map(({ segment, spaced }, index) => (index > 0 && spaced ? ' ' : '') + segment)
            .join('');
          candidate.chats++;
          candidate.people.add(visitor);
          candidate.written.set(written, (candidate.written.get(written) ?? 0) + 1);
        }
      }
    }
  }

  topics(): Topics {
    const common = [...this.#candidates].filter(([, { people }]) => people.size >= PEOPLE);
    const byKey = new Map(common);
    const covered = new Set<string>();
    for (const [key, { chats, length }] of common) {
      const words = key.split(' ');
      for (let shorter = 1; shorter < length; shorter++) {
        for (let from = 0; from + shorter <= length; from++) {
          const part = words.slice(from, from + shorter).join(' ');
          if (chats >= COVERED * (byKey.get(part)?.chats ?? Infinity)) covered.add(part);
        }
      }
    }
    const topics = common
      .filter(([key]) => !covered.has(key))
      .map(([key, { chats, written }]) => ({ words: mostOften(written) ?? key, chats }))
      .sort((one, other) => other.chats - one.chats || (one.words < other.words ? -1 : 1));
    return { topics: topics.slice(0, MOST), questions: this.#questions };
  }

  #candidate(key: string, length: number): Candidate {
    const known = this.#candidates.get(key);
    if (known !== undefined) return known;
    const made = { length, chats: 0, people: new Set<string>(), written: new Map<string, number>() };
    this.#candidates.set(key, made);
    return made;
  }

  /** Words beside each other with nothing between them: no full stop, no little word, no name. */
  #runs(text: string, locale: string, names: readonly string[]): readonly Word[][] {
    const plain = text.slice(0, QUESTION_LENGTH).normalize('NFKC').replaceAll(NO_TOPIC, '.');
    const segments = [...this.#segmenter.segment(plain)];
    const words = segments.filter(({ isWordLike }) => isWordLike).map(({ segment }) => segment.toLowerCase());
    const stopWords = stopWordsOf(words, locale);
    const own = new Set(
      names.flatMap((name) =>
        name
          .normalize('NFKC')
          .toLowerCase()
          .split(/[^\p{L}\p{M}]+/u),
      ),
    );
    const runs: Word[][] = [[]];
    let spaced = false;
    for (const { segment, isWordLike } of segments) {
      const folded = segment.toLowerCase();
      if (isWordLike && !own.has(folded) && !stopWords(folded)) runs.at(-1)?.push({ segment, folded, spaced });
      else if (!isWordLike && segment.trim() === '') {
        spaced = true;
        continue;
      } else runs.push([]);
      spaced = false;
    }
    return runs;
  }
}

interface Word {
  readonly segment: string;
  readonly folded: string;
  /** There is a space before it. */
  readonly spaced: boolean;
}

function mostOften(written: ReadonlyMap<string, number>): string | undefined {
  return [...written].sort(([one, times], [other, often]) => often - times || (one < other ? -1 : 1))[0]?.[0];
}
