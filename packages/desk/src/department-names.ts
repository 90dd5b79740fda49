/** What the owner calls the departments that visitors chose: conversations hold their ids. Asked for when one is first shown. */
import type { Clock } from '@support-chat/core';
import { readSection, readSite, type ChatAdapter } from '@support-chat/protocol';

/** Milliseconds until names are asked for again: when they did not come, or one is not among them. */
const AGAIN = 60_000;

/** See the module. */
export class DepartmentNames {
  readonly #adapter: ChatAdapter;
  readonly #clock: Clock;
  readonly #signal: AbortSignal;
  readonly #onChange: () => void;
  #names: ReadonlyMap<string, string> = new Map();
  #askedAt = -Infinity;

  /** @param onChange - there are names now */
  constructor(adapter: ChatAdapter, clock: Clock, signal: AbortSignal, onChange: () => void) {
    this.#adapter = adapter;
    this.#clock = clock;
    this.#signal = signal;
    this.#onChange = onChange;
  }

  /** The name; the id itself as long as there is none, or when the owner has taken the department away. */
  nameOf(id: string): string {
    const name = this.#names.get(id);
    if (name === undefined && this.#clock.now() >= this.#askedAt + AGAIN) void this.#ask();
    return name ?? id;
  }

  async #ask(): Promise<void> {
    this.#askedAt = this.#clock.now();
    try {
      const { departments } = readSite(await this.#adapter.loadSite?.(this.#signal));
      if (departments === undefined || this.#signal.aborted) return;
      this.#names = new Map(readSection('departments', departments).map(({ id, name }) => [id, name]));
      this.#onChange();
    } catch {
      // The id is shown meanwhile, and the next rendering asks again.
    }
  }
}
