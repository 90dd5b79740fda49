/**
 * XML as XMPP uses it (RFC 6120, 11): one element per frame, elements, attributes, text and namespaces, and nothing else.
 * The same in browsers and in Node; why it is our own says decision 35. Knows no stanza.
 */

/** An element that was read. */
export interface XmlElement {
  /** Without a prefix. */
  readonly name: string;
  /** Its namespace, '' for none. */
  readonly ns: string;
  /** As they are written, with their prefixes. */
  readonly attributes: ReadonlyMap<string, string>;
  /** Elements and texts, in their order; no empty texts. */
  readonly children: readonly (XmlElement | string)[];
}

/** Markup that {@link xml} has written; a string is text. */
export interface Markup {
  readonly markup: string;
}

const ILLEGAL = /[^\t\n\r -\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu;
const ENTITIES = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

/** What of a text XML can carry: control characters become U+FFFD, and all ends of lines one. */
export function xmlText(text: string): string {
  return text.replace(/\r\n?/g, '\n').replace(ILLEGAL, '\uFFFD');
}

/** Writes elements: the template is markup, what is put into it is text, or markup again. Attributes in double quotes. */
export function xml(template: TemplateStringsArray, ...values: readonly (Markup | string)[]): Markup {
  return {
    markup: String.raw(template, ...values.map((value) => (typeof value === 'string' ? escaped(value) : value.markup))),
  };
}

/** As text and as an attribute, which would lose its ends of lines otherwise. */
function escaped(text: string): string {
  return xmlText(text).replace(/[<>&"\t\n]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

interface OpenElement extends XmlElement {
  readonly tag: string;
  readonly prefixes: ReadonlyMap<string, string>;
  readonly children: (XmlElement | string)[];
}

/**
 * Reads one element.
 *
 * @throws SyntaxError for all else: also for comments, processing instructions, CDATA and a DTD, which have no place in XMPP
 */
export function parseXml(source: string): XmlElement {
  if (source.search(ILLEGAL) >= 0) refuse();
  const open: OpenElement[] = [];
  let root: XmlElement | undefined;
  const rest = source
    .replace(/\r\n?/g, '\n')
    .replace(
      /<(\/?)([^\s<>/=&"'!?]+)((?:"[^<"]*"|'[^<']*'|[^<>"'])*?)(\/?)>([^<]*)/g,
      (_, ends: string, tag: string, attributes: string, empty: string, words: string) => {
        if (ends) {
          if (open.pop()?.tag !== tag || empty || attributes.trim()) refuse();
        } else {
          const parent = open.at(-1);
          if (root && !parent) refuse();
          const element = start(tag, attributes, parent);
          root ??= element;
          parent?.children.push(element);
          if (!empty) open.push(element);
        }
        const parent = open.at(-1);
        if (!parent) return words;
        if (words) parent.children.push(decoded(words));
        return '';
      },
    );
  return root && !open.length && !rest.trim() ? root : refuse();
}

function start(tag: string, source: string, parent?: OpenElement): OpenElement {
  const prefixes = new Map(parent?.prefixes);
  const attributes = new Map<string, string>();
  const rest = source.replace(
    /\s+([^\s<>/=&"'!?]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g,
    (_, key: string, double?: string, single: string = '') => {
      if (attributes.has(key)) refuse();
      const value = decoded((double ?? single).replace(/[\t\n]/g, ' '));
      attributes.set(key, value);
      if (/^xmlns(:|$)/.test(key)) prefixes.set(key.slice(6), value);
      return '';
    },
  );
  const [, prefix = '', name] = /^(?:([^:]+):)?([^:]+)$/.exec(tag) ?? refuse();
  const ns = prefixes.get(prefix);
  if (rest.trim() || (prefix && ns === undefined)) refuse();
  return { tag, prefixes, name: name ?? '', ns: ns ?? '', attributes, children: [] };
}

function decoded(text: string): string {
  return text.replace(
    /&(?:#(x?)([\da-f]+)|(lt|gt|amp|quot|apos));|&/gi,
    (_, hexadecimal, digits: string, name?: string) => {
      const code = parseInt(digits, hexadecimal ? 16 : 10);
      const sign = name ? ENTITIES[name as keyof typeof ENTITIES] : code < 0x110000 ? String.fromCodePoint(code) : '';
      return sign && sign.search(ILLEGAL) < 0 ? sign : refuse();
    },
  );
}

function refuse(): never {
  throw new SyntaxError('no element');
}

/** The first child of a namespace, and of a name where several of it may be there. */
export function childOf(element: XmlElement | undefined, ns: string, name?: string): XmlElement | undefined {
  return childrenOf(element).find((child) => child.ns === ns && child.name === (name ?? child.name));
}

/** All children that are elements. */
export function childrenOf(element: XmlElement | undefined): readonly XmlElement[] {
  return (element?.children ?? []).filter((child) => typeof child !== 'string');
}

/** The text of an element, without that of elements in it. */
export function textOf(element: XmlElement | undefined): string {
  return (element?.children ?? []).filter((child) => typeof child === 'string').join('');
}

/** An attribute, '' where there is none. */
export function attributeOf(element: XmlElement | undefined, name: string): string {
  return element?.attributes.get(name) ?? '';
}
