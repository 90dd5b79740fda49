/** What the back end's answers mean. Pure: anything in, our words out; what cannot be read is a coded error. */
import { AdapterError } from '@support-chat/protocol';

/** @returns {{ token: string, conversation: string }} */
export function readVisitor(answer) {
  const { token, conversation } = Object(answer);
  if (typeof token !== 'string' || typeof conversation !== 'string') throw unreadable('a visitor');
  return { token, conversation };
}

/** @returns {{ seq: number, time: number }} */
export function readReceipt(answer) {
  const { number, time } = Object(answer);
  if (!Number.isSafeInteger(number) || typeof time !== 'number') throw unreadable('a receipt');
  return { seq: number, time };
}

/** @returns {import('@support-chat/protocol').LogEvent[]} */
export function readMessages(answer, { conversation, epoch, self }) {
  const { messages } = Object(answer);
  if (!Array.isArray(messages)) throw unreadable('a list of messages');
  return messages.map(({ number, id, by, text, time }) => {
    const place = { conversation, epoch, seq: number, time };
    // A kind that this version does not know keeps its place and shows nothing.
    if (typeof text !== 'string' || typeof id !== 'string') return { type: 'unknown', ...place };
    const author = by === 'visitor' ? self : { kind: 'agent', id: 'agent', name: 'Support' };
    return { type: 'message-added', ...place, id, author, text };
  });
}

function unreadable(what) {
  return new AdapterError('unavailable', { detail: `The answer is not ${what}.` });
}
