/** The number of chats that want attention, in the title of the page: the only sign a background tab has. */

/** Puts a count before the title of a document; gives the title back in the end. */
export class TitleCount {
  #count = 0;

  /** Shows the count; 0 shows none. */
  show(count: number): void {
    if (count === this.#count) return;
    const title = this.#titleAlone();
    this.#count = count;
    document.title = count > 0 ? this.#prefix() + title : title;
  }

  #prefix(): string {
    return `(${this.#count}) `;
  }

  /** The page may have changed its title meanwhile: only our own prefix is taken away. */
  #titleAlone(): string {
    const prefix = this.#prefix();
    return this.#count > 0 && document.title.startsWith(prefix) ? document.title.slice(prefix.length) : document.title;
  }
}
