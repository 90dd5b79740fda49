import { fillShortcut, findShortcuts, readShortcuts, type Shortcut } from '@support-chat/protocol';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyText, seeded } from '../../support/property.js';

const shortcut = (name: string, more: Partial<Shortcut> = {}): Shortcut => {
  return { id: `${name}-${more.locale ?? ''}-${more.department ?? ''}`, name, text: `The text of ${name}`, ...more };
};

describe('fillShortcut', () => {
  it.each([
    ['Hello {visitor.name}!', { 'visitor.name': 'Mia' }, 'Hello Mia!'],
    ['Hello {visitor.name}!', {}, 'Hello!'],
    ['Hello {visitor.name|friend}!', {}, 'Hello friend!'],
    ['Hello {visitor.name|friend}!', { 'visitor.name': 'Mia' }, 'Hello Mia!'],
    ['{visitor.name}, hello', { 'visitor.name': '' }, ', hello'],
    ['{agent.name} {agent.name}', { 'agent.name': 'Ada' }, 'Ada Ada'],
    ['See {page.title} ({page.url}), {department}', { 'page.title': 'Jug', 'page.url': '/jug' }, 'See Jug (/jug),'],
    ['{nobody} {a.b} {} {visitor.name', {}, '{nobody} {a.b} {} {visitor.name'],
    ['{agent.name}', { 'agent.name': '{visitor.name} $& $1' }, '{visitor.name} $& $1'],
  ])('%s', (text, values, filled) => {
    expect(fillShortcut(text, values)).toBe(filled);
  });

  it('leaves a text without places as it is (property)', () => {
    const plain = anyText().map((text) => text.replaceAll('{', ''));
    seeded(fc.property(plain, (text) => fillShortcut(text, { 'visitor.name': 'Mia' }) === text));
  });
});

describe('findShortcuts', () => {
  const all = [
    shortcut('wait', { locale: 'en' }),
    shortcut('wait', { locale: 'de' }),
    shortcut('wait', { department: 'sales' }),
    shortcut('hello'),
    shortcut('hello', { department: 'sales', locale: 'fr' }),
    shortcut('größe', { text: 'All sizes, in Grau' }),
  ];
  const ids = (words: string, context = {}, limit?: number) =>
    findShortcuts(all, words, context, limit).map(({ id }) => id);

  it('gives one of each name: of the language and the department before others', () => {
    expect(ids('wait', { locale: 'de-AT' })).toEqual(['wait-de-']);
    expect(ids('wait', { locale: 'pt' })).toEqual(['wait--sales']);
    expect(ids('wait', { locale: 'en', department: 'sales' })).toEqual(['wait-en-']);
    expect(ids('hello', { department: 'sales' })).toEqual(['hello--']);
    expect(ids('hello', { locale: 'fr', department: 'sales' })).toEqual(['hello-fr-sales']);
    expect(findShortcuts([shortcut('a', { department: 'x' }), shortcut('a')], 'a', {})[0]?.id).toBe('a--');
    expect(findShortcuts([shortcut('a'), shortcut('a', { department: 'x' })], 'a', { department: 'x' })[0]?.id).toBe(
      'a--x',
    );
  });

  it('gives what begins so before what holds the words, without regard to case and accents', () => {
    expect(ids('GRO')).toEqual(['größe--']);
    expect(ids('grau')).toEqual(['größe--']);
    expect(ids('all sizes')).toEqual(['größe--']);
    expect(ids('h', { locale: 'en' })).toEqual(['hello--', 'wait-en-']);
    expect(ids('nothing of this')).toEqual([]);
  });

  it('gives all for no words, by name, and no more than asked for', () => {
    expect(ids('', { locale: 'en' })).toEqual(['größe--', 'hello--', 'wait-en-']);
    expect(ids(' ', { locale: 'en' }, 2)).toEqual(['größe--', 'hello--']);
  });
});

describe('readShortcuts', () => {
  it('reads what the server says, and nothing else', () => {
    expect(readShortcuts({ shortcuts: [{ ...shortcut('wait', { locale: 'en' }), extra: 1 }] }, 'answer')).toEqual({
      shortcuts: [shortcut('wait', { locale: 'en' })],
    });
    expect(() => readShortcuts({ shortcuts: [{ name: 'wait' }] }, 'answer')).toThrow('frame-invalid');
    expect(() => readShortcuts('<html>', 'answer')).toThrow('frame-invalid');
  });
});
