/**
 * A launcher that the visitor can put elsewhere (V2): by mouse, touch and pen, and with Shift and the arrow keys. It always ends
 * in one of the places that the style sheet knows, so a turned phone or a smaller window cannot leave it outside. Who cannot
 * drag finds the same in the panel's menu (`place-page.ts`). Loaded in an idle moment where the page allows it.
 */
import { adoptStyles } from '@support-chat/ui';
import { create } from '../../create.js';
import type { ShellHost } from '../../shell-host.js';
import { Drag } from './drag.js';
import { readPlace } from './kept-place.js';
import { launcherPlaceStyles } from './launcher-place-styles.js';
import type { PlaceWords } from './place-words.js';
import { nearestPlace, placeTowards, type Place } from './places.js';
import { presentPlace, putLauncher } from './put-launcher.js';

/** Id of the text that describes the launcher. */
const HINT = 'launcher-hint';
const KEYS = ['Up', 'Down', 'Left', 'Right'].map((direction) => `Shift+Arrow${direction}`).join(' ');

/**
 * Puts the launcher where the visitor left it, and lets them move it.
 *
 * @param signal - ends it; the launcher returns to the owner's place when the page no longer allows that it is moved
 */
export function follow(host: ShellHost, signal: AbortSignal): void {
  const slot = host.view.launcher.parentElement as HTMLSlotElement | null;
  const layer = slot?.parentElement;
  if (signal.aborted || !slot || !layer) return;
  const { element, root } = host;
  const key = host.storageKey();
  const owned = element.getAttribute('placement');
  const kept = readPlace(key);
  if (kept) element.placement = kept;
  adoptStyles(root, launcherPlaceStyles);

  const hint = create('span', { id: HINT, hidden: '' });
  const said = create('div', { class: 'place-said', role: 'status' });
  layer.append(hint, said);
  let words: PlaceWords | undefined;
  let handles: readonly HTMLElement[] = [];
  const drag = new Drag(layer, (middle, handle) => {
    const viewport = { width: document.documentElement.clientWidth, height: innerHeight };
    put(nearestPlace(middle, viewport, handle.getBoundingClientRect()));
  });

  slot.addEventListener('pointerdown', (event) => drag.begin(event, handleOf(event)), { signal });
  slot.addEventListener('touchmove', (event) => drag.hold(event), { signal, passive: false });
  for (const type of ['pointerenter', 'focusin']) slot.addEventListener(type, () => void describe(), { signal });
  slot.addEventListener('keydown', onKey, { signal });
  slot.addEventListener('slotchange', equip, { signal });
  // A link or a picture that a page uses as its launcher would be dragged out of it.
  slot.addEventListener('dragstart', (event) => event.preventDefault(), { signal });
  // Before the launcher's own: what ends a drag is not a press.
  layer.addEventListener('click', (event) => drag.swallow(event), { capture: true, signal });
  signal.addEventListener('abort', release, { once: true });
  equip();

  /** The page's own launcher, else ours; what stands in a launcher is no handle by itself. */
  function handleOf(event: Event): HTMLElement {
    return handles.find((one) => event.composedPath().includes(one)) ?? host.view.launcher;
  }

  function equip(): void {
    handles.forEach(strip);
    const own = slot?.assignedElements().filter((one) => one instanceof HTMLElement) ?? [];
    handles = own.length > 0 ? own : [host.view.launcher];
    for (const handle of handles) handle.setAttribute('aria-keyshortcuts', KEYS);
    host.view.launcher.setAttribute('aria-describedby', HINT);
    if (words) tell(words);
  }

  function strip(handle: HTMLElement): void {
    for (const name of ['aria-keyshortcuts', 'aria-describedby', 'aria-description']) handle.removeAttribute(name);
  }

  /** The words come when somebody reaches for the launcher, as all that the press will need does. */
  async function describe(): Promise<void> {
    const { loadPlaceWords } = await import('./place-words.js');
    const language = host.language();
    if (words?.locale === language) return;
    words = await loadPlaceWords(host);
    if (!signal.aborted) tell(words);
  }

  /** No id reaches from the page into the shadow tree: its own launcher gets the text itself. */
  function tell(by: PlaceWords): void {
    hint.textContent = by.text('place-how');
    for (const handle of handles) {
      if (handle !== host.view.launcher) handle.setAttribute('aria-description', hint.textContent);
    }
  }

  function onKey(event: KeyboardEvent): void {
    if (!event.shiftKey || event.altKey || event.ctrlKey || event.metaKey) return;
    const place = placeTowards(presentPlace(element), event.key);
    if (!place) return;
    event.preventDefault(); // it would scroll the page
    put(place);
  }

  function put(place: Place): void {
    drag.settle(() => putLauncher(element, key, place), handles[0]);
    void describe().then(async () => {
      const { nameOfPlace } = await import('./place-words.js');
      if (words && !signal.aborted) said.textContent = words.text(nameOfPlace(place));
    });
  }

  function release(): void {
    drag.cancel();
    hint.remove();
    said.remove();
    [...handles, host.view.launcher].forEach(strip);
    if (element.draggableLauncher) return;
    if (owned === null) element.removeAttribute('placement');
    else element.setAttribute('placement', owned);
  }
}
