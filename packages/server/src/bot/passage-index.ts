/**
 * Finds the passages that answer a question, and says how sure it is. Candidates come from a full-text index (MiniSearch,
 * BM25); what decides is how much of what the question asks a passage holds, rare words counting more than frequent ones.
 * Pure, and made anew when a text has changed.
 */
import { languageOf } from '@support-chat/protocol';
import MiniSearch from 'minisearch';
import { setImmediate } from 'node:timers/promises';
import { languageOfText } from './languages.js';
import { passagesOf, type Passage } from './passages.js';
import { likeness, pairsOf, termsOf, type Term } from './terms.js';

/** A text as it is searched. */
export interface KnownText {
  readonly id: string;
  readonly title: string;
  readonly text: string;
  /** BCP 47; empty: found out from the text. */
  readonly locale: string;
}

/** A passage that was found. */
export interface FoundPassage {
  /** Text and place in it; the same as long as the text is. */
  readonly id: string;
  /** Id of the text. */
  readonly source: string;
  readonly title: string;
  readonly heading: string;
  readonly text: string;
  /** How much of the question it answers, from 0 to 1. */
  readonly confidence: number;
}

interface IndexedPassage extends Omit<FoundPassage, 'confidence'> {
  readonly language: string;
  /** Words for the index, by spaces. */
  readonly words: string;
  readonly headingWords: string;
  readonly terms: ReadonlySet<string>;
  readonly headingTerms: ReadonlySet<string>;
  /** Pairs of letters of scripts without spaces. */
  readonly pairs: ReadonlySet<string>;
}

/** Passages that are taken in before others have their turn. */
const AT_ONCE = 10;
/** So many are looked at closely. */
const CANDIDATES = 40;
/** What the index's own order counts beside how much of the question is held. */
const INDEX_WEIGHT = 0.2;
/** What a word in the heading counts more than one below it. */
const HEADING_WEIGHT = 0.25;

/** Finds among one version of the texts. */
export class PassageIndex {
  readonly #passages = new Map<string, IndexedPassage>();
  readonly #frequency = new Map<string, number>();
  readonly #languages = new Set<string>();
  readonly #index = new MiniSearch<IndexedPassage>({
    fields: ['headingWords', 'words'],
    tokenize: (text) => text.split(' '),
    processTerm: (term) => term,
    searchOptions: {
      boost: { headingWords: 2 },
      prefix: (term) => term.length >= 4,
      fuzzy: (term) => (term.length > 4 ? 0.2 : false),
      combineWith: 'OR',
    },
  });

  constructor(texts: readonly KnownText[] = []) {
    for (const passage of passagesIn(texts)) this.#add(passage);
  }

  /** The same without holding up everybody else while it is made. */
  static async of(texts: readonly KnownText[]): Promise<PassageIndex> {
    const made = new PassageIndex();
    let count = 0;
    for (const passage of passagesIn(texts)) {
      made.#add(passage);
      if (++count % AT_ONCE === 0) await setImmediate();
    }
    return made;
  }

  #add(passage: IndexedPassage): void {
    this.#passages.set(passage.id, passage);
    this.#languages.add(passage.language);
    for (const term of [...passage.terms, ...passage.pairs]) {
      this.#frequency.set(term, (this.#frequency.get(term) ?? 0) + 1);
    }
    this.#index.add(passage);
  }

  get size(): number {
    return this.#passages.size;
  }

  /** A passage by its id; undefined when the text was changed or taken away. */
  passage(id: string): Omit<FoundPassage, 'confidence'> | undefined {
    return this.#passages.get(id);
  }

  /**
   * The best passages first.
   *
   * @param locale - BCP 47, in which the visitor is spoken to: for questions that do not show their language
   */
  find(question: string, locale: string, limit: number): readonly FoundPassage[] {
    const language = languageOfText(question, languageOf(locale));
    const all = termsOf(question, language);
    const asked = all.filter(({ isFiller }) => !isFiller);
    // Nothing but small words: they are all there is to go by.
    const terms = distinct(asked.length > 0 ? asked : all);
    if (terms.length === 0) return [];
    const pairs = pairsOf(question);
    const hits = this.#index.search([...terms, ...pairs].join(' ')).slice(0, CANDIDATES);
    const best = hits[0]?.score ?? 1;
    const isSpoken = this.#languages.has(language);
    return hits
      .flatMap(({ id, score }) => {
        const passage = this.#passages.get(String(id));
        // Passages of another language only where there are none of this one.
        if (passage === undefined || (isSpoken && passage.language !== language)) return [];
        const { held, inHeading } = this.#compare(terms, passage);
        const rank = held + HEADING_WEIGHT * inHeading + INDEX_WEIGHT * (score / best);
        const { id: place, source, title, heading, text } = passage;
        return [{ rank, found: { id: place, source, title, heading, text, confidence: held } }];
      })
      .sort((one, other) => other.rank - one.rank)
      .slice(0, limit)
      .map(({ found }) => found);
  }

  #compare(terms: readonly string[], passage: IndexedPassage): { readonly held: number; readonly inHeading: number } {
    let [all, held, inHeading] = [0, 0, 0];
    for (const term of terms) {
      const weight = this.#weightOf(term);
      all += weight;
      held += weight * best(term, passage.terms, passage.pairs);
      inHeading += weight * best(term, passage.headingTerms, new Set());
    }
    return { held: held / all, inHeading: inHeading / all };
  }

  /** Rare words say more. A word that is nowhere counts as one that is in a single passage. */
  #weightOf(term: string): number {
    const count = Math.max(1, this.#frequency.get(term) ?? 0);
    return Math.log(1 + (this.size - count + 0.5) / (count + 0.5));
  }
}

function best(term: string, among: ReadonlySet<string>, pairs: ReadonlySet<string>): number {
  if (among.has(term)) return 1;
  const own = pairsOf(term);
  if (own.length > 0) return own.filter((pair) => pairs.has(pair)).length / own.length;
  let most = 0;
  for (const other of among) most = Math.max(most, likeness(term, other));
  return most;
}

function distinct(terms: readonly Term[]): readonly string[] {
  return [...new Set(terms.map(({ text }) => text))];
}

/** One by one: each costs a few milliseconds. */
function* passagesIn(texts: readonly KnownText[]): Generator<IndexedPassage> {
  for (const { id: source, title, text, locale } of texts) {
    const language = locale === '' ? languageOfText(text.slice(0, 4000)) : languageOf(locale);
    for (const [place, passage] of passagesOf(text).entries()) {
      yield indexed(passage, { id: `${source}_${place}`, source, title, language });
    }
  }
}

function indexed(
  { heading, text: words }: Passage,
  place: Pick<IndexedPassage, 'id' | 'source' | 'title' | 'language'>,
): IndexedPassage {
  const [headingTerms, terms] = [heading, words].map((part) => distinct(termsOf(part, place.language))) as [
    readonly string[],
    readonly string[],
  ];
  const pairs = pairsOf(`${heading} ${words}`);
  return {
    ...place,
    heading,
    text: words,
    words: [...terms, ...pairs].join(' '),
    headingWords: headingTerms.join(' '),
    terms: new Set([...headingTerms, ...terms]),
    headingTerms: new Set(headingTerms),
    pairs: new Set(pairs),
  };
}
