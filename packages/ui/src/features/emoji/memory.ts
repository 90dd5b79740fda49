/** What is remembered of one's emoji: the skin tone and those used lately. Where nothing can be kept, as long as the page. */
import { TONES } from './catalogue.js';

/** Where it is kept, and under which name. Reaching for the storage may throw where it is blocked. */
export type EmojiKeeping = () => readonly [storage: Pick<Storage, 'getItem' | 'setItem'>, key: string];

const MOST_RECENT = 24;
const NAME = 'support-chat-emoji:';

/** See the module. */
export class EmojiMemory {
  readonly #keeping: EmojiKeeping | undefined;
  #tone = 0;
  #recent: readonly string[] = [];

  constructor(keeping: EmojiKeeping | undefined) {
    this.#keeping = keeping;
    this.#read();
  }

  /** 0 for none, to 5. */
  get tone(): number {
    return this.#tone;
  }

  /** The last ones first, without tones. */
  get recent(): readonly string[] {
    return this.#recent;
  }

  setTone(tone: number): void {
    this.#tone = tone;
    this.#write();
  }

  use(char: string): void {
    this.#read(); // another tab's as well
    this.#recent = [char, ...this.#recent.filter((other) => other !== char)].slice(0, MOST_RECENT);
    this.#write();
  }

  #read(): void {
    try {
      const [storage, key] = this.#keeping?.() ?? [];
      const found: unknown = JSON.parse(storage?.getItem(NAME + key) ?? 'null');
      if (!Array.isArray(found)) return;
      const [tone, ...recent] = found as unknown[];
      if (typeof tone === 'number' && tone in TONES) this.#tone = tone;
      this.#recent = recent.filter((char) => typeof char === 'string').slice(0, MOST_RECENT);
    } catch {
      // Blocked, or not ours: what this page knows stays.
    }
  }

  #write(): void {
    try {
      const [storage, key] = this.#keeping?.() ?? [];
      storage?.setItem(NAME + key, JSON.stringify([this.#tone, ...this.#recent]));
    } catch {
      // Blocked or full: it lasts as long as the page.
    }
  }
}
