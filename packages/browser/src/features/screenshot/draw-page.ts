/**
 * A picture of the page by drawing its elements anew (decision 26): for browsers that cannot capture a tab, and for people
 * who would rather not. Frames, and pictures of other origins that do not allow it, stay empty.
 */
import { createContext, destroyContext, domToCanvas } from 'modern-screenshot';
import { pageFonts } from './page-fonts.js';
import { PRIVATE_SELECTOR } from './private-fields.js';
import { ScreenshotError } from './screenshot-error.js';
import { svgDefinitions } from './svg-definitions.js';

/** Milliseconds for one picture or font. */
const PATIENCE = 5_000;
/** No more pixels for one of the page: a phone's three make a picture of many megabytes. */
const MOST_PIXELS = 2;
const NOTHING = 'data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7';

/**
 * Draws what is in the viewport.
 *
 * @param without - is left out
 * @throws ScreenshotError `failed`
 */
export async function drawPage(without: Element): Promise<HTMLCanvasElement> {
  const page = document.documentElement;
  /** Elements whose copies are being made, the innermost last. */
  const open: Element[] = [];
  let refused = false;
  const heard = new AbortController();
  // A policy that lets nothing be loaded from elsewhere is asked once.
  document.addEventListener('securitypolicyviolation', () => (refused = true), heard);
  const [fonts, definitions] = await Promise.all([pageFonts(), svgDefinitions()]);
  const context = await createContext(page, {
    width: innerWidth,
    height: innerHeight,
    scale: Math.min(devicePixelRatio, MOST_PIXELS),
    backgroundColor: backgroundOf(page) ?? backgroundOf(document.body) ?? '#fff',
    style: { overflow: 'visible' },
    timeout: PATIENCE,
    // Its own search for fonts makes a style element, which a strict policy refuses.
    font: fonts !== '' && { cssText: fonts },
    features: { restoreScrollPosition: true }, // of the page itself, too
    filter(node) {
      if (!(node instanceof Element)) return true;
      const drawn = node !== without && !node.matches('iframe, frame, object, embed, noscript');
      if (drawn) open.push(node);
      return drawn;
    },
    onCloneEachNode(clone) {
      const original = open.pop();
      if (!original || !('style' in clone)) return;
      const copy = clone as HTMLElement;
      keepAutoMargins(original, copy);
      // It does not scroll along with the page.
      if (getComputedStyle(original).position === 'fixed') copy.style.translate = `${scrollX}px ${scrollY}px`;
      // Wherever it is drawn, and whatever the page's styles say.
      if (original.closest(PRIVATE_SELECTOR)) copy.style.setProperty('visibility', 'hidden', 'important');
    },
    fetchFn: (url) =>
      Promise.resolve(refused && new URL(url, document.baseURI).origin !== location.origin ? NOTHING : false),
  });
  // Its own ways to get these are made of strings, which trusted types refuse.
  context.sandbox = emptyFrame();
  context.svgDefsElement?.append(...definitions);
  if (context.svgDefsElement) context.svgDefsElement.insertAdjacentHTML = () => undefined;
  try {
    return await domToCanvas(context);
  } catch (cause) {
    throw new ScreenshotError('failed', { cause });
  } finally {
    heard.abort();
    destroyContext(context);
    context.sandbox?.remove();
  }
}

/** Chromium says '0px' of an automatic margin in a grid, however wide it is; the typed computed style says what it is. */
function keepAutoMargins(original: Element, { style }: HTMLElement): void {
  const computed = 'computedStyleMap' in original ? original.computedStyleMap() : undefined;
  for (const side of ['left', 'right', 'top', 'bottom']) {
    if (String(computed?.get(`margin-${side}`)) !== 'auto') continue;
    style.removeProperty(side === 'left' || side === 'right' ? 'margin-inline' : 'margin-block');
    style.setProperty(`margin-${side}`, 'auto');
  }
}

function backgroundOf(element: Element): string | undefined {
  const { backgroundColor } = getComputedStyle(element);
  return /^(?:transparent|rgba\(0, 0, 0, 0\))$/u.test(backgroundColor) ? undefined : backgroundColor;
}

/** What elements look like on no page. */
function emptyFrame(): HTMLIFrameElement {
  const frame = document.createElement('iframe');
  frame.ariaHidden = 'true';
  frame.style.cssText = 'position: fixed; inline-size: 0; block-size: 0; border: 0; visibility: hidden';
  document.body.append(frame);
  return frame;
}
