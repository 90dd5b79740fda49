/** The cart: change, remove with a way back, and the sum. */
import { changeLine, MOST_OF_ONE, onCartChange, readCart, subtotalOf } from './cart.js';
import { copyTemplate, drawPot, fill, find, startPage, withStorage } from './page.js';
import { formatPrice, FREE_FROM, postage } from './price.js';

/** @typedef {import('./cart.js').Line} Line */

startPage();
const list = find('[data-lines]', HTMLElement);
const undo = find('[data-undo]', HTMLElement);
/** @type {Line | null} */
let removed = null;

find('button', HTMLButtonElement, undo).addEventListener('click', () => {
  const line = removed;
  if (!line) return;
  removed = null;
  withStorage(() => changeLine(line.pot.id, line.glaze.id, () => line.quantity), undefined);
  find('h1', HTMLElement).focus();
});
onCartChange(show);

function show() {
  /** @type {Line[]} */
  const lines = withStorage(readCart, []);
  const focused = document.activeElement?.id;
  list.replaceChildren(...lines.map(showLine));
  // The rows are new elements: whoever was on a button of one stays on it.
  if (focused) document.getElementById(focused)?.focus();
  find('[data-filled]', HTMLElement).hidden = lines.length === 0;
  find('[data-empty]', HTMLElement).hidden = lines.length > 0;
  undo.hidden = removed === null;
  const subtotal = subtotalOf(lines);
  const sending = postage(subtotal, 'post');
  fill(document, '[data-subtotal]', formatPrice(subtotal));
  fill(document, '[data-postage]', sending === 0 ? 'Free' : formatPrice(sending));
  fill(document, '[data-total]', formatPrice(subtotal + sending));
  const missing = FREE_FROM - subtotal;
  const hint = find('[data-free-hint]', HTMLElement);
  hint.hidden = missing <= 0;
  hint.textContent = `${formatPrice(missing)} more and we pay the postage.`;
}

/** @param {Line} line */
function showLine(line) {
  const { pot, glaze, quantity } = line;
  const row = copyTemplate('#cart-line');
  const name = `${pot.name} in ${glaze.name}`;
  drawPot(find('svg', SVGSVGElement, row), pot.id, glaze.id);
  const link = find('a', HTMLAnchorElement, row);
  link.textContent = pot.name;
  link.href = `/product.html?pot=${pot.id}`;
  fill(row, '[data-glaze]', `${glaze.name} glaze`);
  fill(row, '[data-each]', `${formatPrice(pot.price)} each`);
  fill(row, '[data-quantity]', String(quantity));
  fill(row, '[data-sum]', formatPrice(pot.price * quantity));
  const fewer = button(row, 'fewer', `One ${name} fewer`, () => change(line, quantity - 1));
  fewer.disabled = quantity === 1;
  const more = button(row, 'more', `One more ${name}`, () => change(line, quantity + 1));
  more.disabled = quantity >= MOST_OF_ONE;
  button(row, 'remove', `Remove ${name}`, () => {
    removed = line;
    fill(undo, 'p', `${name} is out of your cart.`);
    change(line, 0);
    find('button', HTMLButtonElement, undo).focus();
  });

  return row;

  /**
   * @param {HTMLElement} scope
   * @param {string} action
   * @param {string} label
   * @param {() => void} listener
   */
  function button(scope, action, label, listener) {
    const found = find(`[data-${action}]`, HTMLButtonElement, scope);
    found.id = `${action}-${pot.id}-${glaze.id}`;
    found.setAttribute('aria-label', label);
    found.addEventListener('click', listener);
    return found;
  }
}

/**
 * @param {Line} line
 * @param {number} quantity
 */
function change(line, quantity) {
  if (quantity > 0) removed = null;
  withStorage(() => changeLine(line.pot.id, line.glaze.id, () => quantity), undefined);
}
