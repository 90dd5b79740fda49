/** Keeps what was not saved yet, over a reload too, until the tab is closed. Where nothing can be stored, until the desk is. */

/** A change that was not saved, and the version it was made from. */
export interface KeptDraft {
  readonly value: unknown;
  readonly version: string | undefined;
}

/** See the module. */
export class DraftKeeper {
  readonly #prefix: string;
  readonly #kept = new Map<string, KeptDraft>();

  /** @param self - whose they are */
  constructor(self: string) {
    this.#prefix = `support-desk:settings:${self}:`;
  }

  get(name: string): KeptDraft | undefined {
    const known = this.#kept.get(name);
    if (known) return known;
    try {
      const stored = sessionStorage.getItem(this.#prefix + name);
      return stored === null ? undefined : (JSON.parse(stored) as KeptDraft);
    } catch {
      return undefined; // what cannot be read is as good as not there
    }
  }

  set(name: string, draft: KeptDraft | null): void {
    if (draft === null) this.#kept.delete(name);
    else this.#kept.set(name, draft);
    try {
      if (draft === null) sessionStorage.removeItem(this.#prefix + name);
      else sessionStorage.setItem(this.#prefix + name, JSON.stringify(draft));
    } catch {
      // It is kept in memory.
    }
  }
}
