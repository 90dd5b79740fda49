import { describe, expect, it } from 'vitest';
import { languageName, plainTag } from '../../../../packages/desk/src/spelling/language-name.js';

describe('V30 names of languages', () => {
  it('V30 what a page calls its language may be anything', () => {
    expect(languageName('de-AT', 'en')).toBe('Austrian German');
    expect(languageName('de-u-ca-gregory', 'en')).toBe('German');
    expect(languageName('xx', 'en')).toBe('xx');
    for (const nonsense of ['', 'en_US', 'not a language', '<script>', 'C']) {
      expect(languageName(nonsense, 'en')).toBe(nonsense);
      expect(plainTag(nonsense)).toBe(null);
    }
    expect(plainTag('pt-BR-x-shop')).toBe('pt-BR');
  });
});
