/** What a reader gets of a parsed message, for tests that nothing is lost. */
import type { Block, Inline, Link } from '../../../packages/ui/src/features/markdown/syntax-tree.js';

/** The words of a tree, lines joined by line breaks. */
export function textOf(blocks: readonly Block[]): string {
  return blocks
    .map((block) => {
      switch (block.type) {
        case 'paragraph':
          return inlineText(block.children);
        case 'quote':
          return textOf(block.children);
        case 'list':
          return block.items.map(inlineText).join('\n');
        case 'code':
          return block.text;
      }
    })
    .join('\n');
}

/** The words of a line. */
export function inlineText(children: readonly Inline[]): string {
  return children
    .map((child) => {
      if (typeof child === 'string') return child;
      return child.type === 'code' ? child.text : inlineText(child.children);
    })
    .join('');
}

/** All links of a tree. */
export function linksOf(blocks: readonly Block[]): Link[] {
  const inlineLinks = (children: readonly Inline[]): Link[] =>
    children.flatMap((child) => {
      if (typeof child === 'string' || child.type === 'code') return [];
      return child.type === 'link' ? [child] : inlineLinks(child.children);
    });
  return blocks.flatMap((block) => {
    switch (block.type) {
      case 'paragraph':
        return inlineLinks(block.children);
      case 'quote':
        return linksOf(block.children);
      case 'list':
        return block.items.flatMap(inlineLinks);
      case 'code':
        return [];
    }
  });
}
