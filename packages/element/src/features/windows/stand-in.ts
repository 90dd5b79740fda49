/**
 * An element of the chat's name in another window's document, where nobody has defined it: it carries the attributes, tokens, styles
 * and slotted content of the real one, and so looks like it to the page's style sheets and to the panel's.
 */
const PANEL_SLOTS = ['header', 'welcome', 'before-log', 'after-log', 'footer'];

/** See the module. */
export interface StandIn {
  readonly element: HTMLElement;
  readonly root: ShadowRoot;
  /** Puts the panel in, and what the page has put into the panel's slots. */
  take(panel: HTMLElement): void;
  /** Puts the slotted content back to where it was. The panel is whoever's took it. */
  giveBack(): void;
}

/** Makes one; it is in no document yet. */
export function createStandIn(
  { document: there, CSSStyleSheet: Sheet }: Window & typeof globalThis,
  real: HTMLElement,
): StandIn {
  const element = there.createElement(real.localName);
  for (const { name, value } of real.attributes) if (!/^(style$|on)/.test(name)) element.setAttribute(name, value);
  element.setAttribute('mode', 'page');
  const computed = getComputedStyle(real);
  // Set on whichever ancestor: nothing is inherited across windows.
  for (const [name] of real.computedStyleMap())
    if (name.startsWith('--sc-')) element.style.setProperty(name, computed.getPropertyValue(name));
  element.style.fontFamily = computed.fontFamily;
  element.dir = computed.direction;

  const root = element.attachShadow({ mode: 'open' });
  wearCopies(root, Sheet);
  root.adoptedStyleSheets = real.shadowRoot?.adoptedStyleSheets ?? [];

  const places = new Map<Element, Comment>();
  return {
    element,
    root,
    take(panel) {
      root.append(panel);
      for (const child of [...real.children]) {
        if (!PANEL_SLOTS.includes(child.slot)) continue;
        const place = new Comment();
        child.before(place);
        places.set(child, place);
        element.append(child);
      }
    },
    giveBack() {
      for (const [child, place] of places) place.replaceWith(child);
    },
  };
}

/**
 * Constructed sheets belong to one document. Parts that arrive later bring sheets of the page, so this root takes those and wears
 * copies of its own document.
 */
function wearCopies(root: ShadowRoot, Sheet: typeof CSSStyleSheet): void {
  const copies = new Map<CSSStyleSheet, CSSStyleSheet>();
  const copyOf = (sheet: CSSStyleSheet): CSSStyleSheet => {
    const copy = copies.get(sheet) ?? new Sheet();
    if (!copies.has(sheet)) copy.replaceSync([...sheet.cssRules].map(({ cssText }) => cssText).join('\n'));
    copies.set(sheet, copy);
    return copy;
  };
  const wear = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(root), 'adoptedStyleSheets')?.set;
  let taken: readonly CSSStyleSheet[] = [];
  Object.defineProperty(root, 'adoptedStyleSheets', {
    get: () => taken,
    set(sheets: Iterable<CSSStyleSheet>) {
      taken = [...sheets];
      wear?.call(root, taken.map(copyOf));
    },
  });
}
