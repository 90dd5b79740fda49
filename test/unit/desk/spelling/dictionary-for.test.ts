import { describe, expect, it } from 'vitest';
import { dictionaryFor } from '../../../../packages/desk/src/features/spelling/dictionary-for.js';

const dictionaries = ['en', 'en-gb', 'pt-br'].map((language) => ({ language, version: '1.0.0', license: 'MIT' }));
const languageFor = (locale: string): string | undefined => dictionaryFor(dictionaries, locale)?.language;

describe('V30 the dictionary of a language', () => {
  it('V30 is that of the region, else of the language, else of another region, else there is none', () => {
    expect(languageFor('en-GB')).toBe('en-gb');
    expect(languageFor('en-US')).toBe('en');
    expect(languageFor('pt')).toBe('pt-br');
    expect(languageFor('pt-PT')).toBe('pt-br');
    expect(languageFor('de')).toBeUndefined();
    expect(languageFor('p')).toBeUndefined();
  });
});
