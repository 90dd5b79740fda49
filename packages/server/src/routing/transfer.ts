/**
 * Passing a chat on (A4): to an agent, who has it from then on, or to a department, where it waits again. Decided under the
 * lock of the conversation, so that of two at once the first one is true and the second is refused. The reason is a note;
 * of all this the visitor is told that somebody has joined, and nothing else.
 */
import {
  ProtocolError,
  type Note,
  type NoteTransfer,
  type TransferDraft,
  type VisitorProfile,
} from '@support-chat/protocol';
import type { Transaction } from 'kysely';
import type { Stored } from '../conversation/commands.js';
import type { Done } from '../conversation/conversations.js';
import { append, lockConversation, type ConversationRow } from '../conversation/log.js';
import { agentAuthor, joinedAt, markJoined } from '../conversation/participants.js';
import { addNote, findNote, noteOf } from '../notes/notes.js';
import type { Schema } from '../store/schema.js';
import { readOwnerRules } from './owner-rules.js';
import { leaveRoom, takeRoom } from './room.js';
import { PRESENCE_LASTS } from './team.js';

/** A transfer and who asks for it. */
export interface TransferRequest {
  readonly conversation: string;
  /** Of its note, minted by the client. */
  readonly id: string;
  /** Agent. */
  readonly author: string;
  readonly draft: TransferDraft;
  /** Wall time. */
  readonly time: number;
}

/** What was done; for a repeated request there is nothing to tell. */
export interface Transferred {
  readonly note: Note;
  /** Null: it was done before. */
  readonly done: Done | null;
}

/**
 * Passes a conversation on in one transaction.
 *
 * @throws ProtocolError `conversation-unknown`; `forbidden` when it has ended or is erased, or the agent has it already;
 *   `already-taken` when another one has it than the request says; `not-found` when there is no such agent or
 *   department; `agent-away`, `capacity-reached`; `id-conflict`
 */
export async function transfer(
  transaction: Transaction<Schema>,
  { conversation: id, id: noteId, author, draft, time }: TransferRequest,
): Promise<Transferred> {
  const row = await lockConversation(transaction, 'id', id);
  if (row === undefined) throw new ProtocolError('conversation-unknown');
  const { to, from, reason = '' } = draft;
  const known = await findNote(transaction, noteId);
  if (known !== undefined) {
    const note = noteOf(known);
    const same =
      known.author === author && known.conversation === id && known.text === reason && goesTo(note.transfer, to);
    if (!same) throw new ProtocolError('id-conflict');
    return { note, done: null };
  }
  if (row.erased_at !== null) throw new ProtocolError('forbidden', { detail: 'The data of this visitor was erased.' });
  if (row.phase === 'ended') throw new ProtocolError('forbidden', { detail: 'The conversation has ended.' });
  if (row.assignee !== from) throw new ProtocolError('already-taken');
  const place = {
    conversation: id,
    visitor: row.visitor,
    epoch: row.epoch,
    created: false,
    repeated: false,
    left: undefined,
  };
  const write = (target: NoteTransfer) =>
    addNote(transaction, row, { id: noteId, author, text: reason, transfer: target, time });

  if ('department' in to) {
    const department = await findDepartment(transaction, to.department);
    const note = await write({ department });
    await askFor(transaction, row.visitor, department.id);
    if (row.assignee !== null) await leaveRoom(transaction, row.assignee, time);
    const waiting_since = row.phase === 'queued' ? row.waiting_since : time;
    await append(transaction, row, [], { phase: 'queued', assignee: null, waiting_since }, time);
    const stored: Stored = { ...place, seq: row.head, time, events: [], queueMoved: true };
    return { note, done: { stored, actor: agentAuthor({ id: author, name: null }) } };
  }

  if (to.agent === row.assignee) throw new ProtocolError('forbidden', { detail: 'The agent has this chat already.' });
  const agent = await findAgent(transaction, to.agent, time);
  await takeRoom(transaction, agent.id);
  const note = await write({ agent });
  if (row.assignee !== null) await leaveRoom(transaction, row.assignee, time);
  return { note, done: { actor: agent, stored: await handOver(transaction, row, agent, place, time) } };
}

type Agent = ReturnType<typeof agentAuthor>;

/** The agent has it; who was in it already does not join again. */
async function handOver(
  transaction: Transaction<Schema>,
  row: ConversationRow,
  agent: Agent,
  place: Omit<Stored, 'seq' | 'time' | 'events' | 'queueMoved'>,
  time: number,
): Promise<Stored> {
  const isIn = row.phase === 'live' && (await joinedAt(transaction, row.id, agent)) !== null;
  const drafts = isIn ? [] : [{ type: 'participant-joined', author: agent } as const];
  const events = await append(transaction, row, drafts, { phase: 'live', assignee: agent.id }, time);
  const stored = { ...place, seq: row.head + events.length, time, events, queueMoved: row.phase === 'queued' };
  if (isIn) return stored;
  return { ...stored, joined: { author: agent, ...(await markJoined(transaction, row.id, agent, stored.seq)) } };
}

/** @throws ProtocolError `not-found`, `agent-away` */
async function findAgent(transaction: Transaction<Schema>, id: string, now: number): Promise<Agent> {
  const row = await transaction
    .selectFrom('agents')
    .select(['id', 'name', 'title', 'face', 'presence'])
    .where('id', '=', id)
    .executeTakeFirst();
  if (row === undefined) throw new ProtocolError('not-found', { detail: 'to.agent: there is no such agent' });
  const session = await transaction
    .selectFrom('agent_sessions')
    .select('id')
    .where('agent', '=', id)
    .where('expires_at', '>', now)
    .limit(1)
    .executeTakeFirst();
  const desk = await transaction
    .selectFrom('agent_presence')
    .select('agent')
    .where('agent', '=', id)
    .where('seen_at', '>', now - PRESENCE_LASTS)
    .limit(1)
    .executeTakeFirst();
  if (session === undefined || desk === undefined) throw new ProtocolError('agent-away');
  if (row.presence !== 'available') throw new ProtocolError('agent-away');
  return agentAuthor(row);
}

/** @throws ProtocolError `not-found` */
async function findDepartment(
  transaction: Transaction<Schema>,
  id: string,
): Promise<{ readonly id: string; readonly name: string }> {
  const { departments } = await readOwnerRules(transaction);
  const found = departments.find((department) => department.id === id);
  if (found === undefined)
    throw new ProtocolError('not-found', { detail: 'to.department: there is no such department' });
  return { id, name: found.name };
}

/** From now on the visitor is one of those who asked for the department. */
async function askFor(transaction: Transaction<Schema>, visitor: string, department: string): Promise<void> {
  const row = await transaction
    .selectFrom('visitors')
    .select('profile')
    .where('id', '=', visitor)
    .executeTakeFirstOrThrow();
  const profile = JSON.stringify({ ...(JSON.parse(row.profile) as VisitorProfile), department });
  await transaction.updateTable('visitors').set({ profile }).where('id', '=', visitor).execute();
}

function goesTo(target: NoteTransfer | undefined, to: TransferDraft['to']): boolean {
  return 'agent' in to ? target?.agent?.id === to.agent : target?.department?.id === to.department;
}
