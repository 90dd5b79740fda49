/**
 * The panel as a sheet that fills a phone's screen: keeps it inside the part of the screen that the keyboard leaves
 * free, holds the page behind it still, and lets the back gesture close it. `leave()` gives the page back; the looks of
 * the dialog are left alone, because it may still be fading.
 */

export { phoneSheetStyles } from './phone-sheet-styles.js';

/** Key in `history.state` under which a sheet marks the entry it has added. */
const stateKey = 'supportChatSheet';

/** Below this share of the layout viewport's height the keyboard must be open. */
const KEYBOARD_SHARE = 0.8;

/** See the module. */
export class PhoneSheet {
  readonly #dialog: HTMLElement;
  readonly #onBack: () => void;
  #life: AbortController | undefined;
  #overflow = '';
  #entry = '';

  /** @param onBack - the person went back; the entry of the sheet is gone already */
  constructor(dialog: HTMLElement, onBack: () => void) {
    this.#dialog = dialog;
    this.#onBack = onBack;
  }

  enter(): void {
    if (this.#life) return;
    this.#life = new AbortController();
    const { signal } = this.#life;
    const page = document.documentElement;
    this.#overflow = page.style.overflow;
    page.style.overflow = 'hidden';
    const viewport = window.visualViewport;
    for (const type of ['resize', 'scroll']) viewport?.addEventListener(type, () => this.#fit(), { signal });
    this.#fit();
    // The entry keeps the page's own state and address, so a router that looks at them sees no change.
    const entry = String(Math.random());
    try {
      history.pushState({ ...(history.state as object | null), [stateKey]: entry }, '');
      this.#entry = entry;
    } catch {
      this.#entry = ''; // Sandboxed, or too many entries at once: the back gesture then leaves, the cross still closes.
    }
    addEventListener('popstate', () => this.#popped(), { signal });
  }

  leave(): void {
    if (!this.#life) return;
    this.#life.abort();
    this.#life = undefined;
    document.documentElement.style.overflow = this.#overflow;
    // Only our own entry is taken back: when the page has moved on meanwhile, its history is its own business.
    if (this.#ownsEntry()) history.back();
    this.#entry = '';
  }

  #popped(): void {
    if (!this.#entry || this.#ownsEntry()) return;
    this.#entry = '';
    this.leave();
    this.#onBack();
  }

  #ownsEntry(): boolean {
    const state = history.state as Readonly<Record<string, unknown>> | null;
    return this.#entry !== '' && state?.[stateKey] === this.#entry;
  }

  /** Phones lay the keyboard over the page: only the visual viewport tells what is left of it. */
  #fit(): void {
    const viewport = window.visualViewport;
    if (!viewport || viewport.scale > 1.01) return; // Zoomed in, the person looks at a part by their own will.
    const { style, classList } = this.#dialog;
    style.setProperty('--_sheet-height', `${viewport.height}px`);
    style.setProperty('--_sheet-top', `${viewport.offsetTop}px`);
    classList.toggle('keyboard', viewport.height < window.innerHeight * KEYBOARD_SHARE);
  }
}
