/** What a view needs of a microphone. Nothing of the conversation: here, where who draws and who records both see it. */
import type { FileBlob } from '@support-chat/protocol';

/** Why there is no recording: the person or the page's policy said no, or no device answers. */
export type MicrophoneFailure = 'refused' | 'absent';

/** The microphone of the device. */
export interface Microphone {
  /** Whether it can record this media type. */
  records(type: string): boolean;
  /**
   * Asks the person, and begins.
   *
   * @param onEnd - the device went away: what was recorded is there to be stopped
   */
  open(type: string, bitsPerSecond: number, onEnd: () => void): Promise<Recording | MicrophoneFailure>;
}

/** A recording under way. */
export interface Recording {
  /** Bytes so far. */
  readonly size: number;
  /** How loud it is now, 0 to 1. */
  level(): number;
  pause(): void;
  resume(): void;
  /** Ends it and lets go of the device at once. Resolves with all that was recorded; again: with the same. */
  stop(): Promise<FileBlob>;
}
