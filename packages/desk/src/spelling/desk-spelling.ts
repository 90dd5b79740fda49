/** What the composers of one desk share of the spell check: one worker, one set of dictionaries. Loaded by the first of them. */
import type { ComposerSpelling } from '../features/spelling/composer-spelling.js';
import type { SpellChecker } from '../features/spelling/spell-checker.js';
import type { SpellingSource } from './spelling-source.js';

/** What is loaded. */
export interface SpellingParts {
  readonly checker: SpellChecker;
  readonly ComposerSpelling: typeof ComposerSpelling;
}

/** See the module. */
export class DeskSpelling {
  readonly #source: SpellingSource;
  readonly #signal: AbortSignal;
  #parts: Promise<SpellingParts> | undefined;

  /** @param signal - ends the worker */
  constructor(source: SpellingSource, signal: AbortSignal) {
    this.#source = source;
    this.#signal = signal;
  }

  /** @throws when the chunk cannot be loaded; another call tries again */
  reach(): Promise<SpellingParts> {
    this.#parts ??= import('../features/spelling/spelling.js').then(({ ComposerSpelling, SpellChecker }) => ({
      ComposerSpelling,
      checker: new SpellChecker(this.#source, this.#signal),
    }));
    this.#parts.catch(() => (this.#parts = undefined));
    return this.#parts;
  }
}
