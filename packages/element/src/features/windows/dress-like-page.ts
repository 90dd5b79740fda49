/** Gives the document of a new window the style sheets and the language of the page, under the strict policy of both (X6). */

/** Ours, after the page's: the chat fills the window, and nothing else is in it. */
const frame = 'html, body { margin: 0; block-size: 100%; overflow: hidden; }';

/** Does so. What cannot be read, because it comes from elsewhere, is linked again. */
export function dressLikePage({ document: there, CSSStyleSheet: Sheet }: Window & typeof globalThis): void {
  const { documentElement: page } = document;
  there.documentElement.lang = page.lang;
  there.documentElement.dir = page.dir;
  there.documentElement.className = page.className;
  for (const [name, value] of Object.entries(page.dataset)) there.documentElement.dataset[name] = value;
  there.body.className = document.body.className;

  const sheets: CSSStyleSheet[] = [];
  const take = (sheet: CSSStyleSheet): void => {
    const rules = rulesOf(sheet);
    if (!rules) {
      if (sheet.href) there.head.append(linkTo(there, sheet.href));
      return;
    }
    const copy = new Sheet({
      baseURL: sheet.href ?? document.baseURI,
      media: sheet.media.mediaText,
      disabled: sheet.disabled,
    });
    const own: string[] = [];
    for (const rule of rules) {
      if (!(rule instanceof CSSImportRule)) own.push(rule.cssText);
      else if (rule.styleSheet) take(rule.styleSheet);
    }
    copy.replaceSync(own.join('\n'));
    sheets.push(copy);
  };
  for (const sheet of [...document.styleSheets, ...document.adoptedStyleSheets]) take(sheet);
  const last = new Sheet();
  last.replaceSync(frame);
  there.adoptedStyleSheets = [...sheets, last];
}

function rulesOf(sheet: CSSStyleSheet): CSSRuleList | undefined {
  try {
    return sheet.cssRules;
  } catch {
    return undefined; // of another origin
  }
}

function linkTo(there: Document, href: string): HTMLLinkElement {
  const link = there.createElement('link');
  link.rel = 'stylesheet';
  link.href = href;
  return link;
}
