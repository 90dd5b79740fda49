/**
 * The page of the panel on which the launcher's place is chosen without dragging (V2, WCAG 2.5.7): the screen as a small picture
 * with a choice at each place.
 */
import { adoptStyles, menuWords } from '@support-chat/ui';
import { html, type TemplateResult } from 'lit/html.js';
import { page } from '../../panel/page.js';
import type { PanelModel, PanelPage } from '../../panel/panel-template.js';
import { placePageStyles } from './place-page-styles.js';
import { loadPlaceWords, nameOfPlace, type PlaceWords } from './place-words.js';
import { isSamePlace, places } from './places.js';
import { presentPlace, putLauncher } from './put-launcher.js';

/** Makes the page. */
export async function createPlacePage({ root, session, localizer }: PanelModel): Promise<PanelPage> {
  const { element } = session;
  const words = await loadPlaceWords({ element, language: () => localizer.locale });
  adoptStyles(root, placePageStyles);
  return (model) => page(model, model.localizer.extended(menuWords).text('menu-place'), content(model, words));
}

function content({ session, onView }: PanelModel, words: PlaceWords): TemplateResult {
  const { element, key } = session;
  const present = presentPlace(element);
  return html`<p class="place-intro">${words.text('place-choose')} ${words.text('place-how')}</p>
    <fieldset class="place-screen">
      <legend class="place-name">${words.text(nameOfPlace(present))}</legend>
      ${places.map((place) => {
        const name = words.text(nameOfPlace(place));
        return html`<label class="place-choice" data-column=${place.column} data-row=${place.row} title=${name}>
          <input
            type="radio"
            name="launcher-place"
            aria-label=${name}
            .checked=${isSamePlace(place, present)}
            @change=${() => {
              putLauncher(element, key, place);
              onView({});
            }}
          />
        </label>`;
      })}
    </fieldset>`;
}
