import { describe, expect, it } from 'vitest';
import { calledByColon, typedName } from '../../../packages/desk/src/features/shortcuts/typed-name.js';

describe('names of shortcuts in what is typed (A5)', () => {
  it.each([
    ['/', { start: 0, name: '' }],
    ['/he', { start: 0, name: 'he' }],
    ['Yes. /größe-2', { start: 5, name: 'größe-2' }],
    ['one\n/two', { start: 4, name: 'two' }],
    ['/こんにちは', { start: 0, name: 'こんにちは' }],
    ['and/or', null],
    ['https://shop.example/a', null],
    ['//comment', null],
    ['/two words', null],
    ['/usr/bin', null],
    ['', null],
  ])('%j', (text, found) => {
    expect(typedName(text, text.length)).toEqual(found);
  });

  it('only what stands before the caret counts', () => {
    expect(typedName('/hello you', 3)).toEqual({ start: 0, name: 'he' });
  });

  it.each([
    [':wait ', { start: 0, name: 'wait' }],
    ['Yes :wait ', { start: 4, name: 'wait' }],
    [':wait', null],
    ['at 10:wait ', null],
    [': ', null],
    [':wait: ', null],
  ])('%j', (text, found) => {
    expect(calledByColon(text, text.length)).toEqual(found);
  });
});
