/**
 * Five faces from very bad to very good, one path each for a 24 × 24 box.
 *
 * From Lucide 1.62.0 (ISC License, © Lucide Icons and Contributors): angry, frown, meh, smile, laugh; circles and lines
 * rewritten as paths.
 */
const head = 'M22 12a10 10 0 1 1-20 0 10 10 0 0 1 20 0z';
const eyes = 'M9 9h.01M15 9h.01';

export const FACES = {
  1: `${head}M16 16s-1.5-2-4-2-4 2-4 2M7.5 8 10 9M14 9l2.5-1M9 10h.01M15 10h.01`,
  2: `${head}M16 16s-1.5-2-4-2-4 2-4 2${eyes}`,
  3: `${head}M8 15h8${eyes}`,
  4: `${head}M8 14s1.5 2 4 2 4-2 4-2${eyes}`,
  5: `${head}M18 13a6 6 0 0 1-6 5 6 6 0 0 1-6-5h12z${eyes}`,
} as const;
