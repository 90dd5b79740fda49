/**
 * The attributes of `<support-chat>` as properties: each property reads and writes its attribute, which alone holds the
 * value; and the calls that do no more than that. What a change means is the element's.
 */
import type { ColorScheme, Mode, Placement, Transport } from './element-options.js';

/** Importing must work where there is no DOM (server-side rendering); nothing is ever constructed there. */
const Base = globalThis.HTMLElement ?? class {};

/**
 * See the module. What style sheets of the page reach is told here, too.
 *
 * @attr {'required' | 'given'} consent - `required`: until the visitor agrees nothing is stored, and nothing asked of a
 *   server; `given`: they did. Without it the page needs no consent.
 * @attr {boolean} draggable-launcher - Visitors may put the launcher elsewhere; reflected by `draggableLauncher`.
 * @attr {string} privacy-url - Address of the owner's privacy notice, which the question for consent links to.
 *
 * @csspart launcher - The round button.
 * @csspart badge - Number of unread messages on the launcher.
 * @csspart teaser - The newest message beside the closed launcher.
 * @csspart panel - The dialog.
 * @csspart header - Head of the panel.
 * @csspart log - The scrolling list of messages.
 * @csspart message - One message with its meta line.
 * @csspart message-streamed - A message that is still being written.
 * @csspart bubble - The text of a message.
 * @csspart avatar - A face.
 * @csspart quote - In a bubble: the proactive message that it answers.
 * @csspart meta - Name, time and state of a group of messages.
 * @csspart status - The line above the composer that tells of the connection.
 * @csspart composer - Field and buttons at the end.
 * @csspart input - The text field; the button `emoji` opens the `emoji-picker`, typing `:smi` the `emoji-suggestions`.
 * @csspart send - The button that sends.
 * @csspart attach - The button for files; `tray` holds those to be sent, an `upload` each, `refusal` why one is not.
 * @csspart screenshot - The command in the menu of `attach` that takes a picture of the page.
 * @csspart voice - The button that records; then there is a `recorder` above the field. `voice-player` plays a sound.
 * @csspart attachments - The files of a message, an `attachment` each; `viewer` shows a picture.
 * @csspart consent - The question before anything is stored, where `consent` is required.
 * @csspart quick-replies - Answers to choose from below a message.
 * @csspart quick-reply - One of them.
 * @csspart card - A coupon, an offer or a price to confirm.
 * @csspart carousel - Offers side by side.
 * @csspart form - A form in the log, or its answer.
 * @csspart rating - What is asked when a conversation has ended.
 * @csspart typing-preview - The line that says that agents see what is typed.
 * @csspart help - Search for articles on the home of an empty conversation.
 * @csspart help-search - Its field.
 * @csspart help-item - One of the articles found.
 * @csspart help-article - Text of an opened article.
 * @csspart contact-form - The contact form, and the page after it.
 * @csspart form - Any form that stands in the panel.
 * @csspart form-input - A field of a form.
 * @csspart submit - The button that sends a form.
 * @csspart contact-offer - The words that open the contact form.
 * @csspart begin - The button that begins another conversation.
 * @csspart conversation - A row in the list of conversations.
 * @csspart continue - The button that continues an earlier conversation.
 * @csspart contact-facts - Name and address below an entry in the log.
 *
 * @cssproperty [--sc-accent] - The one colour; everything tinted derives from it.
 * @cssproperty [--sc-accent-text] - Text on the accent; chosen for contrast when not set.
 * @cssproperty [--sc-surface] - Background of the panel.
 * @cssproperty [--sc-text] - Text on the surface.
 * @cssproperty [--sc-muted] - Quiet text.
 * @cssproperty [--sc-border] - Hairlines.
 * @cssproperty [--sc-bubble] - Incoming messages and fields.
 * @cssproperty [--sc-bubble-text] - Words of incoming messages; as on the surface when not set.
 * @cssproperty [--sc-own-bubble] - The visitor's own messages; the accent when not set.
 * @cssproperty [--sc-own-bubble-text] - Their words; as on the accent when not set.
 * @cssproperty [--sc-radius=20px] - Corner of the panel.
 * @cssproperty [--sc-font=inherit] - Typeface.
 * @cssproperty [--sc-size-text=0.9375rem] - Size of text; 1rem on phones.
 * @cssproperty [--sc-size-small=0.8125rem] - Size of times and hints.
 * @cssproperty [--sc-space=4px] - Unit of the spacing grid.
 * @cssproperty [--sc-shadow] - Shadow of the panel.
 * @cssproperty [--sc-launcher-shadow] - Shadow of the launcher.
 * @cssproperty [--sc-panel-width=400px] - Width of the floating panel.
 * @cssproperty [--sc-panel-height=704px] - Largest height of the floating panel, height of the inline one.
 * @cssproperty [--sc-launcher-size=56px] - Width and height of the launcher.
 * @cssproperty [--sc-offset-x=20px] - Distance from the side of the viewport.
 * @cssproperty [--sc-offset-y=20px] - Distance from its top or bottom.
 */
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
    const mode = this.#read('mode');
    return mode === 'inline' || mode === 'page' ? mode : 'floating';
  }
  set mode(value: Mode) {
    this.#reflect('mode', value);
  }

  /** Corner or side of the launcher. Default: `bottom-end`. */
  get placement(): Placement {
    return this.#read('placement', 'bottom-end') as Placement;
  }
  set placement(value: Placement) {
    this.#reflect('placement', value);
  }

  /**
   * Whether visitors may put the launcher into another corner or at another side: by dragging it, with Shift and the arrow keys,
   * or from the menu. `placement` is then where it stands. This device remembers it.
   */
  get draggableLauncher(): boolean {
    return this.hasAttribute('draggable-launcher');
  }
  set draggableLauncher(value: boolean) {
    this.toggleAttribute('draggable-launcher', Boolean(value));
  }

  /** BCP 47 tag. Default: the language of the page around the element, else of the browser. */
  get locale(): string {
    return this.#read('locale');
  }
  set locale(value: string) {
    this.#reflect('locale', value);
  }

  /** Default: `auto`. */
  get colorScheme(): ColorScheme {
    return this.#read('color-scheme', 'auto') as ColorScheme;
  }
  set colorScheme(value: ColorScheme) {
    this.#reflect('color-scheme', value);
  }

  /** URL of the reference server, relative to the page. Default: the page's own origin. */
  get server(): string {
    return this.#read('server');
  }
  set server(value: string) {
    this.#reflect('server', value);
  }

  /** Default: `auto`. */
  get transport(): Transport {
    return this.#read('transport', 'auto') as Transport;
  }
  set transport(value: Transport) {
    this.#reflect('transport', value);
  }

  /** Closes the panel; the focus returns to where it was before. */
  hide(): void {
    this.open = false;
  }

  /** The visitor agreed elsewhere, for instance in the page's own banner. Not remembered: each page says so again. */
  giveConsent(): void {
    this.setAttribute('consent', 'given');
  }

  /** Opens the panel when it is closed, else closes it. */
  toggle(): void {
    this.open = !this.open;
  }

  #read(name: string, otherwise = ''): string {
    return this.getAttribute(name) ?? otherwise;
  }

  #reflect(name: string, value: string | null | undefined): void {
    if (value === null || value === undefined) this.removeAttribute(name);
    else this.setAttribute(name, value);
  }

  /** Properties set before the class was defined hide the accessors: gives those back. */
  protected upgradeProperties(): void {
    const own = this as Record<string, unknown>;
    for (const [name, value] of Object.entries(own)) {
      if (!(name in this.constructor.prototype)) continue;
      delete own[name];
      own[name] = value;
    }
  }
}
