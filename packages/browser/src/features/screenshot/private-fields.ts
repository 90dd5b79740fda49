/**
 * Hides what nobody else may see, in the page itself, for as long as a picture of it is made (V12): the picture never had
 * it. Works twice over: by a style sheet in the document and in every open shadow root, and by the boxes that are to be
 * painted over, for a page whose own styles win.
 */

/** Passwords, cards, whatever the site marks by `data-private`, and frames, whose content nobody here can judge. */
export const PRIVATE_SELECTOR = [
  'input[type="password"]',
  ...['password', 'one-time-code', 'cc-'].map((name) => `[autocomplete*="${name}" i]`),
  // A password that is shown is a text field: then its name has to tell.
  ...['password', 'cardnumber', 'card-number', 'card_number', 'cvc', 'cvv', 'iban'].flatMap((name) => [
    `input[name*="${name}" i]`,
    `input[id*="${name}" i]`,
  ]),
  '[data-private]',
  'iframe',
  'frame',
  'object',
  'embed',
].join();

/** Hidden fields. */
export interface Mask {
  /** Looks for what has come since: a part of the page that was not there. */
  renew(): void;
  /** Where they are now, in CSS pixels of the viewport. */
  boxes(): readonly DOMRect[];
  /** Shows them again. */
  lift(): void;
}

/** Hides private fields everywhere but inside `except`. */
export function maskPrivate(except: Element): Mask {
  const sheet = new CSSStyleSheet();
  // In a layer, because an important rule there wins over important rules outside of layers.
  sheet.replaceSync(`@layer { :is(${PRIVATE_SELECTOR}), [data-private] * {
    visibility: hidden !important; transition: none !important; animation: none !important } }`);
  const masked = new Set<Document | ShadowRoot>();
  const renew = (): void => {
    for (const root of rootsBelow(document, except)) {
      if (!masked.has(root)) root.adoptedStyleSheets.push(sheet);
      masked.add(root);
    }
  };
  renew();
  return {
    renew,
    boxes: () =>
      [...masked].flatMap((root) =>
        [...root.querySelectorAll(`:is(${PRIVATE_SELECTOR}), [data-private] *`)].flatMap((element) => {
          const content = document.createRange();
          content.selectNodeContents(element);
          // Its own boxes, and those of words that run over.
          return [...element.getClientRects(), ...content.getClientRects()];
        }),
      ),
    lift() {
      for (const root of masked) root.adoptedStyleSheets = root.adoptedStyleSheets.filter((one) => one !== sheet);
    },
  };
}

/** The document and all open shadow roots, but for those in `except`. */
function rootsBelow(root: Document | ShadowRoot, except: Element): (Document | ShadowRoot)[] {
  const inner = [...root.querySelectorAll('*')].flatMap((element) =>
    element.shadowRoot && element !== except ? rootsBelow(element.shadowRoot, except) : [],
  );
  return [root, ...inner];
}

/** Paints the boxes over, in a picture of the viewport of any resolution. */
export function paintOver(canvas: HTMLCanvasElement, boxes: readonly DOMRect[]): void {
  const context = canvas.getContext('2d');
  if (!context) throw new Error('There is no canvas.');
  const { offsetLeft = 0, offsetTop = 0, scale = 1 } = visualViewport ?? {};
  const [x, y] = [(scale * canvas.width) / innerWidth, (scale * canvas.height) / innerHeight];
  context.fillStyle = '#808080';
  for (const { left, top, width, height } of boxes) {
    // A pixel more on each side: edges are drawn across pixels.
    context.fillRect((left - offsetLeft) * x - 1, (top - offsetTop) * y - 1, width * x + 2, height * y + 2);
  }
}
