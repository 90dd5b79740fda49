/**
 * The waveform of a sound that somebody sent. Decoding takes far more memory than the file: so only short sounds, one after
 * the other, and at a rate that is enough to see them. Whatever cannot be decoded is drawn plain; that is no failure.
 */
import { peaksOf } from './waveform.js';

/** Bytes of the largest file whose waveform is drawn: five minutes of what browsers record. */
const MAX_BYTES = 2 * 1024 * 1024;
/** Seconds of the longest. A file may be small and last for hours. */
const MAX_SECONDS = 360;
/** Samples a second, the fewest that every browser can do. */
const RATE = 8000;

let turn: Promise<unknown> = Promise.resolve();

/** @returns undefined for a sound that is too long, or no sound to this browser */
export function decodePeaks(
  { size, duration }: { readonly size: number; readonly duration: number },
  bytes: () => Promise<ArrayBuffer>,
): Promise<readonly number[] | undefined> {
  const decode = async (): Promise<readonly number[] | undefined> => {
    if (size > MAX_BYTES || !(duration <= MAX_SECONDS)) return undefined;
    try {
      const buffer = await new OfflineAudioContext(1, 1, RATE).decodeAudioData(await bytes());
      return peaksOf(buffer.getChannelData(0));
    } catch {
      return undefined; // drawn plain
    }
  };
  const result = turn.then(decode);
  turn = result;
  return result;
}
