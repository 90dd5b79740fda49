import { describe, expect, it } from 'vitest';
import { en } from '../../../packages/ui/src/locales/en.js';
import { consentWords } from '../../../packages/ui/src/locales/features/consent.js';
import { copyWords } from '../../../packages/ui/src/locales/features/copy.js';
import { helpWords } from '../../../packages/ui/src/locales/features/help.js';
import { cardWords } from '../../../packages/ui/src/locales/features/cards.js';
import { emojiWords } from '../../../packages/ui/src/locales/features/emoji.js';
import { screenshotWords } from '../../../packages/ui/src/locales/features/screenshot-capture.js';
import { screenshotFailureWords } from '../../../packages/ui/src/locales/features/screenshot-failures.js';
import { fileWords } from '../../../packages/ui/src/locales/features/files.js';
import { pasteWords } from '../../../packages/ui/src/locales/features/paste.js';
import { pictureWords } from '../../../packages/ui/src/locales/features/picture.js';
import { historyWords } from '../../../packages/ui/src/locales/features/history.js';
import { launcherPlaceWords } from '../../../packages/ui/src/locales/features/launcher-place.js';
import { menuWords } from '../../../packages/ui/src/locales/features/menu.js';
import { receptionWords } from '../../../packages/ui/src/locales/features/reception.js';
import { ratingWords } from '../../../packages/ui/src/locales/features/rating.js';
import { transcriptWords } from '../../../packages/ui/src/locales/features/transcript.js';
import { voiceWords } from '../../../packages/ui/src/locales/features/voice.js';
import { yourDataWords } from '../../../packages/ui/src/locales/features/your-data.js';
import type { FeatureKey, LaterKey, MessageKey } from '../../../packages/ui/src/locales/messages.js';
import { languageFor, languages } from '../../../packages/ui/src/locales/languages.js';
import { launcherWords } from '../../../packages/ui/src/locales/launcher.js';
import { laterLanguages, withLaterWords } from '../../../packages/ui/src/localizer/later-words.js';
import { createLocalizer, type Localizer } from '../../../packages/ui/src/localizer/localizer.js';
import { loadLocalizer } from '../../../packages/ui/src/localizer/load-localizer.js';

type Words = Readonly<Record<string, string | Readonly<Record<string, string>>>>;

/** All there is to say, parts that come later included: the type misses none. */
const ALL: Readonly<Record<MessageKey | FeatureKey | LaterKey, Words[string]>> = {
  ...en,
  ...menuWords,
  ...helpWords,
  ...copyWords,
  ...consentWords,
  ...receptionWords,
  ...cardWords,
  ...ratingWords,
  ...fileWords,
  ...emojiWords,
  ...screenshotWords,
  ...screenshotFailureWords,
  ...pasteWords,
  ...historyWords,
  ...launcherPlaceWords,
  ...pictureWords,
  ...transcriptWords,
  ...voiceWords,
  ...yourDataWords,
};
const ENGLISH: Words = ALL;
/** Numbers that fall into every plural category of a language that whole numbers can fall into. */
const COUNTS = [...Array.from({ length: 201 }, (_, count) => count), 1000, 1_000_001];
/** Said the same way in several languages. */
const SAME = new Set([
  'panel-name',
  'row-label',
  'row-text',
  'composer-label',
  'log-label',
  'author-system',
  'author-bot',
  'header-team',
  'contact-name',
  'cards-accept',
  'cards-accepted',
  'cards-no',
]);

const placeholders = (text: string): string[] => [...new Set(text.match(/\{\w+\}/g))].sort();
const forms = (words: Words[string] | undefined): string[] =>
  typeof words === 'object' ? Object.values(words) : [words ?? ''];

describe('V24 languages', () => {
  it('V24 there are the twelve that were promised', () => {
    const promised = ['ar', 'de', 'en', 'es', 'fr', 'he', 'ja', 'nl', 'pl', 'pt', 'ru', 'zh'];
    expect([...Object.keys(languages), 'en'].sort()).toEqual(promised);
  });

  it('V24 none shouts or blames', async () => {
    const files = [...Object.values(languages).map(({ load }) => load), ...Object.values(laterLanguages)];
    const all = await Promise.all(files.map((load) => load()));
    for (const words of [ENGLISH, ...all]) expect(JSON.stringify(words)).not.toMatch(/!|！|oops|hoppla/i);
  });

  describe.each(Object.keys(languages))('%s', (language) => {
    const load = async (): Promise<Words> => {
      const [first, later] = await Promise.all([languageFor(language)!.load(), laterLanguages[language]!()]);
      const twice = Object.keys(later).filter((key) => key in first);
      expect(twice, 'in both files').toEqual([]);
      return { ...first, ...later };
    };

    it('V24 says everything, in words of its own', async () => {
      const words = await load();
      expect(Object.keys(words).sort()).toEqual(Object.keys(ENGLISH).sort());
      const untranslated = Object.keys(words).filter(
        (key) => !SAME.has(key) && JSON.stringify(words[key]) === JSON.stringify(ENGLISH[key]),
      );
      expect(untranslated).toEqual([]);
    });

    it('V24 fills in what English fills in', async () => {
      const words = await load();
      for (const [key, english] of Object.entries(ENGLISH)) {
        const expected = placeholders(forms(english).join(' '));
        for (const form of forms(words[key])) {
          // A form for exactly one or two may say the number in words.
          const missing = expected.filter(
            (name) => !form.includes(name) && !(name === '{count}' && forms(english).length > 1),
          );
          expect(missing, `${key}: ${form}`).toEqual([]);
          expect(
            placeholders(form).filter((name) => !expected.includes(name)),
            `${key}: ${form}`,
          ).toEqual([]);
        }
      }
    });

    it('V24 has a form for every number, and says the number where the form is for several', async () => {
      const words = await load();
      const rules = new Intl.PluralRules(language);
      const numbers = new Map<string, number[]>();
      for (const count of COUNTS) {
        const category = rules.select(count);
        numbers.set(category, [...(numbers.get(category) ?? []), count]);
      }
      for (const [key, text] of Object.entries(words)) {
        if (typeof text !== 'object') continue;
        for (const [category, counts] of numbers) {
          // French and Spanish have a form for millions: nobody has as many messages, and `other` serves.
          if (counts.every((count) => count >= 1000)) continue;
          const form = text[category];
          expect(form, `${key}, ${category}`).toBeDefined();
          if (counts.length > 1) expect(form, `${key}, ${category}`).toContain('{count}');
        }
      }
    });

    it('V24 names the launcher, before the rest has come, as it does afterwards', async () => {
      const words = await load();
      for (const key of Object.keys(launcherWords) as (keyof typeof launcherWords)[]) {
        expect(languageFor(language)?.launcher[key]).toBe(words[key]);
        expect(words[key]).not.toBe(launcherWords[key]);
      }
    });
  });

  it('V24 words of seldom parts come for the language of the chat, also of a region, and a page may say its own', async () => {
    const spoken = async (localizer: Localizer): Promise<string> =>
      (await withLaterWords(localizer)).extended(pictureWords).text('picture-use');
    expect(await spoken(await loadLocalizer('de-AT'))).toBe('Bild verwenden');
    expect(await spoken(createLocalizer('en-GB'))).toBe('Use picture');
    const labels = { 'picture-use': 'Take it' } as Parameters<typeof loadLocalizer>[1];
    expect(await spoken(await loadLocalizer('de', labels))).toBe('Take it');
  });

  it('V24 writes dates and figures in the same language', async () => {
    const japanese = await loadLocalizer('ja');
    expect(japanese.day(new Date(2025, 2, 3).getTime(), new Date(2026, 0, 5).getTime())).toBe('2025年3月3日');
    const arabic = await loadLocalizer('ar');
    expect(arabic.direction).toBe('rtl');
    expect(arabic.text('announce-messages', { count: 2, name: 'ليلى' })).toBe('رسالتان جديدتان من ليلى');
    const russian = await loadLocalizer('ru');
    expect([1, 3, 5, 21].map((count) => russian.text('announce-messages-several', { count }))).toEqual([
      '1 новое сообщение',
      '3 новых сообщения',
      '5 новых сообщений',
      '21 новое сообщение',
    ]);
  });
});
