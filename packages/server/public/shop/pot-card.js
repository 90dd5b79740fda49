/** One pot in a list. */
import { copyTemplate, drawPot, fill, find } from './page.js';
import { formatPrice } from './price.js';

/**
 * @param {import('./catalogue.js').Pot} pot
 * @returns {HTMLElement}
 */
export function potCard(pot) {
  const card = copyTemplate('#pot-card');
  drawPot(find('svg', SVGSVGElement, card), pot.id, pot.glaze);
  const link = find('a', HTMLAnchorElement, card);
  link.href = `/product.html?pot=${pot.id}`;
  link.textContent = pot.name;
  fill(card, '[data-line]', pot.line);
  fill(card, '[data-price]', formatPrice(pot.price));
  return card;
}
