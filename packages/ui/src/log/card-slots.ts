/**
 * The places of cards in the log. Rows hold an empty slot for each card; the part that fills them is loaded with the
 * first one, and fills them apart from the rows, so that an answer locks its card in a closed group as well, whose rows
 * are never rendered again. Until it has come, and where it cannot come, the words of the message say the same.
 */
import type { ChatState } from '@support-chat/core';
import type { Localizer } from '../localizer/localizer.js';
import type * as part from '../features/cards/cards.js';

/** The slot of a row: what is in the message is set as a property. */
export type CardSlot = HTMLElement & { readonly card?: Readonly<Record<string, unknown>> };

/** Collects slots and has them filled. */
export class CardSlots {
  readonly #make: (module: typeof part) => part.Cards;
  readonly #onLoaded: () => void;
  #closed: CardSlot[] = [];
  #cards: part.Cards | undefined;
  #loading = false;

  /**
   * @param make - makes the part when its chunk has come
   * @param onLoaded - slots can be filled now
   */
  constructor(make: (module: typeof part) => part.Cards, onLoaded: () => void) {
    this.#make = make;
    this.#onLoaded = onLoaded;
  }

  /** Takes the slots of a group whose rows are rendered for the last time, and fills them. */
  adopt(group: HTMLElement, state: ChatState, localizer: Localizer): void {
    const slots = slotsIn(group);
    this.#closed.push(...slots);
    if (slots.length > 0) this.#fill(slots, state, localizer);
  }

  /** Fills what is new and locks what was answered. `open`: the groups that render with every change. */
  update(open: readonly HTMLElement[], state: ChatState, localizer: Localizer): void {
    const slots = [...this.#closed, ...open.flatMap(slotsIn)];
    if (slots.length > 0) this.#fill(slots, state, localizer);
  }

  /** Everything is rendered anew. */
  clear(): void {
    this.#closed = [];
  }

  #fill(slots: readonly CardSlot[], state: ChatState, localizer: Localizer): void {
    if (this.#cards) return this.#cards.fill(slots, state, localizer);
    if (this.#loading) return;
    this.#loading = true;
    import('../features/cards/cards.js').then(
      (module) => {
        this.#cards = this.#make(module);
        this.#onLoaded();
      },
      () => (this.#loading = false), // The words stand for it; the next rendering asks again.
    );
  }
}

function slotsIn(group: HTMLElement): CardSlot[] {
  return [...group.querySelectorAll<CardSlot>('.card-slot')];
}
