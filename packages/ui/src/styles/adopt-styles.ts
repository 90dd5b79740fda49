/** Style sheets under a strict policy: constructed, never written into the document as text. */

/**
 * Adds sheets to a shadow root. Each string becomes one sheet for the whole page, whoever adopts it. A string that the
 * root already has is not added again.
 */
export function adoptStyles(root: ShadowRoot | Document, ...styles: readonly string[]): void {
  const sheets = styles.map(sheetOf).filter((sheet) => !root.adoptedStyleSheets.includes(sheet));
  root.adoptedStyleSheets = [...root.adoptedStyleSheets, ...sheets];
}

const sheetOf = ((cache: Map<string, CSSStyleSheet>) => (style: string) => {
  let sheet = cache.get(style);
  if (!sheet) {
    sheet = new CSSStyleSheet();
    sheet.replaceSync(style);
    cache.set(style, sheet);
  }
  return sheet;
})(new Map());
