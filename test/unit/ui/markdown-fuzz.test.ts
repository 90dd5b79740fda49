import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseMarkdown } from '../../../packages/ui/src/features/markdown/parse-markdown.js';
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
/** Letters only: what no mark is made of. */
const letters = (text: string): string[] => [...text].filter((character) => /\p{L}/u.test(character));
/** The language of a fence is a mark all the same. */
const withoutLanguages = (source: string): string =>
  source.replace(/^((?: {0,3}> ?){0,3} {0,3}```)[\w+#.-]{0,20} *$/gm, '$1');

describe('Markdown of any text', () => {
  it('never throws, links only to allowed schemes, and loses no letter (X6)', () => {
    seeded(
      fc.property(message, (text) => {
        const blocks = parseMarkdown(text);
        const links = linksOf(blocks);
        for (const { href } of links) expect(href).toMatch(/^(https?|mailto|tel):/);
        // So is the address of a link.
        if (!text.includes('](')) expect(letters(textOf(blocks))).toEqual(letters(withoutLanguages(text)));
      }),
      2_000,
    );
  });
});
