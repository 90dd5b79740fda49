/** Walking the rows of the inbox by keys. The rows are found in the document, so that what is seen is what is walked. */

/** Arrow keys, Home and End within the list, in steps. */
const STEPS: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1, Home: -Infinity, End: Infinity };

/**
 * Moves the focus by some rows, stopping at the ends. From outside the list the first step only goes back to the row
 * that Tab would reach.
 */
export function stepRows(root: ParentNode, step: number): void {
  const rows = [...root.querySelectorAll<HTMLElement>('[data-conversation]')];
  const focused = rows.findIndex((row) => row.matches(':focus'));
  const wanted = focused < 0 ? rows.findIndex((row) => row.tabIndex === 0) : focused + step;
  rows[Math.max(0, Math.min(rows.length - 1, wanted))]?.focus();
}

/** Puts the focus on the row that Tab reaches, in an empty list on the chosen tab. */
export function focusRows(root: ParentNode): void {
  const row = root.querySelector<HTMLElement>('[data-conversation][tabindex="0"]');
  (row ?? root.querySelector<HTMLElement>('[role="tab"][aria-selected="true"]'))?.focus();
}

/** Listener for keys within the list. */
export function rowKeys(event: KeyboardEvent): void {
  const row = event.target;
  const step = Object.hasOwn(STEPS, event.key) ? STEPS[event.key] : undefined;
  if (step === undefined || !(row instanceof Element) || !row.matches('[data-conversation]')) return;
  event.preventDefault();
  stepRows(row.getRootNode() as ShadowRoot, step);
}
