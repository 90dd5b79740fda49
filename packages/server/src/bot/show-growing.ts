/** Shows an answer that is there already as one that grows: words in a second or so, never half a character. */
import { setTimeout } from 'node:timers/promises';

/** Pieces of one answer. */
const PIECES = 20;

interface Growing {
  readonly show: (text: string) => void;
  /** Milliseconds between two pieces. */
  readonly pace: number;
  readonly signal: AbortSignal;
}

const words = new Intl.Segmenter(undefined, { granularity: 'word' });

/** Resolves when all of it was shown. @throws what the signal says */
export async function showGrowing(text: string, { show, pace, signal }: Growing): Promise<void> {
  const ends = Array.from(words.segment(text), ({ index, segment }) => index + segment.length);
  const step = Math.max(1, Math.ceil(ends.length / PIECES));
  for (let at = step - 1; at < ends.length - 1; at += step) {
    show(text.slice(0, ends[at]));
    await setTimeout(pace, undefined, { signal });
  }
}
