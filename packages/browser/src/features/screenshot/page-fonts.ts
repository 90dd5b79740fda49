/** The web fonts of a page as a style sheet that needs nothing else: for a picture, which can load nothing. */

/** `@font-face` rules with what they load inside them; of this origin and in use, the others are left out. */
export async function pageFonts(): Promise<string> {
  const loaded = new Set(
    [...document.fonts].filter(({ status }) => status === 'loaded').map(({ family }) => plain(family)),
  );
  const faces = [...document.styleSheets, ...document.adoptedStyleSheets]
    .flatMap(rulesOf)
    .filter((rule) => rule instanceof CSSFontFaceRule)
    .filter((rule) => loaded.has(plain(rule.style.getPropertyValue('font-family'))));
  return (await Promise.all(faces.map(embedded))).join('');
}

/** Sheets of other origins cannot be read. */
function rulesOf(sheet: CSSStyleSheet | CSSGroupingRule): CSSRule[] {
  try {
    return [...sheet.cssRules].flatMap((rule) => (rule instanceof CSSGroupingRule ? rulesOf(rule) : rule));
  } catch {
    return [];
  }
}

function plain(family: string): string {
  return family.replaceAll(/["']/gu, '').trim().toLowerCase();
}

async function embedded({ style, parentStyleSheet }: CSSFontFaceRule): Promise<string> {
  const address = /url\(["']?([^"')]+)/u.exec(style.getPropertyValue('src'))?.[1];
  if (address === undefined) return '';
  const url = new URL(address, parentStyleSheet?.href ?? document.baseURI);
  if (url.origin !== location.origin && url.protocol !== 'data:') return '';
  try {
    const data = await dataUrl(await (await fetch(url)).blob());
    const more = ['font-family', 'font-weight', 'font-style', 'font-stretch', 'unicode-range']
      .filter((name) => style.getPropertyValue(name) !== '')
      .map((name) => `${name}:${style.getPropertyValue(name)};`);
    return `@font-face{${more.join('')}src:url(${data})}`;
  } catch {
    return ''; // The page's other fonts stand for it.
  }
}

function dataUrl(blob: Blob): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result as string);
    reader.onerror = () => reject(reader.error ?? new Error('unreadable'));
    reader.readAsDataURL(blob);
  });
}
