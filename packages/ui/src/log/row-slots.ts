/**
 * Places in the rows that lazy parts fill: cards, files. Rows hold an empty slot for each; the part that fills them is
 * loaded with the first one, and fills them apart from the rows, so that what changes in a slot changes in a closed group as
 * well, whose rows are never rendered again. Until it has come, and where it cannot come, the words of the message say the
 * same.
 */
import type { ChatState } from '@support-chat/core';
import type { SentAttachment } from '@support-chat/protocol';
import type { Localizer } from '../localizer/localizer.js';

/** The slot of a row: what is in the message is set as a property. */
export type CardSlot = HTMLElement & { readonly card?: Readonly<Record<string, unknown>> };
/** See {@link CardSlot}. */
export type FileSlot = HTMLElement & { readonly files?: readonly SentAttachment[] };

/** What a lazy part does for its slots. */
export interface SlotFiller {
  /** Fills what is new, and what has changed. */
  fill(slots: readonly HTMLElement[], state: ChatState, localizer: Localizer): void;
}

/** Collects the slots of one part and has them filled. */
export class RowSlots {
  readonly #selector: string;
  readonly #load: () => Promise<SlotFiller>;
  readonly #onLoaded: () => void;
  #closed: HTMLElement[] = [];
  #filler: SlotFiller | undefined;
  #loading = false;

  /**
   * @param selector - of the slots
   * @param load - brings the part
   * @param onLoaded - slots can be filled now
   */
  constructor(selector: string, load: () => Promise<SlotFiller>, onLoaded: () => void) {
    this.#selector = selector;
    this.#load = load;
    this.#onLoaded = onLoaded;
  }

  /** Takes the slots of a group whose rows are rendered for the last time, and fills them. */
  adopt(group: HTMLElement, state: ChatState, localizer: Localizer): void {
    const slots = this.#in(group);
    this.#closed.push(...slots);
    this.#fill(slots, state, localizer);
  }

  /** Fills all there are. `open`: the groups that render with every change. */
  update(open: readonly HTMLElement[], state: ChatState, localizer: Localizer): void {
    this.#fill([...this.#closed, ...open.flatMap((group) => this.#in(group))], state, localizer);
  }

  /** Everything is rendered anew. */
  clear(): void {
    this.#closed = [];
  }

  #in(group: HTMLElement): HTMLElement[] {
    return [...group.querySelectorAll<HTMLElement>(this.#selector)];
  }

  #fill(slots: readonly HTMLElement[], state: ChatState, localizer: Localizer): void {
    if (slots.length === 0) return;
    if (this.#filler) return this.#filler.fill(slots, state, localizer);
    if (this.#loading) return;
    this.#loading = true;
    this.#load().then(
      (filler) => {
        this.#filler = filler;
        this.#onLoaded();
      },
      () => (this.#loading = false), // The words stand for it; the next rendering asks again.
    );
  }
}
