/**
 * What each command does to a conversation. Runs inside one transaction and may run again (see `Store.write`); owns
 * phases, joining and the answers to repeated commands. Who may speak to which conversation is decided here and
 * nowhere else; who somebody is was decided by `identity`.
 */
import {
  contactDetailsOf,
  excerpt,
  ProtocolError,
  type ContactDetails,
  type LogCommand,
  type LogEvent,
  type Participant,
  type VisitorProfile,
} from '@support-chat/protocol';
import type { Transaction } from 'kysely';
import type { Schema } from '../store/schema.js';
import { mayUse, type Actor } from './actor.js';
import { isAnswering, noteAsked } from '../bot/bot-talks.js';
import { recordAnswer, recordCard } from './cards.js';
import { leaveCurrent, lockVisitor, noteWritten, type Left } from './current.js';
import { isGone } from './erase.js';
import { findCommand, recordCommand } from './ledger.js';
import {
  append,
  lockConversation,
  readHead,
  type ConversationChange,
  type ConversationRow,
  type EventDraft,
} from './log.js';
import { joinedAt, markJoined } from './participants.js';
import { sendMessage, type Outcome } from './send-message.js';
import { leaveRoom, takeRoom } from '../routing/room.js';

/** What a command needs from outside the database. */
export interface CommandContext {
  /** Wall time. */
  readonly time: number;
  /** Id and epoch of the conversation that this command may have to make. */
  readonly newConversation: string;
  readonly newEpoch: string;
  /** A message travels by mail: it takes no room of an agent, and nobody sits and waits for the next one. */
  readonly byMail?: boolean;
}

/** A wait that is over. */
export interface Waited {
  readonly milliseconds: number;
  /** As the visitor named it; null: none. */
  readonly department: string | null;
}

/** What is stored now. */
export interface Stored {
  readonly conversation: string;
  readonly visitor: string;
  readonly epoch: string;
  /** Place of the command's own event. */
  readonly seq: number;
  readonly time: number;
  /** What was appended, in order; empty when the command said nothing new. */
  readonly events: readonly LogEvent[];
  /** Somebody joined who had read before, unseen: the others learn now how far they got. */
  readonly joined?: Participant;
  /** Milliseconds the visitor had waited whom an agent has now joined, and the department they asked for. */
  readonly waited?: Waited;
  /** The visitor waits now and did not before, or the other way round. */
  readonly queueMoved: boolean;
  /** The command made the conversation. */
  readonly created: boolean;
  /** Its id was in the ledger already. */
  readonly repeated: boolean;
  /** The conversation is its visitor's current one now, and was not before. */
  readonly left: Left;
}

/**
 * Stores a command.
 *
 * @throws ProtocolError `conversation-unknown`, `epoch-stale`, `id-conflict`, `forbidden`, `frame-invalid`,
 *   `answer-invalid`, `already-answered`, `upload-unknown`, `upload-unfinished`, `capacity-reached`
 */
export async function execute(
  transaction: Transaction<Schema>,
  actor: Actor,
  command: LogCommand,
  context: CommandContext,
): Promise<Stored> {
  const found = await findConversation(transaction, actor, command, context);
  const { conversation } = found;
  const { id, epoch, visitor, head } = conversation;
  const created = head === 0;
  const place = { conversation: id, visitor, epoch, left: undefined, queueMoved: false };

  const recorded = await findCommand(transaction, actor, command, id);
  if (recorded !== null) {
    if (created) throw new ProtocolError('id-conflict'); // what was made for it is not stored
    const elsewhere = recorded.conversation === id ? null : await readHead(transaction, 'id', recorded.conversation);
    const { epoch: logged } = elsewhere?.cursor ?? place;
    return { ...place, epoch: logged, ...recorded, events: [], created: false, repeated: true };
  }

  const outcome = await decide(transaction, actor, command, conversation, context);
  if ('existing' in outcome) {
    await recordCommand(transaction, actor, command, id, outcome.existing.seq);
    return { ...place, ...outcome.existing, events: [], created: false, repeated: false };
  }
  const events = await append(transaction, conversation, outcome.drafts, outcome.change, context.time);
  const seq = head + events.length;
  if (command.type === 'message-send') {
    if (command.card) await recordCard(transaction, id, command.id, seq);
    if (command.answer) await recordAnswer(transaction, id, command.answer.to, seq);
    const { phase } = { ...conversation, ...outcome.change };
    if (actor.kind === 'visitor' && phase === 'bot') await noteAsked(transaction, id, seq);
  }
  await recordCommand(transaction, actor, command, id, seq);
  const left =
    created || !('text' in command) || command.type === 'rating-give' || isVisitorsMail(actor, context)
      ? found.left
      : await noteWritten(transaction, conversation);
  const queueMoved = waits(conversation) !== waits({ ...conversation, ...outcome.change });
  const stored = { ...place, seq, time: context.time, events, created, repeated: false, left, queueMoved };
  const joining = events.find(({ type }) => type === 'participant-joined');
  if (joining === undefined) return stored;
  const waited = await waitOf(transaction, conversation, context.time);
  return {
    ...stored,
    ...(waited && { waited }),
    joined: { author: actor, ...(await markJoined(transaction, id, actor, joining.seq)) },
  };
}

/** Who writes by mail may sit in another chat in this moment, and stays there. */
function isVisitorsMail({ kind }: Actor, { byMail = false }: CommandContext): boolean {
  return byMail && kind === 'visitor';
}

function waits({ phase, waiting_since }: Pick<ConversationRow, 'phase' | 'waiting_since'>): boolean {
  return phase === 'queued' && waiting_since !== null;
}

async function waitOf(
  transaction: Transaction<Schema>,
  { phase, waiting_since, visitor }: ConversationRow,
  time: number,
): Promise<Waited | null> {
  if (phase !== 'queued' || waiting_since === null) return null;
  const { profile } = await transaction
    .selectFrom('visitors')
    .select('profile')
    .where('id', '=', visitor)
    .executeTakeFirstOrThrow();
  const { department = null } = JSON.parse(profile) as VisitorProfile;
  return { milliseconds: Math.max(0, time - waiting_since), department };
}

/** Locks the conversation a command is for, making it when it is a visitor's new one, and checks that it may be used. */
async function findConversation(
  transaction: Transaction<Schema>,
  actor: Actor,
  command: LogCommand,
  context: CommandContext,
): Promise<{ readonly conversation: ConversationRow; readonly left?: Left }> {
  const { conversation: named, epoch } = command;
  if (named === undefined) {
    if (actor.kind !== 'visitor') throw new ProtocolError('frame-invalid', { detail: 'conversation: expected an id' });
    const current = await lockConversation(transaction, 'visitor', actor.id);
    if (current) refuseErased(actor, current);
    return current ? { conversation: current } : makeConversation(transaction, actor, command, context);
  }
  if (epoch === undefined && actor.kind !== 'visitor') {
    throw new ProtocolError('frame-invalid', { detail: 'epoch: expected an id' });
  }
  const conversation = await lockConversation(transaction, 'id', named);
  // Its visitor has chosen the id of a new one, so that all that is written in it finds its way there (P-M2).
  if (conversation === undefined && epoch === undefined) {
    return makeConversation(transaction, actor, command, context, named);
  }
  if (conversation === undefined || !mayUse(actor, conversation)) throw new ProtocolError('conversation-unknown');
  refuseErased(actor, conversation);
  if (epoch !== undefined && conversation.epoch !== epoch) throw new ProtocolError('epoch-stale');
  return { conversation };
}

/** A word on its way while its writer's data was erased is not stored: the session it was written in is gone. */
function refuseErased(actor: Actor, { erased_at }: Pick<ConversationRow, 'erased_at'>): void {
  if (erased_at === null) return;
  throw actor.kind === 'visitor'
    ? new ProtocolError('session-unknown')
    : new ProtocolError('forbidden', { detail: 'The data of this visitor was erased.' });
}

/** @param named - id of one that is begun beside others; without it there is none yet */
async function makeConversation(
  transaction: Transaction<Schema>,
  actor: Actor,
  command: LogCommand,
  context: CommandContext,
  named?: string,
): Promise<{ readonly conversation: ConversationRow; readonly left: Left }> {
  await lockVisitor(transaction, actor.id);
  if (await isGone(transaction, actor.id)) throw new ProtocolError('session-unknown');
  const left = named === undefined ? null : await leaveCurrent(transaction, actor.id);
  await transaction
    .insertInto('conversations')
    .values({
      id: named ?? context.newConversation,
      visitor: actor.id,
      epoch: context.newEpoch,
      head: 0,
      phase: command.type === 'message-send' && (await isAnswering(transaction)) ? 'bot' : 'queued',
      started_at: context.time,
      visitor_messages: 0,
      is_current: 1,
    })
    // Two tabs say their first word at once: the second waits here for the first and then uses its conversation.
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const conversation =
    named === undefined
      ? await lockConversation(transaction, 'visitor', actor.id)
      : await lockConversation(transaction, 'id', named);
  if (conversation === undefined) throw new Error('A conversation that was just made is not there.');
  if (!mayUse(actor, conversation)) throw new ProtocolError('conversation-unknown');
  if (conversation.head === 0) await markJoined(transaction, conversation.id, actor, 0);
  return { conversation, left };
}

async function decide(
  transaction: Transaction<Schema>,
  actor: Actor,
  command: LogCommand,
  conversation: ConversationRow,
  context: CommandContext,
): Promise<Outcome> {
  const { time } = context;
  switch (command.type) {
    case 'message-send':
      return sendMessage(transaction, actor, command, conversation, context);
    case 'contact-submit':
      return submitContact(transaction, actor, command, conversation, time);
    case 'conversation-claim':
      return claim(transaction, actor, conversation);
    case 'conversation-end':
      return end(transaction, actor, conversation, time);
    case 'rating-give':
      return rate(transaction, actor, command, conversation);
  }
}

/** The form of a visitor who does not wait: the conversation becomes a ticket, and nobody's waiting time begins. */
async function submitContact(
  transaction: Transaction<Schema>,
  actor: Actor,
  command: Extract<LogCommand, { type: 'contact-submit' }>,
  { phase, visitor, visitor_messages, waiting_since }: ConversationRow,
  time: number,
): Promise<Outcome> {
  if (actor.kind !== 'visitor') throw new ProtocolError('forbidden', { detail: 'Only visitors fill in the form.' });
  const { id, text } = command;
  const contact = contactDetailsOf(command);
  await nameVisitor(transaction, visitor, contact);
  const change: ConversationChange = {
    last_message: JSON.stringify({ author: actor, text: excerpt(text), time }),
    visitor_messages: visitor_messages + 1,
    ticket: JSON.stringify({ id, time, ...contact }),
    waiting_since: phase === 'live' ? waiting_since : null,
    ...((phase === 'ended' || phase === 'bot') && { phase: 'queued', assignee: null }),
  };
  const drafts: EventDraft[] = phase === 'ended' ? [{ type: 'conversation-reopened', author: actor }] : [];
  return { drafts: [...drafts, { type: 'contact-submitted', id, author: actor, text, ...contact }], change };
}

async function claim(transaction: Transaction<Schema>, actor: Actor, conversation: ConversationRow): Promise<Outcome> {
  if (actor.kind !== 'agent') throw new ProtocolError('forbidden', { detail: 'Only agents take conversations.' });
  const { id, phase, assignee } = conversation;
  if (phase === 'ended') throw new ProtocolError('forbidden', { detail: 'The conversation has ended.' });
  if (phase === 'live') {
    const existing = await joinedAt(transaction, id, actor);
    if (existing !== null) return { existing };
  }
  if (phase !== 'live' || assignee === null) await takeRoom(transaction, actor.id);
  return {
    drafts: [{ type: 'participant-joined', author: actor }],
    change: { phase: 'live', ...((phase !== 'live' || assignee === null) && { assignee: actor.id, by_mail: 0 }) },
  };
}

async function end(
  transaction: Transaction<Schema>,
  actor: Actor,
  conversation: ConversationRow,
  time: number,
): Promise<Outcome> {
  if (conversation.phase === 'ended') {
    const existing = await transaction
      .selectFrom('events')
      .select(['seq', 'time'])
      .where('conversation', '=', conversation.id)
      .where('type', '=', 'conversation-ended')
      .orderBy('seq', 'desc')
      .executeTakeFirstOrThrow();
    return { existing };
  }
  if (conversation.assignee !== null) await leaveRoom(transaction, conversation.assignee, time);
  return {
    drafts: [{ type: 'conversation-ended', author: actor }],
    change: { phase: 'ended', waiting_since: null },
  };
}

/** Whoever told no name or address before is known by those of the form from now on. */
async function nameVisitor(
  transaction: Transaction<Schema>,
  id: string,
  { name, email }: ContactDetails,
): Promise<void> {
  const row = await transaction.selectFrom('visitors').select('profile').where('id', '=', id).executeTakeFirstOrThrow();
  const known = JSON.parse(row.profile) as VisitorProfile;
  const profile = JSON.stringify({ ...known, name: known.name || name, email: known.email || email });
  if (profile === row.profile) return;
  await transaction.updateTable('visitors').set({ profile }).where('id', '=', id).execute();
}

/** A rating is of an ending: there has to be one, whatever has happened since. */
async function rate(
  transaction: Transaction<Schema>,
  actor: Actor,
  { id, score, text }: Extract<LogCommand, { type: 'rating-give' }>,
  conversation: ConversationRow,
): Promise<Outcome> {
  if (actor.kind !== 'visitor') throw new ProtocolError('forbidden', { detail: 'Only visitors rate.' });
  const ending = await transaction
    .selectFrom('events')
    .select('seq')
    .where('conversation', '=', conversation.id)
    .where('type', '=', 'conversation-ended')
    .limit(1)
    .executeTakeFirst();
  if (ending === undefined) throw new ProtocolError('forbidden', { detail: 'The conversation has not ended.' });
  return { drafts: [{ type: 'rating-given', id, author: actor, score, text }], change: { rating: score } };
}
