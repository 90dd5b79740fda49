/** What a message does to a conversation: who takes part from then on, who has it, and what lists show of it. */
import { excerpt, ProtocolError, wordsOf, type LogCommand } from '@support-chat/protocol';
import type { Transaction } from 'kysely';
import { phaseAfterWriting } from '../bot/bot-talks.js';
import { attach } from '../files/attach.js';
import { takeRoom } from '../routing/room.js';
import type { Schema } from '../store/schema.js';
import type { Actor } from './actor.js';
import { judgeAnswer } from './cards.js';
import type { CommandContext } from './commands.js';
import type { ConversationChange, ConversationRow, EventDraft } from './log.js';
import { joinedAt } from './participants.js';

/** What a command comes to. */
export type Outcome =
  /** Appends; the last draft is the command's own event. */
  | { readonly drafts: readonly EventDraft[]; readonly change: ConversationChange }
  /** The log says it already. */
  | { readonly existing: { readonly seq: number; readonly time: number } };

/** What a message does, of whoever. @throws ProtocolError as `execute` does */
export async function sendMessage(
  transaction: Transaction<Schema>,
  actor: Actor,
  command: Extract<LogCommand, { type: 'message-send' }>,
  conversation: ConversationRow,
  { time, byMail = false }: Pick<CommandContext, 'time' | 'byMail'>,
): Promise<Outcome> {
  const { card, answer, offered } = command;
  if (card && actor.kind === 'visitor') throw new ProtocolError('forbidden', { detail: 'Only agents send cards.' });
  if ((answer || offered) && actor.kind !== 'visitor')
    throw new ProtocolError('forbidden', { detail: 'Only visitors answer.' });
  const existing = answer ? await judgeAnswer(transaction, conversation.id, answer) : null;
  if (existing !== null) return { existing };
  const attachments = await attach(transaction, actor, command, conversation.id);
  const drafts: EventDraft[] = [];
  const { phase, assignee } = conversation;
  // Either side's message opens an ended conversation again: a written word is never lost to a race with the end.
  if (phase === 'ended') drafts.push({ type: 'conversation-reopened', author: actor });
  const change: ConversationChange = {
    last_message: JSON.stringify({
      author: actor,
      text: excerpt(wordsOf({ text: command.text.trim(), attachments })),
      time,
    }),
  };
  if (actor.kind === 'visitor') {
    change.visitor_messages = conversation.visitor_messages + 1;
    const next = await phaseAfterWriting(transaction, conversation);
    if (next !== phase) Object.assign(change, { phase: next, assignee: null });
    if (next !== 'bot' && !byMail) change.waiting_since = conversation.waiting_since ?? time;
    // Who is back in the chat is in one from now on.
    if (!byMail) change.by_mail = 0;
  } else {
    // An agent who writes takes part, and takes the conversation when nobody has it.
    const isFree = phase !== 'live' || assignee === null;
    if (isFree && !byMail) await takeRoom(transaction, actor.id);
    if (phase !== 'live' || (await joinedAt(transaction, conversation.id, actor)) === null) {
      drafts.push({ type: 'participant-joined', author: actor });
    }
    Object.assign(change, {
      phase: 'live',
      waiting_since: null,
      ...(isFree && { assignee: actor.id, by_mail: byMail ? 1 : 0 }),
    });
  }
  const { id, text } = command;
  const extras = {
    ...(card && { card }),
    ...(answer && { answer }),
    ...(offered && { offered }),
    ...(attachments.length > 0 && { attachments: [...attachments] }),
  };
  drafts.push({ type: 'message-added', id, author: actor, text, ...extras });
  return { drafts, change };
}
