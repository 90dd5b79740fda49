import { describe, expect, it } from 'vitest';
import { barsPath, BARS, peaksOf, PLAIN } from '../../../../packages/ui/src/features/voice/waveform.js';

/** A tone whose loudness at a place is what `loudness` says. */
const tone = (length: number, loudness: (place: number) => number): Float32Array =>
  Float32Array.from({ length }, (_, at) => loudness(at / length) * (at % 2 === 0 ? 1 : -1));
const heights = (path: string): number[] => [...path.matchAll(/v([\d.]+)/g)].map(([, height]) => Number(height));

describe('V31 waveform', () => {
  it('V31 shows how loud each piece is, the loudest in full', () => {
    const peaks = peaksOf(
      tone(8000, (place) => (place < 0.5 ? 0.1 : 0.4)),
      4,
    );
    expect(peaks.map((peak) => Math.round(peak * 100) / 100)).toEqual([0.25, 0.25, 1, 1]);
  });

  it('V31 shows who whispers, and no shape in silence', () => {
    expect(Math.max(...peaksOf(tone(8000, () => 0.01)))).toBe(1);
    expect(peaksOf(tone(8000, () => 0.0001))).toEqual(PLAIN);
    expect(peaksOf(new Float32Array(0))).toEqual(PLAIN);
  });

  it('V31 takes sounds that are shorter than there are bars', () => {
    const peaks = peaksOf(tone(3, () => 1));
    expect(peaks).toHaveLength(BARS);
    expect(peaks.every(Number.isFinite)).toBe(true);
  });

  it('V31 draws a bar for each peak, a dot for silence, and never leaves its box', () => {
    const path = barsPath([0, 0.5, 1, 7]);
    expect(heights(path)).toEqual([2.2, 14, 28, 28]);
    expect(barsPath([0, 0.5, 1, 7], 0, 2) + barsPath([0, 0.5, 1, 7], 2)).toBe(path);
    expect(path).not.toContain('NaN');
  });
});
