/** In which form a recording is made: one that this browser writes and the owner lets through. */
import type { Microphone } from '@support-chat/core';
import type { FileRules } from '@support-chat/protocol';

/** Bits of a second: speech is clear, and five minutes are less than 2 MB. */
export const BITS_PER_SECOND = 48_000;

export interface RecordingFormat {
  /** Of the file's name. */
  readonly ending: string;
  /** For the recorder. */
  readonly type: string;
}

/** The best first: the newer engines write and play the first, older Safari the second, older Firefox the third. */
const FORMATS: readonly RecordingFormat[] = [
  { ending: 'weba', type: 'audio/webm;codecs=opus' },
  { ending: 'm4a', type: 'audio/mp4' },
  { ending: 'ogg', type: 'audio/ogg;codecs=opus' },
];

/** @returns undefined where nothing can be recorded, or no sound be sent */
export function recordingFormat(
  rules: FileRules,
  { records }: Pick<Microphone, 'records'>,
): RecordingFormat | undefined {
  if (!rules.enabled) return undefined;
  return FORMATS.find(({ ending, type }) => rules.endings.includes(ending) && records(type));
}
