/** All nine, by shelf. */
import { POTS, SHELVES } from './catalogue.js';
import { potCard } from './pot-card.js';
import { copyTemplate, fill, find, startPage } from './page.js';

startPage();
const shelves = SHELVES.map((shelf) => {
  const section = copyTemplate('#shelf');
  fill(section, 'h2', shelf.name);
  find('h2', HTMLElement, section).id = `shelf-${shelf.id}`;
  section.setAttribute('aria-labelledby', `shelf-${shelf.id}`);
  const pots = POTS.filter((pot) => pot.shelf === shelf.id);
  find('ul', HTMLElement, section).replaceChildren(...pots.map((pot) => potCard(pot)));
  return section;
});
find('[data-shelves]', HTMLElement).replaceChildren(...shelves);
