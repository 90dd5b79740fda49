import { afterEach, describe, expect, it, vi } from 'vitest';
import { MOST_WORDS, MyWords } from '../../../../packages/desk/src/features/spelling/my-words.js';

/** As much of a `Storage` as is used. */
class Kept {
  readonly items = new Map<string, string>();
  full = false;
  getItem(key: string): string | null {
    return this.items.get(key) ?? null;
  }
  setItem(key: string, value: string): void {
    if (this.full) throw new Error('full');
    this.items.set(key, value);
  }
}
const wordsIn = (kept: Kept, agent = 'anna'): MyWords => new MyWords(kept as unknown as Storage, agent);

describe('V30 my words', () => {
  afterEach(() => vi.restoreAllMocks());

  it('V30 are kept for each agent, in whichever tab they were added, and can be taken back', () => {
    const kept = new Kept();
    const words = wordsIn(kept);
    words.add('Kudo');
    words.add('widgety');
    expect([words.has('Kudo'), words.has('kudo'), words.has('Widgety'), words.has('other')]).toEqual([
      true,
      false,
      true,
      false,
    ]);
    expect(wordsIn(kept, 'otto').has('Kudo')).toBe(false);
    const second = wordsIn(kept);
    expect(second.has('Kudo')).toBe(true);
    words.add('third');
    expect(second.has('third')).toBe(false);
    expect(second.heard('somebody-elses')).toBe(false);
    expect(second.heard([...kept.items.keys()][0] ?? '')).toBe(true);
    expect(second.has('third')).toBe(true);
    second.remove('Widgety');
    words.add('fourth'); // does not bring back what the other tab has removed
    expect(['widgety', 'fourth'].map((word) => wordsIn(kept).has(word))).toEqual([false, true]);
  });

  it('V30 are bounded: the oldest go', () => {
    const kept = new Kept();
    kept.setItem(
      'support-chat-desk-words:anna',
      JSON.stringify(Array.from({ length: MOST_WORDS }, (_, at) => `w${at}`)),
    );
    const words = wordsIn(kept);
    words.add('new');
    expect([words.has('w0'), words.has('w1'), words.has('new')]).toEqual([false, true, true]);
  });

  it('V30 hold for the page where the device keeps nothing, and broken ones are begun anew', () => {
    const warned = vi.spyOn(console, 'warn').mockImplementation(() => undefined);
    const kept = new Kept();
    kept.setItem('support-chat-desk-words:anna', '{"not": "a list"');
    const words = wordsIn(kept);
    expect(words.has('word')).toBe(false);
    kept.full = true;
    words.add('word');
    expect(words.has('word')).toBe(true);
    expect(warned).toHaveBeenCalled();
  });
});
