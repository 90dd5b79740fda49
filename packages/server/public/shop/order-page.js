/** Thank you: what was ordered and what happens next. */
import { lastOrder } from './order.js';
import { copyTemplate, drawPot, fill, find, startPage, withStorage } from './page.js';
import { formatPrice } from './price.js';

startPage();
const order = withStorage(lastOrder, null);
find('[data-none]', HTMLElement).hidden = order !== null;
find('[data-order]', HTMLElement).hidden = order === null;
if (order) {
  fill(document, '[data-number]', order.number);
  fill(document, '[data-email]', order.email);
  fill(document, '[data-total]', formatPrice(order.total));
  fill(
    document,
    '[data-next]',
    order.delivery === 'collect'
      ? 'We wrap it tonight. Ring the bell at the workshop any day from ten to six.'
      : 'We wrap it tonight in paper and straw. The post takes two to four days.',
  );
  find('[data-lines]', HTMLElement).replaceChildren(
    ...order.lines.map(({ pot, glaze, quantity }) => {
      const row = copyTemplate('#summary-line');
      drawPot(find('svg', SVGSVGElement, row), pot.id, glaze.id);
      fill(row, '[data-name]', `${quantity} × ${pot.name}`);
      fill(row, '[data-glaze]', `${glaze.name} glaze`);
      fill(row, '[data-sum]', formatPrice(pot.price * quantity));
      return row;
    }),
  );
}
