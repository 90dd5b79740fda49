/** The editor speaks all twelve languages (V24). */
import { describe, expect, it } from 'vitest';
import { pictureLanguages, withPictureWords } from '../../../../packages/ui/src/features/screenshot/picture-words.js';
import { pictureEn } from '../../../../packages/ui/src/locales/picture/en.js';
import { languages } from '../../../../packages/ui/src/locales/languages.js';
import { createLocalizer } from '../../../../packages/ui/src/localizer/localizer.js';
import { loadLocalizer } from '../../../../packages/ui/src/localizer/load-localizer.js';

const placeholders = (text: string): string[] => [...new Set(text.match(/\{\w+\}/g))].sort();

describe('V24 words of the picture editor', () => {
  it('V24 there are as many languages as the chat has', () => {
    expect(Object.keys(pictureLanguages).sort()).toEqual(Object.keys(languages).sort());
  });

  it.each(Object.keys(languages))(
    'V24 %s says everything, in words of its own, and fills in the same',
    async (language) => {
      const words = await pictureLanguages[language]!();
      expect(Object.keys(words)).toEqual(Object.keys(pictureEn));
      for (const [key, english] of Object.entries(pictureEn)) {
        const text = words[key as keyof typeof pictureEn];
        expect(text, key).not.toBe(english);
        expect(placeholders(text), key).toEqual(placeholders(english));
        expect(text, key).not.toMatch(/!|！/);
      }
    },
  );

  it('V24 the words come for the language of the chat, also of a region, and a page may say its own', async () => {
    expect((await withPictureWords(await loadLocalizer('de-AT'))).text('picture-use')).toBe('Bild verwenden');
    expect((await withPictureWords(createLocalizer('en-GB'))).text('picture-use')).toBe('Use picture');
    const own = createLocalizer('en', { 'picture-use': 'Take it' } as never);
    expect((await withPictureWords(own)).text('picture-use')).toBe('Take it');
  });
});
