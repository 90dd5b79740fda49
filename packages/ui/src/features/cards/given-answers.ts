/**
 * Which cards have their answer: derived from the log and the outbox, remembered by chunk, so that looking costs as much
 * as there are chunks and not as there are messages. The first answer in the log counts, as in the server (P-K2); one
 * that is still on its way locks the card too, until it is refused.
 */
import type { ChatState } from '@support-chat/core';
import { readCardAnswer, type CardAnswer, type LogEvent } from '@support-chat/protocol';

const remembered = new WeakMap<readonly LogEvent[], readonly CardAnswer[]>();

/** The answers by the id of the message with the card. */
export function givenAnswers({ timeline, outbox }: ChatState): ReadonlyMap<string, CardAnswer> {
  const given = new Map<string, CardAnswer>();
  const take = (answer: CardAnswer | null | undefined): void => {
    if (answer && !given.has(answer.to)) given.set(answer.to, answer);
  };
  for (const { events } of timeline.closed) answersIn(events).forEach(take);
  answersIn(timeline.open).forEach(take);
  for (const { phase, details } of outbox)
    if (phase !== 'failed' && details?.type === 'message-send' && details.answer) {
      take(readCardAnswer(details.answer));
    }
  return given;
}

function answersIn(events: readonly LogEvent[]): readonly CardAnswer[] {
  let answers = remembered.get(events);
  if (!answers) {
    answers = events.flatMap((event) => {
      const answer = event.type === 'message-added' && event.answer ? readCardAnswer(event.answer) : null;
      return answer ? [answer] : [];
    });
    remembered.set(events, answers);
  }
  return answers;
}
