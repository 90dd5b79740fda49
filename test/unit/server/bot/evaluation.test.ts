/**
 * How good the bot is at questions with known answers, in the twelve languages: `bench/bot`. Thresholds and lists of words were
 * tried on the half that is called `tuning` only; the rates hold for the other one.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { THRESHOLD } from '../../../../packages/server/src/bot/decide.js';
import { PassageIndex } from '../../../../packages/server/src/bot/passage-index.js';

const FOLDER = new URL('../../../../bench/bot/', import.meta.url);

interface Question {
  readonly locale: string;
  readonly question: string;
  /** Heading over the passage that answers it; null: none does. */
  readonly passage: string | null;
  readonly half: 'tuning' | 'held-out';
}

const questions = JSON.parse(readFileSync(new URL('questions.json', FOLDER), 'utf8')) as readonly Question[];
const index = new PassageIndex(
  readdirSync(new URL('texts/', FOLDER)).map((name) => ({
    id: `text-of-${name.slice(0, 2)}`,
    title: name,
    locale: '',
    text: readFileSync(new URL(`texts/${name}`, FOLDER), 'utf8'),
  })),
);

describe('A16 questions that were held out', () => {
  const judged = questions
    .filter(({ half }) => half === 'held-out')
    .map((one) => ({ ...one, best: index.find(one.question, one.locale, 1)[0] }));
  const answerable = judged.filter(({ passage }) => passage !== null);
  const others = judged.filter(({ passage }) => passage === null);
  const rate = (part: readonly object[], of: readonly object[]): number => part.length / of.length;
  const wrong = (
    part: readonly { readonly question: string; readonly best?: { readonly heading: string } | undefined }[],
  ) => part.map(({ question, best }) => `${question} → ${best?.heading}`).join('\n');

  it('are enough, in twelve languages', () => {
    expect(new Set(answerable.map(({ locale }) => locale)).size).toBe(12);
    expect(answerable.length).toBeGreaterThanOrEqual(60);
    expect(others.length).toBeGreaterThanOrEqual(24);
  });

  it('have the right passage first, nine times out of ten', () => {
    const right = answerable.filter(({ best, passage }) => best?.heading === passage);
    expect(rate(right, answerable), wrong(answerable.filter((one) => !right.includes(one)))).toBeGreaterThanOrEqual(
      0.9,
    );
  });

  it('are handed over in vain one time out of ten at most', () => {
    const over = answerable.filter(({ best }) => (best?.confidence ?? 0) < THRESHOLD);
    expect(rate(over, answerable), wrong(over)).toBeLessThanOrEqual(0.1);
  });

  it('are answered without an answer in the texts one time out of twenty at most', () => {
    const made = others.filter(({ best }) => (best?.confidence ?? 0) >= THRESHOLD);
    expect(rate(made, others), wrong(made)).toBeLessThanOrEqual(0.05);
  });
});
