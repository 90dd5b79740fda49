/**
 * Words an agent has added. On this device and nowhere else: among them are names of visitors, and what no server has
 * need not be found when somebody is forgotten (decision 49).
 */

/** So many that nobody adds them by hand; the oldest go first. */
export const MOST_WORDS = 2000;

/** See the module. */
export class MyWords {
  readonly #storage: Storage;
  readonly #key: string;
  #words: Set<string> | undefined;

  /** @param agent - whose */
  constructor(storage: Storage, agent: string) {
    this.#storage = storage;
    this.#key = `support-chat-desk-words:${agent}`;
  }

  /** A word at the beginning of a sentence is the same word. */
  has(word: string): boolean {
    const words = this.#all;
    return words.has(word) || words.has(word.toLowerCase());
  }

  add(word: string): void {
    this.#change((words) => words.add(word));
  }

  remove(word: string): void {
    this.#change((words) => {
      words.delete(word);
      words.delete(word.toLowerCase());
    });
  }

  /** Another tab has changed them. */
  heard(key: string | null): boolean {
    if (key !== null && key !== this.#key) return false;
    this.#words = undefined;
    return true;
  }

  get #all(): Set<string> {
    return (this.#words ??= new Set(this.#read()));
  }

  #change(change: (words: Set<string>) => void): void {
    // Another tab may have added some.
    this.#words = undefined;
    const words = this.#all;
    change(words);
    for (const word of [...words].slice(0, Math.max(0, words.size - MOST_WORDS))) words.delete(word);
    try {
      this.#storage.setItem(this.#key, JSON.stringify([...words]));
    } catch (error) {
      // Full or forbidden: they hold as long as the page.
      console.warn('support-chat: words cannot be kept on this device.', error);
    }
  }

  #read(): string[] {
    try {
      const kept: unknown = JSON.parse(this.#storage.getItem(this.#key) ?? '[]');
      return Array.isArray(kept) ? kept.filter((word) => typeof word === 'string') : [];
    } catch (error) {
      console.warn('support-chat: the words kept on this device cannot be read.', error);
      return [];
    }
  }
}
