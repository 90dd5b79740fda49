/** The keyboard inside cards: arrows go from choice to choice, and stay in a field; elsewhere they walk the log. */

const ALONG: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1, ArrowRight: 1, ArrowLeft: -1 };

/** Takes the keys that mean something in a card. Listen in the capture phase: the log's own keys come after. */
export function cardKeys(event: KeyboardEvent): void {
  if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const target = event.target as HTMLElement;
  if (!target.closest('.card-slot')) return;
  // In a field they move the caret or the choice of a list.
  if (target.matches('input, select') && /^(Arrow|Home|End|Page)/.test(event.key)) return event.stopPropagation();
  const choices = target.closest('.choices');
  const along = ALONG[event.key];
  if (!choices || along === undefined) return;
  const sideways = event.key === 'ArrowLeft' || event.key === 'ArrowRight';
  const step = sideways && getComputedStyle(choices).direction === 'rtl' ? -along : along;
  const buttons = [...choices.querySelectorAll<HTMLElement>('button')];
  const next = buttons[buttons.indexOf(target) + step];
  // Past either end, up and down leave the card.
  if (!next) return sideways ? event.stopPropagation() : undefined;
  event.preventDefault();
  event.stopPropagation();
  next.focus();
}
