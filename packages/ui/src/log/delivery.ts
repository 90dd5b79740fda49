/**
 * How far an own message got, and its mark. Rows of closed groups are never rendered again, so their marks are patched
 * where they stand; `DeliveryMarks` knows the ones that can still change.
 */
import type { OutboxPhase, othersCursors } from '@support-chat/core';
import { html, type TemplateResult } from 'lit/html.js';
import type { Localizer } from '../localizer/localizer.js';

/** Phases of the outbox, then how far the others got (D4). */
export type DeliveryState = OutboxPhase | 'delivered' | 'read';

/** How far the other side got, as core's `othersCursors` tells it. */
export type Receipts = ReturnType<typeof othersCursors>;

/** State of a message that is in the log. */
export function deliveryOf(seq: number, receipts: Receipts): DeliveryState {
  return seq <= receipts.read ? 'read' : seq <= receipts.delivered ? 'delivered' : 'sent';
}

/** The mark: a clock, one tick or two; CSS shows what `data-state` says, the label says it in words. */
export function deliveryMark(state: DeliveryState, seq: number, localizer: Localizer): TemplateResult {
  const label = localizer.text(`state-${state}`);
  return html`<span
    class="mark"
    part="mark"
    role="img"
    data-state=${state}
    data-seq=${seq}
    aria-label=${label}
    title=${label}
    ><svg viewBox="0 0 24 24" aria-hidden="true">
      <path class="tick" d="M18 6 7 17l-5-5"></path>
      <path class="tick second" d="m22 10-7.5 7.5L13 16"></path>
      <path class="clock" d="M21 12a9 9 0 1 1-18 0 9 9 0 0 1 18 0zM12 7v5l3 2"></path></svg
  ></span>`;
}

/** The marks in closed groups that have not reached `read`. */
export class DeliveryMarks {
  #waiting = new Set<HTMLElement>();
  #receipts: Receipts = { delivered: 0, read: 0 };

  /** Takes the marks of a group that has just been rendered for the last time. */
  adopt(group: HTMLElement): void {
    for (const mark of group.querySelectorAll<HTMLElement>('.mark:not([data-state="read"])')) this.#waiting.add(mark);
  }

  /** Moves the marks on after the cursors moved; costs nothing when they did not. */
  update(receipts: Receipts, localizer: Localizer): void {
    const { delivered, read } = this.#receipts;
    if (receipts.delivered === delivered && receipts.read === read) return;
    this.#receipts = receipts;
    for (const mark of this.#waiting) {
      const state = deliveryOf(Number(mark.dataset.seq), receipts);
      if (state !== mark.dataset.state) {
        const label = localizer.text(`state-${state}`);
        mark.dataset.state = state;
        mark.ariaLabel = label;
        mark.title = label;
      }
      if (state === 'read') this.#waiting.delete(mark);
    }
  }

  clear(): void {
    this.#waiting.clear();
  }
}
