/**
 * The attributes of `<support-chat>` as properties: each property reads and writes its attribute, which alone holds the
 * value; and the calls that do no more than that. What a change means is the element's.
 */
import type { ColorScheme, Mode, Placement, Transport } from './element-options.js';

/** Importing must work where there is no DOM (server-side rendering); nothing is ever constructed there. */
const Base = globalThis.HTMLElement ?? class {};

/** See the module. */
export class ReflectingElement extends Base {
  /** Whether the panel is open; reflected. */
  get open(): boolean {
    return this.hasAttribute('open');
  }
  set open(value: boolean) {
    this.toggleAttribute('open', Boolean(value));
  }

  /** How the chat sits in the page. Default: `floating`. */
  get mode(): Mode {
    const mode = this.getAttribute('mode');
    return mode === 'inline' || mode === 'page' ? mode : 'floating';
  }
  set mode(value: Mode) {
    this.#reflect('mode', value);
  }

  /** Corner or side of the launcher. Default: `bottom-end`. */
  get placement(): Placement {
    return (this.getAttribute('placement') ?? 'bottom-end') as Placement;
  }
  set placement(value: Placement) {
    this.#reflect('placement', value);
  }

  /** BCP 47 tag. Default: the language of the page around the element, else of the browser. */
  get locale(): string {
    return this.getAttribute('locale') ?? '';
  }
  set locale(value: string) {
    this.#reflect('locale', value);
  }

  /** Default: `auto`. */
  get colorScheme(): ColorScheme {
    return (this.getAttribute('color-scheme') ?? 'auto') as ColorScheme;
  }
  set colorScheme(value: ColorScheme) {
    this.#reflect('color-scheme', value);
  }

  /** URL of the reference server, relative to the page. Default: the page's own origin. */
  get server(): string {
    return this.getAttribute('server') ?? '';
  }
  set server(value: string) {
    this.#reflect('server', value);
  }

  /** Default: `auto`. */
  get transport(): Transport {
    return (this.getAttribute('transport') ?? 'auto') as Transport;
  }
  set transport(value: Transport) {
    this.#reflect('transport', value);
  }

  /** Closes the panel; the focus returns to where it was before. */
  hide(): void {
    this.open = false;
  }

  /** Opens the panel when it is closed, else closes it. */
  toggle(): void {
    this.open = !this.open;
  }

  #reflect(name: string, value: string | null | undefined): void {
    if (value === null || value === undefined) this.removeAttribute(name);
    else this.setAttribute(name, value);
  }

  /** Properties set before the class was defined hide the accessors: gives those back. */
  protected upgradeProperties(): void {
    const own = this as Record<string, unknown>;
    for (const name of Object.keys(own)) {
      if (!(name in Object.getPrototypeOf(own))) continue;
      const value = own[name];
      delete own[name];
      own[name] = value;
    }
  }
}
