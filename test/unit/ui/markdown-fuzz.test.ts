import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseMarkdown } from '../../../packages/ui/src/markdown/parse-markdown.js';
import { anyText, seeded } from '../../support/property.js';
import { linksOf, textOf } from './markdown-text.js';

/** Marks, words and line breaks in any order: far more working and broken markup than random characters give. */
const piece = fc.constantFrom(
  ...['*', '**', '_', '__', '***', '`', '``', '```', '[', ']', '(', ')', '](https://a.example/b)', '](', '\\', '> '],
  ...[
    '- ',
    '1. ',
    '\n',
    '\n\n',
    ' ',
    'word',
    'Wort',
    'שלום',
    '字',
    '👍',
    'https://a.example/x',
    'www.b.example',
    'c@d.example',
  ],
);
const message = fc.oneof(
  fc.array(piece, { maxLength: 60 }).map((pieces) => pieces.join('')),
  fc.string({ unit: 'grapheme', maxLength: 200 }),
  anyText(200),
);
/** Letters only: what no mark is made of, except the address of a link and the language of a fence. */
const letters = (text: string): string[] =>
  [...text.replace(/^((?: {0,3}> ?){0,3} {0,3}```)[\w+#.-]{0,20} *$/gm, '$1')].filter((c) => /\p{L}/u.test(c));

describe('Markdown of any text', () => {
  it('never throws, links only to allowed schemes, and loses no letter (X6)', () => {
    seeded(
      fc.property(message, (text) => {
        const blocks = parseMarkdown(text);
        const links = linksOf(blocks);
        for (const { href } of links) expect(href).toMatch(/^(https?|mailto|tel):/);
        if (!text.includes('](')) expect(letters(textOf(blocks))).toEqual(letters(text));
      }),
      2_000,
    );
  });
});
