/** What a state says about the rating of its last ending: pure. */
import type { ChatState } from '@support-chat/core';
import type { LogEvent } from '@support-chat/protocol';

/** The place of the last ending in the window, and what was said about it: on its way or in the log, the newest counts. */
export function ratingOf({ timeline, outbox }: ChatState): {
  readonly ending: number | null;
  readonly score: number | null;
} {
  const pending = outbox.findLast(({ details, phase }) => details?.type === 'rating-give' && phase !== 'failed');
  let score = pending?.details?.type === 'rating-give' ? pending.details.score : null;
  const runs: readonly (readonly LogEvent[])[] = [...timeline.closed.map(({ events }) => events), timeline.open];
  for (let run = runs.length - 1; run >= 0; run--) {
    const events = runs[run] ?? [];
    for (let index = events.length - 1; index >= 0; index--) {
      const event = events[index];
      if (event?.type === 'conversation-ended') return { ending: event.seq, score };
      if (event?.type === 'rating-given') score ??= event.score;
    }
  }
  return { ending: null, score };
}
