/**
 * Parses a message into blocks: fenced code, quotes, lists, paragraphs. Owns lines; `parse-inline.ts` owns what stands
 * in them. A subset on purpose: no headings, pictures, tables or markup, and line breaks stay where they were typed.
 */
import { mayBeMarked } from '../../may-be-marked.js';
import { parseInline } from './parse-inline.js';
import type { Block, Inline } from './syntax-tree.js';

/** Quotes within quotes beyond this stay text, so that the tree stays shallow. */
const MAX_QUOTE_DEPTH = 3;

const FENCE = /^ {0,3}```[\w+#.-]{0,20} *$/;
const QUOTE = /^ {0,3}> ?/;
const ITEM = /^ {0,3}(?:[-*•]|(\d{1,3})[.)]) +(?=\S)/;
const CONTINUATION = /^ {2,}(?=\S)/;

/** Parses a message. Never throws; takes time in proportion to the length, whatever the text is. */
export function parseMarkdown(text: string): readonly Block[] {
  if (!mayBeMarked(text)) return [{ type: 'paragraph', children: [text] }];
  return parseBlocks(text.split(/\r\n|[\n\r\u2028\u2029]/), 0);
}

function parseBlocks(lines: readonly string[], depth: number): Block[] {
  const blocks: Block[] = [];
  let index = 0;

  /** The lines from here on that match, without what matched. */
  const takeWhile = (pattern: RegExp): string[] => {
    const taken: string[] = [];
    for (; index < lines.length && pattern.test(lines[index] ?? ''); index++) {
      taken.push((lines[index] ?? '').replace(pattern, ''));
    }
    return taken;
  };
  const startsQuote = (line: string): boolean => depth < MAX_QUOTE_DEPTH && QUOTE.test(line);

  while (index < lines.length) {
    const line = lines[index] ?? '';
    if (FENCE.test(line)) {
      index++;
      const start = index;
      while (index < lines.length && !/^ {0,3}``` *$/.test(lines[index] ?? '')) index++;
      blocks.push({ type: 'code', text: lines.slice(start, index).join('\n') });
      index++;
    } else if (startsQuote(line)) {
      blocks.push({ type: 'quote', children: parseBlocks(takeWhile(QUOTE), depth + 1) });
    } else if (ITEM.test(line)) {
      blocks.push(takeList());
    } else {
      const start = index;
      do index++;
      while (index < lines.length && !startsBlock(lines[index] ?? ''));
      const paragraph = lines.slice(start, index).join('\n').replace(/^\n+/, '');
      const children = parseInline(trimEndOfLines(paragraph));
      if (children.length > 0) blocks.push({ type: 'paragraph', children });
    }
  }
  return blocks;

  function startsBlock(line: string): boolean {
    return FENCE.test(line) || ITEM.test(line) || startsQuote(line);
  }

  /** Items of one kind; a change from bullets to numbers begins another list. */
  function takeList(): Block {
    const first = ITEM.exec(lines[index] ?? '')?.[1];
    const items: (readonly Inline[])[] = [];
    for (;;) {
      const found = ITEM.exec(lines[index] ?? '');
      if (!found || (found[1] === undefined) !== (first === undefined)) break;
      const head = (lines[index] ?? '').slice(found[0].length);
      index++;
      items.push(parseInline([head, ...takeWhile(CONTINUATION)].join('\n')));
    }
    return { type: 'list', start: first === undefined ? null : Number(first), items };
  }
}

/** Line breaks at the end only; a pattern for this would look at every run of them twice. */
function trimEndOfLines(text: string): string {
  let end = text.length;
  while (text[end - 1] === '\n') end--;
  return text.slice(0, end);
}
