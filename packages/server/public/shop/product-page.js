/** One pot: its glazes, how many, into the cart. The pot is named by the address, `?pot=`. */
import { changeLine, MOST_OF_ONE, readCart } from './cart.js';
import { findGlaze, findPot, GLAZES } from './catalogue.js';
import { copyTemplate, drawPot, fill, find, startPage, withStorage } from './page.js';
import { formatPrice } from './price.js';

startPage();
const pot = findPot(new URLSearchParams(location.search).get('pot'));
if (pot) showPot(pot);
else find('[data-missing]', HTMLElement).hidden = false;

/** @param {import('./catalogue.js').Pot} pot */
function showPot(pot) {
  const page = find('[data-product]', HTMLElement);
  const form = find('form', HTMLFormElement, page);
  const picture = find('[data-picture]', SVGSVGElement, page);
  document.title = `${pot.name} · Nine Pots`;
  fill(page, 'h1', pot.name);
  fill(page, '[data-line]', pot.line);
  fill(page, '[data-story]', pot.story);
  fill(page, '[data-price]', formatPrice(pot.price));
  find('[data-facts]', HTMLElement, page).replaceChildren(
    ...pot.facts.map(([label, value]) => {
      const row = copyTemplate('#fact');
      fill(row, 'dt', label);
      fill(row, 'dd', value);
      return row;
    }),
  );
  find('[data-glazes]', HTMLElement, page).replaceChildren(
    ...GLAZES.map((glaze) => {
      const choice = copyTemplate('#glaze');
      const input = find('input', HTMLInputElement, choice);
      input.value = glaze.id;
      input.checked = glaze.id === pot.glaze;
      find('[data-swatch]', HTMLElement, choice).classList.add(`glaze-${glaze.id}`);
      fill(choice, '[data-name]', glaze.name);
      return choice;
    }),
  );
  const chosen = () => findGlaze(new FormData(form).get('glaze')) ?? { id: pot.glaze, name: pot.glaze };
  const draw = () => {
    drawPot(picture, pot.id, chosen().id);
    picture.setAttribute('aria-label', `${pot.name} in the glaze ${chosen().name}`);
  };
  form.addEventListener('change', draw);
  draw();
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    addToCart(pot, chosen(), Number(new FormData(form).get('quantity')));
  });
  page.hidden = false;
}

/**
 * @param {import('./catalogue.js').Pot} pot
 * @param {import('./catalogue.js').Glaze} glaze
 * @param {number} quantity
 */
function addToCart(pot, glaze, quantity) {
  const now = withStorage(() => {
    changeLine(pot.id, glaze.id, (before) => before + quantity);
    return readCart().find((line) => line.pot === pot && line.glaze.id === glaze.id)?.quantity ?? 0;
  }, 0);
  if (now === 0) return;
  const full = now === MOST_OF_ONE ? ` That is as many as we make of one.` : '';
  fill(document, '[data-added] p', `${pot.name} in ${glaze.name}: ${now} in your cart.${full}`);
  find('[data-added]', HTMLElement).hidden = false;
}
