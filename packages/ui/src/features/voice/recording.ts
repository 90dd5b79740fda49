/**
 * A recording, from the press to the file, as a pure function: `step(state, input) → [state, effect]`. Owns the time, the
 * limits, and which press means what; the microphone and what is shown are the recorder's.
 */

/** Longest recording, seconds. */
export const MAX_SECONDS = 300;
/** Seconds before the end at which the person is told. */
export const WARNING = 30;

export type RecordingState =
  | { readonly phase: 'idle' | 'asking' | 'finishing' }
  /** `before`: milliseconds recorded before the last pause; `since`: when it went on. */
  | { readonly phase: 'recording'; readonly before: number; readonly since: number; readonly warned: boolean }
  | { readonly phase: 'paused'; readonly before: number; readonly warned: boolean };

export type RecordingInput =
  /** `at`: milliseconds of any clock that only goes on. */
  | { readonly type: 'granted' | 'pause' | 'resume'; readonly at: number }
  | { readonly type: 'start' | 'failed' | 'stop' | 'discard' | 'done' }
  /** `size`: bytes so far. */
  | { readonly type: 'tick'; readonly at: number; readonly size: number; readonly maxSize: number };

/** What the recorder does next. `keep`: end it, its file goes to the tray; `drop`: end it, nothing is left. */
export type RecordingEffect = 'open' | 'pause' | 'resume' | 'keep' | 'drop' | 'warn' | 'full';

export const idle: RecordingState = { phase: 'idle' };

/** What comes of an input; what does not fit the phase changes nothing. */
export function step(state: RecordingState, input: RecordingInput): readonly [RecordingState, RecordingEffect?] {
  switch (input.type) {
    case 'start':
      return state.phase === 'idle' ? [{ phase: 'asking' }, 'open'] : [state];
    case 'granted': {
      // Who thought better of it meanwhile is not recorded.
      if (state.phase !== 'asking') return [state, 'drop'];
      return [{ phase: 'recording', before: 0, since: input.at, warned: false }];
    }
    case 'pause':
      if (state.phase !== 'recording') return [state];
      return [{ phase: 'paused', before: elapsed(state, input.at), warned: state.warned }, 'pause'];
    case 'resume':
      return state.phase === 'paused' ? [{ ...state, phase: 'recording', since: input.at }, 'resume'] : [state];
    case 'stop':
      if (state.phase === 'asking') return [idle];
      return state.phase === 'recording' || state.phase === 'paused' ? [{ phase: 'finishing' }, 'keep'] : [state];
    case 'discard':
      if (state.phase === 'asking') return [idle];
      return state.phase === 'recording' || state.phase === 'paused' ? [idle, 'drop'] : [state];
    case 'failed':
    case 'done':
      return [idle];
    case 'tick': {
      if (state.phase !== 'recording') return [state];
      const left = secondsLeft(elapsed(state, input.at) / 1000, input);
      if (left <= 0) return [{ phase: 'finishing' }, 'full'];
      return left <= WARNING && !state.warned ? [{ ...state, warned: true }, 'warn'] : [state];
    }
  }
}

/** Milliseconds recorded so far. */
export function elapsed(state: RecordingState, at: number): number {
  if (state.phase === 'recording') return state.before + at - state.since;
  return state.phase === 'paused' ? state.before : 0;
}

/**
 * How long one can go on: until the longest time, or until the file is as large as the owner lets files be.
 *
 * @param seconds - recorded so far
 */
export function secondsLeft(
  seconds: number,
  { size, maxSize }: { readonly size: number; readonly maxSize: number },
): number {
  const rate = size / Math.max(1, seconds);
  // The piece that comes with the end has to fit as well.
  const room = rate > 0 ? (maxSize - size) / rate - 1 : Infinity;
  return Math.min(MAX_SECONDS - seconds, room);
}
