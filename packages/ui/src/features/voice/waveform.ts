/** The shape of a sound: how loud it is from beginning to end, and the bars that are drawn of that. */

/** Bars of a waveform. */
export const BARS = 40;
/** The box the bars are drawn in, see {@link barsPath}. */
export const WAVE_BOX = { width: BARS * 4, height: 32 } as const;
/** Height of a bar of silence, of the whole. */
const FLOOR = 0.08;

/** What stands for a sound of which nothing is known. */
export const PLAIN: readonly number[] = Array.from({ length: BARS }, () => 0);

/**
 * How loud each of `count` pieces of a sound is: 0 to 1, the loudest is 1.
 *
 * @param samples - −1 to 1
 */
export function peaksOf(samples: Float32Array, count = BARS): readonly number[] {
  const peaks = Array.from({ length: count }, (_, index) => {
    const from = Math.floor((index * samples.length) / count);
    const to = Math.floor(((index + 1) * samples.length) / count);
    let sum = 0;
    for (let at = from; at < to; at++) sum += (samples[at] ?? 0) ** 2;
    return to > from ? Math.sqrt(sum / (to - from)) : 0;
  });
  const loudest = Math.max(...peaks);
  // Somebody who whispers is seen as well; a hiss alone is none.
  return loudest < 0.002 ? peaks.map(() => 0) : peaks.map((peak) => peak / loudest);
}

/** The bars `from` to `to` as the path of one stroke, for a box of {@link WAVE_BOX}. */
export function barsPath(peaks: readonly number[], from = 0, to = peaks.length): string {
  let path = '';
  const { width, height } = WAVE_BOX;
  const step = width / peaks.length;
  for (let index = from; index < to; index++) {
    const half = (Math.max(FLOOR, Math.min(1, peaks[index] ?? 0)) * (height - 4)) / 2;
    path += `M${round((index + 0.5) * step)} ${round(height / 2 - half)}v${round(half * 2)}`;
  }
  return path;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
