import { ERRORS, type ErrorCode } from '@support-chat/protocol';
import { describe, expect, it } from 'vitest';
import { formatText } from '../../../packages/ui/src/localizer/format-text.js';
import { languageOf, loadLocalizer } from '../../../packages/ui/src/localizer/load-localizer.js';
import { calendarDay, createLocalizer } from '../../../packages/ui/src/localizer/localizer.js';
import { en } from '../../../packages/ui/src/locales/en.js';

const MINUTE = 60_000;
const noon = new Date(2026, 2, 10, 12, 0).getTime();
/** Engines differ in which blank they put before 'PM' and between figure and unit. */
const plain = (text: string): string => text.replace(/[\u00a0\u202f\u2009]/g, ' ');

describe('texts (V24)', () => {
  it('fills placeholders, writes figures as the language does, and leaves unknown ones visible', () => {
    expect(formatText('{name} has {count}', { name: 'Anna', count: 12345 }, 'de')).toBe('Anna has 12.345');
    expect(formatText('{name} {missing}', { name: '{count}' })).toBe('{count} {missing}');
    expect(formatText('a $& b {name}', { name: '$&' })).toBe('a $& b $&');
  });

  it('chooses plural forms by the rules of the language', () => {
    const forms = { one: '{count} wiadomość', few: '{count} wiadomości', many: '{count} wiadomości.', other: 'x' };
    expect([1, 2, 5, 22].map((count) => formatText(forms, { count }, 'pl'))).toEqual([
      '1 wiadomość',
      '2 wiadomości',
      '5 wiadomości.',
      '22 wiadomości',
    ]);
    expect(formatText({ other: 'all' }, { count: 1 }, 'en')).toBe('all');
  });

  it('has words for every failure: its own, or by what is done about it', () => {
    const localizer = createLocalizer('en', { 'error-unavailable': 'Busy' });
    for (const code of Object.keys(ERRORS) as ErrorCode[]) expect(localizer.error(code)).toMatch(/\w{3}/);
    expect(localizer.error('origin-refused')).toBe(en['error-origin-refused']);
    expect(localizer.error('frame-invalid')).toBe(en['error-never']);
    expect(localizer.error('server-stopping')).toBe(en['error-retry']);
    expect(localizer.error('unavailable')).toBe('Busy');
  });

  it('takes overrides by key', () => {
    const localizer = createLocalizer('en', { 'composer-send': 'Go', 'error-internal': 'Hm' });
    expect(localizer.text('composer-send')).toBe('Go');
    expect(localizer.error('internal')).toBe('Hm');
    expect(localizer.text('retry')).toBe('Try again');
  });
});

describe('choosing a language', () => {
  it.each([
    ['de', 'de'],
    ['de-AT', 'de-AT'],
    ['EN-gb', 'EN-gb'],
    ['zh-Hans-CN', 'zh-Hans-CN'],
    ['iw', 'iw'],
    ['sv', 'en'],
    ['', 'en'],
    ['not a tag', 'en'],
    ['__proto__', 'en'],
    ['constructor', 'en'],
    ['valueof', 'en'],
  ])('%j becomes %s', async (wanted, expected) => expect((await loadLocalizer(wanted)).locale).toBe(expected));

  it('knows the language of a tag, whatever it is', () => {
    expect(['de-AT', 'EN', 'iw', '', 'not a tag'].map(languageOf)).toEqual(['de', 'en', 'he', '', '']);
  });

  it('loads words and formats of the same language', async () => {
    const localizer = await loadLocalizer('de-AT');
    expect(localizer.text('composer-send')).toBe('Senden');
    expect(localizer.day(new Date(2026, 0, 5).getTime(), noon)).toContain('Jänner');
    expect((await loadLocalizer('sv')).text('composer-send')).toBe('Send');
  });

  it('knows the direction', () => {
    expect(['de', 'ar', 'he-IL', 'fa', 'en'].map((locale) => createLocalizer(locale).direction)).toEqual([
      'ltr',
      'rtl',
      'rtl',
      'rtl',
      'ltr',
    ]);
  });
});

describe('time in words (look.md)', () => {
  const localizer = createLocalizer('en-GB');

  it.each([
    [0, 'Now'],
    [59_999, 'Now'],
    [-30_000, 'Now'],
    [MINUTE, '1 min'],
    [59 * MINUTE, '59 mins'],
    [60 * MINUTE, '11:00'],
    [-5 * MINUTE, '12:05'],
  ])('%d ms ago is %s', (age, expected) => expect(plain(localizer.time(noon - age, noon))).toBe(expected));

  it('names days', () => {
    expect(localizer.day(noon, noon)).toBe('Today');
    expect(localizer.day(new Date(2026, 2, 9, 23, 59).getTime(), noon)).toBe('Yesterday');
    expect(localizer.day(new Date(2026, 2, 8).getTime(), noon)).toMatch(/^Sunday,? 8 March$/);
    expect(localizer.day(new Date(2025, 2, 8).getTime(), noon)).toBe('8 March 2025');
  });

  it('counts days by the calendar, also over a change of the clocks', () => {
    const days = Array.from({ length: 400 }, (_, index) => calendarDay(new Date(2026, 0, 1 + index, 0, 30).getTime()));
    expect(days.every((day, index) => index === 0 || day === (days[index - 1] ?? 0) + 1)).toBe(true);
  });
});
