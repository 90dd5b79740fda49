import { describe, expect, it } from 'vitest';
import { inTone, loadCatalogue, ofCode, search } from '../../../../packages/ui/src/features/emoji/catalogue.js';
import { languages } from '../../../../packages/ui/src/features/emoji/data/languages.js';
import { EmojiMemory } from '../../../../packages/ui/src/features/emoji/memory.js';
import { codeBefore, completeCodes } from '../../../../packages/ui/src/features/emoji/shortcodes.js';

const all = () => true;

describe('V13 shortcodes in what is typed', () => {
  const at = (text: string) => codeBefore(text, text.length);

  it('V13 finds the one before the caret, open or closed', () => {
    expect(at('well :smi')).toEqual({ start: 5, word: 'smi', closed: false });
    expect(at(':+1:')).toEqual({ start: 0, word: '+1', closed: true });
    expect(at('😀:tada:')).toEqual({ start: 2, word: 'tada', closed: true });
    expect(at(':مبت')).toEqual({ start: 0, word: 'مبت', closed: false });
    expect(codeBefore(':smile later', 4)).toEqual({ start: 0, word: 'smi', closed: false });
  });

  it.each([
    'http://x:80',
    'http://shop:port',
    '12:30',
    '12:30:45',
    'Re:hello',
    'a :s',
    ': )',
    ':)',
    '::name',
    'C:\\dir',
    ':12',
  ])('V13 leaves %s alone', (text) => expect(at(text)).toBeNull());

  it('V13 finds all that are complete', () => {
    expect(completeCodes('a :tada: b :joy: 12:30:45').map(({ word }) => word)).toEqual(['tada', 'joy']);
  });
});

describe('V13 the catalogue of emoji', () => {
  it.each(Object.keys(languages))('V13 names every emoji in %s', async (language) => {
    const { emojis, tones } = await loadCatalogue(language, all);
    expect(emojis.length).toBeGreaterThan(1850);
    expect(emojis.filter(({ name }) => !name || name.includes('undefined'))).toEqual([]);
    expect(new Set(tones).size).toBe(5);
  });

  it.each([
    ['en', 'party', '🎉'],
    ['en', 'smiling eyes', '😄'],
    ['de', 'lächeln', '🙂'],
    ['de', 'lacheln', '🙂'],
    ['de', 'tada', '🎉'],
    ['ja', 'スマイル', '😀'],
    ['ja', 'すまいる', '😀'],
    ['ar', 'قلب', '❤️'],
    ['he', 'לב', '❤️'],
    ['fr', 'Allemagne', '🇩🇪'],
    ['ru', 'сердце', '❤️'],
  ])('V13 finds in %s by %s', async (language, query, char) => {
    const found = search(await loadCatalogue(language, all), query);
    expect(found.map((emoji) => emoji.char)).toContain(char);
  });

  it('V13 shows the exact one first, and nothing for nonsense', async () => {
    const catalogue = await loadCatalogue('en-GB', all);
    expect(search(catalogue, 'smile')[0]?.char).toBe('😄');
    expect(search(catalogue, 'qqxx')).toEqual([]);
    expect(search(catalogue, '  ')).toEqual([]);
  });

  it('V13 puts a tone where each emoji wants it', async () => {
    const catalogue = await loadCatalogue('en', all);
    const toned = (code: string) => inTone(ofCode(catalogue, code)!, 3);
    expect(toned('wave')).toBe('👋🏽');
    expect(toned('v')).toBe('✌🏽');
    expect(toned('tada')).toBe('🎉');
    expect(toned('people_holding_hands')).toBe('🧑🏽‍🤝‍🧑🏽');
  });

  it('V13 leaves out what the platform cannot draw', async () => {
    const { emojis } = await loadCatalogue('en', (_, version) => version < 14);
    expect(emojis.some(({ char }) => char === '🫠')).toBe(false);
    expect(emojis.some(({ char }) => char === '😀')).toBe(true);
  });
});

describe('V13 what is remembered', () => {
  const storage = (kept: Map<string, string>) => ({
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
  });

  it('V13 keeps tone and the last ones, each once', () => {
    const kept = storage(new Map());
    const memory = new EmojiMemory(() => [kept, 'shop']);
    memory.setTone(2);
    for (const char of ['😀', '🎉', '😀']) memory.use(char);
    const later = new EmojiMemory(() => [kept, 'shop']);
    expect([later.tone, later.recent]).toEqual([2, ['😀', '🎉']]);
    expect(new EmojiMemory(() => [kept, 'other shop']).recent).toEqual([]);
  });

  it.each(['{', '7', '["x",3,"😀"]', '[9]', 'null'])('V13 reads nothing wrong from %s', (text) => {
    const memory = new EmojiMemory(() => [storage(new Map([['support-chat-emoji:shop', text]])), 'shop']);
    expect(memory.tone).toBe(0);
    expect(memory.recent.every((char) => typeof char === 'string')).toBe(true);
  });

  it('V13 goes on where storage is blocked', () => {
    const memory = new EmojiMemory(() => {
      throw new DOMException('blocked', 'SecurityError');
    });
    memory.use('😀');
    memory.setTone(1);
    expect([memory.tone, memory.recent]).toEqual([1, ['😀']]);
  });
});
