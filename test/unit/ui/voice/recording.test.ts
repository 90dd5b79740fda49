/** A recording from the press to the file: which press means what, the time, and the limits (V31). */
import { DEFAULT_FILE_RULES } from '@support-chat/protocol';
import { expect, it } from 'vitest';
import { recordingFormat } from '../../../../packages/ui/src/features/voice/recording-format.js';
import {
  elapsed,
  idle,
  MAX_SECONDS,
  secondsLeft,
  step,
  WARNING,
  type RecordingEffect,
  type RecordingInput,
  type RecordingState,
} from '../../../../packages/ui/src/features/voice/recording.js';

/** Plays inputs; what is to be done is collected. */
function play(...inputs: readonly RecordingInput[]): { state: RecordingState; effects: RecordingEffect[] } {
  const effects: RecordingEffect[] = [];
  const state = inputs.reduce((before: RecordingState, input) => {
    const [after, effect] = step(Object.freeze(before), input);
    if (effect) effects.push(effect);
    return after;
  }, idle);
  return { state, effects };
}

const start = { type: 'start' } as const;
const stop = { type: 'stop' } as const;
const discard = { type: 'discard' } as const;
const at = (type: 'granted' | 'pause' | 'resume', seconds: number) => ({ type, at: seconds * 1000 });
const tick = (seconds: number, size = 0, maxSize = Infinity) =>
  ({ type: 'tick', at: seconds * 1000, size, maxSize }) as const;

it('V31 begins when the microphone is there, and keeps what was said when it is stopped', () => {
  const { state, effects } = play(start, start, at('granted', 1), stop, stop);
  expect(effects).toEqual(['open', 'keep']);
  expect(state.phase).toBe('finishing');
  expect(step(state, { type: 'done' })).toEqual([idle]);
});

it('V31 a pause takes no time, however long it is', () => {
  const { state, effects } = play(start, at('granted', 10), at('pause', 14), at('pause', 20), at('resume', 100));
  expect(effects).toEqual(['open', 'pause', 'resume']);
  expect(elapsed(state, 103_000)).toBe(7_000);
  expect(elapsed(play(start, at('granted', 10), at('pause', 14)).state, 99_000)).toBe(4_000);
  expect(elapsed(idle, 5_000)).toBe(0);
});

it('V31 nobody is recorded who thought better of it while the browser asked', () => {
  for (const away of [stop, discard]) {
    const { state, effects } = play(start, away, at('granted', 5));
    expect(state).toEqual(idle);
    expect(effects).toEqual(['open', 'drop']);
  }
  expect(play(start, { type: 'failed' }).state).toEqual(idle);
});

it('V31 what is discarded leaves nothing, paused or not; presses that fit nothing change nothing', () => {
  expect(play(start, at('granted', 1), discard)).toEqual({ state: idle, effects: ['open', 'drop'] });
  expect(play(start, at('granted', 1), at('pause', 2), discard)).toEqual({
    state: idle,
    effects: ['open', 'pause', 'drop'],
  });
  expect(play(stop, discard, at('pause', 1), at('resume', 1), tick(1))).toEqual({ state: idle, effects: [] });
});

it('V31 tells once that the end is near, and keeps what there is at the end', () => {
  const near = MAX_SECONDS - WARNING;
  const { effects } = play(
    start,
    at('granted', 0),
    tick(near - 1),
    tick(near + 1),
    tick(near + 2),
    tick(MAX_SECONDS + 1),
  );
  expect(effects).toEqual(['open', 'warn', 'full']);
  const paused = play(start, at('granted', 0), tick(near + 1), at('pause', near + 2), at('resume', 900), tick(901));
  expect(paused.effects).toEqual(['open', 'warn', 'pause', 'resume']);
});

it("V31 ends before it is larger than the owner's files may be", () => {
  expect(secondsLeft(10, { size: 0, maxSize: 100 })).toBe(MAX_SECONDS - 10);
  // 1,000 bytes a second: room for 50 more, less the piece that comes with the end.
  expect(secondsLeft(10, { size: 10_000, maxSize: 60_000 })).toBe(49);
  expect(play(start, at('granted', 0), tick(10, 10_000, 10_500)).effects).toEqual(['open', 'full']);
});

it('V31 records what the browser writes and the owner lets through, or not at all', () => {
  const records = (...types: readonly string[]) => ({
    records: (type: string) => types.some((one) => type.startsWith(one)),
  });
  const rules = { ...DEFAULT_FILE_RULES, endings: ['weba', 'm4a', 'ogg'] } as typeof DEFAULT_FILE_RULES;
  expect(recordingFormat(rules, records('audio/webm', 'audio/mp4'))?.ending).toBe('weba');
  expect(recordingFormat(rules, records('audio/mp4'))?.ending).toBe('m4a');
  expect(recordingFormat({ ...rules, endings: ['ogg'] }, records('audio/webm', 'audio/ogg'))?.ending).toBe('ogg');
  expect(recordingFormat({ ...rules, endings: ['pdf'] }, records('audio/webm'))).toBeUndefined();
  expect(recordingFormat(rules, records())).toBeUndefined();
  expect(recordingFormat({ ...rules, enabled: false }, records('audio/webm'))).toBeUndefined();
});
