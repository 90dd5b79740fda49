/** Home: three pots on the shelf of the week. */
import { findPot } from './catalogue.js';
import { potCard } from './pot-card.js';
import { find, startPage } from './page.js';

startPage();
const featured = ['morning-mug', 'orchard-jug', 'windowsill-pot'].flatMap((id) => findPot(id) ?? []);
find('[data-featured]', HTMLElement).replaceChildren(...featured.map((pot) => potCard(pot)));
