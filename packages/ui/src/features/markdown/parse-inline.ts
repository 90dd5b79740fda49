/**
 * Parses what stands within lines: `**bold**` `__bold__` `*italic*` `_italic_` `` `code` `` `[words](address)` and bare
 * addresses. One pass over the text; every mark is looked at once, so hostile input costs what its length costs. At
 * most one opener of each kind waits at a time, which bounds the depth of the tree by the number of kinds. A backslash
 * disarms the mark after it and stays visible, so that paths and shrugs come through as typed.
 */
import { safeHref } from '../../safe-href.js';
import { deceptiveHost } from './deceptive-host.js';
import type { Inline } from './syntax-tree.js';

/** A mark in the token list: text until it finds its pair. */
interface Mark {
  readonly source: string;
  role: 'text' | 'open' | 'close';
  href?: string;
}
type Token = string | Mark | Exclude<Inline, string>;

/** Everything that may mean something. Invisible and directional characters end an address. */
const ADDRESS = String.raw`[^\s<>"\x60\[\]\p{Cc}\p{Cf}]`;
const SPECIAL = new RegExp(
  String.raw`\\[*_\x60\[\]\\]|\x60{1,2}|\*+|_+|[\[\]]|(?<![\p{L}\p{N}_@/.])(?:(?:https?:\/\/|www\.)${ADDRESS}+|(?:mailto|tel):${ADDRESS}+|[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8})`,
  'giu',
);
const WORD = /[\p{L}\p{N}_]/u;
/** A bracket within an address needs its pair. */
const PLAIN = ADDRESS.replace('[^', '[^()');
const DESTINATION = new RegExp(String.raw`\(((?:${PLAIN}|\(${PLAIN}*\))+)\)`, 'uy');

/** Parses one run of text; never throws, and every character that is not a working mark comes back as text. */
export function parseInline(text: string): readonly Inline[] {
  SPECIAL.lastIndex = 0;
  if (!SPECIAL.test(text)) return text ? [text] : [];

  const tokens: Token[] = [];
  const open: Mark[] = [];
  /** Backtick runs that were searched for and not found: not searched for again. */
  const missing = new Set<string>();
  let end = 0;
  SPECIAL.lastIndex = 0;
  for (let found = SPECIAL.exec(text); found; found = SPECIAL.exec(text)) {
    const start = found.index;
    const source = found[0];
    if (start > end) tokens.push(text.slice(end, start));
    end = start + source.length;
    const kind = source.charAt(0);

    if (kind === '`') {
      const close = missing.has(source) ? -1 : text.indexOf(source, end);
      if (close > end) {
        tokens.push({ type: 'code', text: text.slice(end, close) });
        end = close + source.length;
      } else {
        missing.add(source);
        tokens.push(source);
      }
    } else if (kind === '*' || kind === '_') {
      pairEmphasis(source, text.charAt(start - 1), text.charAt(end), tokens, open);
    } else if (source === '[') {
      push(source, tokens, open);
    } else if (source === ']') {
      DESTINATION.lastIndex = end;
      const destination = DESTINATION.exec(text)?.[1];
      const href = destination && safeHref(destination);
      const opener = open.find((mark) => mark.source === '[');
      if (opener && href && tokens.at(-1) !== opener) {
        close(opener, source, tokens, open);
        opener.href = href;
        end = DESTINATION.lastIndex;
      } else {
        if (opener) open.splice(open.indexOf(opener), 1);
        tokens.push(source);
      }
    } else if (kind === '\\') {
      tokens.push(source);
    } else {
      const address = trimAddress(source);
      const href = safeHref(/^[\w.+-]+@/.test(address) ? `mailto:${address}` : address);
      end = start + address.length;
      tokens.push(href ? link(href, [address]) : address);
    }
    SPECIAL.lastIndex = end;
  }
  tokens.push(text.slice(end));
  return build(tokens);
}

/** A run of `*` or `_`: closes what it can, innermost first, and opens with the rest. */
function pairEmphasis(run: string, before: string, after: string, tokens: Token[], open: Mark[]): void {
  if (run.length > 3) {
    tokens.push(run);
    return;
  }
  // A single star or any underscore inside a word is part of it: 2*3*4, snake_case. Two stars work in any script.
  const loose = run.startsWith('**');
  let rest = run;
  if (/\S/.test(before) && (loose || !WORD.test(after))) {
    for (;;) {
      // Two stars close two stars even when a single one was opened since.
      const waiting = open.filter((mark) => rest.startsWith(mark.source) && tokens.at(-1) !== mark);
      const mark = waiting.find(({ source }) => source === rest) ?? waiting.at(-1);
      if (!rest || !mark) break;
      close(mark, mark.source, tokens, open);
      rest = rest.slice(mark.source.length);
    }
  }
  if (rest && /\S/.test(after) && (loose || !WORD.test(before))) {
    if (rest.length > 1) push(rest.slice(0, 2), tokens, open);
    if (rest.length !== 2) push(rest.charAt(0), tokens, open);
  } else if (rest) {
    tokens.push(rest);
  }
}

/** The newest opener of a kind replaces the one before it. */
function push(source: string, tokens: Token[], open: Mark[]): void {
  const mark: Mark = { source, role: 'text' };
  const older = open.findIndex((other) => other.source === source);
  if (older >= 0) open.splice(older, 1);
  tokens.push(mark);
  open.push(mark);
}

/** Pairs an opener; what was opened inside it and not closed stays text. */
function close(opener: Mark, source: string, tokens: Token[], open: Mark[]): void {
  opener.role = 'open';
  open.length = open.indexOf(opener);
  tokens.push({ source, role: 'close' });
}

/** Makes the tree. A link holds no further link: its words are words. */
function build(tokens: readonly Token[]): readonly Inline[] {
  const root: Inline[] = [];
  const stack: { readonly mark: Mark; readonly children: Inline[] }[] = [];
  for (const token of tokens) {
    const children = stack.at(-1)?.children ?? root;
    if (typeof token === 'string') append(children, token);
    else if ('type' in token) {
      const inLink = token.type === 'link' && stack.some(({ mark }) => mark.href);
      if (inLink) append(children, wordsOf(token.children));
      else children.push(token);
    } else if (token.role === 'text') append(children, token.source);
    else if (token.role === 'open') stack.push({ mark: token, children: [] });
    else {
      const frame = stack.pop();
      if (!frame) continue;
      const { mark, children: inner } = frame;
      const type = mark.source.length === 2 ? 'strong' : 'emphasis';
      (stack.at(-1)?.children ?? root).push(mark.href ? link(mark.href, inner) : { type, children: inner });
    }
  }
  return root;
}

/** Neighbouring texts become one, so that a line without working marks is one text node. */
function append(children: Inline[], text: string): void {
  const last = children.at(-1);
  if (typeof last === 'string') children[children.length - 1] = last + text;
  else if (text) children.push(text);
}

function link(href: string, children: readonly Inline[]): Inline {
  const host = deceptiveHost(href, wordsOf(children));
  return { type: 'link', href, children, ...(host && { host }) };
}

function wordsOf(children: readonly Inline[]): string {
  return children
    .map((child) => (typeof child === 'string' ? child : child.type === 'code' ? child.text : wordsOf(child.children)))
    .join('');
}

/** Cuts the punctuation of the sentence off an address; a closing bracket belongs to it when it opens one. */
function trimAddress(source: string): string {
  let end = source.length;
  let unmatched = 0;
  for (const character of source) unmatched += character === ')' ? 1 : character === '(' ? -1 : 0;
  for (; end > 1; end--) {
    const last = source.charAt(end - 1);
    if (last === ')' && unmatched > 0) unmatched--;
    else if (!/[.,;:!?'*_~]/.test(last)) break;
  }
  return source.slice(0, end);
}
