/** Work on several conversations at once, and on each of them by one piece of it at a time. */

/** See the module. */
export class ConversationWork {
  readonly #concurrency: number;
  readonly #work: (conversation: string) => Promise<void>;
  readonly #wanted = new Set<string>();
  readonly #working = new Map<string, Promise<void>>();
  #hasEnded = false;

  /**
   * @param concurrency - conversations that are worked on at once
   * @param work - on one of them; must not reject
   */
  constructor(concurrency: number, work: (conversation: string) => Promise<void>) {
    this.#concurrency = concurrency;
    this.#work = work;
  }

  /** Has a conversation worked on as soon as there is a place, after what is under way in it. */
  want(conversation: string): void {
    if (this.#hasEnded) return;
    this.#wanted.add(conversation);
    this.#begin();
  }

  /** Resolves when nothing is under way. */
  async settle(): Promise<void> {
    while (this.#working.size > 0) await Promise.all(this.#working.values());
  }

  /** Begins nothing any more. What is under way goes on: see {@link settle}. */
  end(): void {
    this.#hasEnded = true;
    this.#wanted.clear();
  }

  #begin(): void {
    for (const conversation of this.#wanted) {
      if (this.#working.size >= this.#concurrency) return;
      if (this.#working.has(conversation)) continue;
      this.#wanted.delete(conversation);
      const work = this.#work(conversation).finally(() => {
        this.#working.delete(conversation);
        this.#begin();
      });
      this.#working.set(conversation, work);
    }
  }
}
