/** The checkout: where to, checked in words beside each field, and the order placed. */
import { emptyCart, readCart, subtotalOf } from './cart.js';
import { showProblem, checkForm } from './form-check.js';
import { keepOrder, newOrderNumber } from './order.js';
import { copyTemplate, drawPot, fill, find, startPage, withStorage } from './page.js';
import { formatPrice, postage } from './price.js';

startPage();
const form = find('form', HTMLFormElement);
const address = find('[data-address]', HTMLFieldSetElement);
/** @type {import('./cart.js').Line[]} */
const lines = withStorage(readCart, []);

find('[data-empty]', HTMLElement).hidden = lines.length > 0;
find('[data-checkout]', HTMLElement).hidden = lines.length === 0;
find('[data-lines]', HTMLElement).replaceChildren(
  ...lines.map(({ pot, glaze, quantity }) => {
    const row = copyTemplate('#summary-line');
    drawPot(find('svg', SVGSVGElement, row), pot.id, glaze.id);
    fill(row, '[data-name]', `${quantity} × ${pot.name}`);
    fill(row, '[data-glaze]', `${glaze.name} glaze`);
    fill(row, '[data-sum]', formatPrice(pot.price * quantity));
    return row;
  }),
);

/** @returns {'post' | 'collect'} */
const delivery = () => (new FormData(form).get('delivery') === 'collect' ? 'collect' : 'post');

function showSums() {
  const subtotal = subtotalOf(lines);
  const sending = postage(subtotal, delivery());
  address.disabled = address.hidden = delivery() === 'collect';
  fill(document, '[data-subtotal]', formatPrice(subtotal));
  fill(document, '[data-postage]', sending === 0 ? 'Free' : formatPrice(sending));
  fill(document, '[data-total]', formatPrice(subtotal + sending));
  return subtotal + sending;
}

form.noValidate = true;
form.addEventListener('change', showSums);
form.addEventListener('input', ({ target }) => {
  // A field that was marked is looked at again with each key; one that was not is left in peace until the end.
  if (target instanceof HTMLInputElement && target.ariaInvalid === 'true') showProblem(target);
});
form.addEventListener('submit', (event) => {
  event.preventDefault();
  const wrong = checkForm(form);
  const summary = find('[data-problems]', HTMLElement);
  summary.hidden = wrong.length === 0;
  summary.textContent =
    wrong.length === 1 ? 'One field needs another look.' : `${wrong.length} fields need another look.`;
  if (wrong[0]) wrong[0].focus();
  else placeOrder();
});
showSums();

function placeOrder() {
  const placed = withStorage(() => {
    keepOrder({
      number: newOrderNumber(),
      email: String(new FormData(form).get('email')),
      delivery: delivery(),
      total: showSums(),
      lines,
    });
    emptyCart();
    return true;
  }, false);
  if (placed) location.assign('/order.html');
}
