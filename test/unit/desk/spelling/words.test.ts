/** V30: which parts of a message are words for a dictionary. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dictionaryForm, findWords } from '../../../../packages/desk/src/features/spelling/words.js';
import { anyText, seeded } from '../../../support/property.js';

const wordsOf = (text: string, language = 'en'): string[] => findWords(text, language).map((word) => word.text);

describe('V30 words', () => {
  it('V30 words are found with their places, apostrophes inside and hyphens between them', () => {
    expect(findWords("Hello, I don't know.", 'en')).toEqual([
      { start: 0, end: 5, text: 'Hello' },
      { start: 9, end: 14, text: "don't" },
      { start: 15, end: 19, text: 'know' },
    ]);
    expect(wordsOf('Rücksende-Etikett für Ihre Größe', 'de')).toEqual(['Rücksende', 'Etikett', 'für', 'Ihre', 'Größe']);
    expect(dictionaryForm('don’t')).toBe("don't");
    expect(dictionaryForm('fu\u0308r')).toBe('für');
  });

  it.each([
    ['addresses of pages', 'see https://shop.example/a-pagge?x=ywz and www.shopp.example now', ['see', 'and', 'now']],
    ['pages and files without a scheme', 'on shopp.example/helpp or in lettter.pdf today', ['on', 'or', 'in', 'today']],
    ['addresses of mail', 'to annna.b@shop.example please', ['to', 'please']],
    ['numbers and codes', 'order A1B2 of 12.50 EUR, SKUX and 3rd', ['order', 'of', 'and']],
    ['names of things with capitals inside', 'your iPhone or addToCart', ['your', 'or']],
    ['code', 'run `npmm instal` or ```\nfoor (;;)\n``` now', ['run', 'or', 'now']],
    ['code that is not closed yet', 'run ```\nfoor (;;)', ['run']],
    ['places of shortcuts', 'Hello {visitor.name|frend}, welcome', ['Hello', 'welcome']],
    ['names of shortcuts and paths', '/helo and :waait in ~/foldr/fil', ['and', 'in']],
    ['emoji and their names', 'Thanks 👩‍👩‍👧 :slightly_smilling: bye', ['Thanks', 'bye']],
    ['what is named by # and @', '#retturns to @annna', ['to']],
    ['other scripts', 'Привет and 日本語', ['and']],
    ['single letters', 'a b cd', ['cd']],
  ])('V30 left out: %s', (_what, text, expected) => {
    expect(wordsOf(text)).toEqual(expected);
  });

  it('V30 a slash between words and the end of a sentence are prose', () => {
    expect(wordsOf('First one. Second/third, and so on.')).toEqual([
      'First',
      'one',
      'Second',
      'third',
      'and',
      'so',
      'on',
    ]);
  });

  it('V30 a language in another script has its own letters', () => {
    expect(wordsOf('Привет and мир', 'ru')).toEqual(['Привет', 'мир']);
    expect(wordsOf('\u{1E030} и мир', 'ru')).toEqual(['мир']); // one letter, of two units
  });

  it('V30 whatever is typed, every word stands where it says, in order, and has only letters', () => {
    const piece = fc.oneof(
      anyText(8),
      fc.constantFrom(
        'word',
        'für ',
        "don't ",
        ' a@b.example ',
        'https://x.example/y ',
        '`co',
        '```',
        '{a.b|c}',
        '👩‍👧',
        ' ',
      ),
    );
    const text = fc.array(piece, { maxLength: 20 }).map((pieces) => pieces.join(''));
    seeded(
      fc.property(text, fc.constantFrom('en', 'de', 'ru', 'el'), (typed, language) => {
        let before = 0;
        for (const { start, end, text: word } of findWords(typed, language)) {
          expect(start).toBeGreaterThanOrEqual(before);
          expect(typed.slice(start, end)).toBe(word);
          expect(word).toMatch(/^[\p{L}\p{M}'’·]{2,}$/u);
          before = end;
        }
      }),
    );
  });
});
