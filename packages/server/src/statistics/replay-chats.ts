/** What the statistics would have written down of logs that are older than they are: once, after an update. */
import type { Author, ConversationPhase, NoteTransfer } from '@support-chat/protocol';
import type { Selectable } from 'kysely';
import type { ChatTable, ChatTurnTable } from '../store/statistics-tables.js';
import type { Database } from '../store/store.js';
import { advanceChat, beginChat, holderOf, type ChatEvent, type ChatRecord, type ChatState } from './chat-record.js';

/** Conversations that are read at once. */
const SLICE = 500;
/** Rows that are written at once: both databases take a limited number of values. */
const ROWS = 500;

/** Something that happened in a conversation, as the log or a note of passing on has it. */
interface Past extends ChatEvent {
  readonly time: number;
  readonly to?: NoteTransfer;
  readonly score?: number;
}

/** Reads all logs and writes down what the statistics want of them. */
export async function recordAll(database: Database): Promise<void> {
  for (let after: string | undefined = ''; after !== undefined;) {
    const place: string = after;
    after = database.isTransaction
      ? await recordSlice(database, place)
      : await database.transaction().execute((transaction) => recordSlice(transaction, place));
  }
}

async function recordSlice(database: Database, after: string): Promise<string | undefined> {
  const conversations = await database
    .selectFrom('conversations as c')
    .innerJoin('visitors as v', 'v.id', 'c.visitor')
    .select(['c.id', 'c.phase', 'c.erased_at', 'v.profile'])
    .where('c.id', '>', after)
    .orderBy('c.id')
    .limit(SLICE)
    .execute();
  const pasts = await readPasts(
    database,
    conversations.map(({ id }) => id),
  );
  const chats: Selectable<ChatTable>[] = [];
  const turns: Selectable<ChatTurnTable>[] = [];
  for (const { id, erased_at, profile } of conversations) {
    const replayed = replay(id, pasts.get(id) ?? [], erased_at);
    const { department = null } = JSON.parse(profile) as { department?: string };
    chats.push(...replayed.chats.map((chat) => ({ ...chat, department: department || null })));
    turns.push(...replayed.turns);
    await database.updateTable('conversations').set({ chats: replayed.chats.length }).where('id', '=', id).execute();
  }
  for (let from = 0; from < chats.length; from += ROWS)
    await database
      .insertInto('chats')
      .values(chats.slice(from, from + ROWS))
      .execute();
  for (let from = 0; from < turns.length; from += ROWS)
    await database
      .insertInto('chat_turns')
      .values(turns.slice(from, from + ROWS))
      .execute();
  return conversations.at(-1)?.id;
}

/** What happened in each conversation, in its order. */
async function readPasts(database: Database, ids: readonly string[]): Promise<ReadonlyMap<string, Past[]>> {
  const pasts = new Map<string, Past[]>(ids.map((id) => [id, []]));
  if (ids.length === 0) return pasts;
  const events = await database
    .selectFrom('events')
    .select(['conversation', 'seq', 'type', 'body', 'time'])
    .where('conversation', 'in', ids)
    .orderBy('conversation')
    .orderBy('seq')
    .execute();
  for (const { conversation, seq, type, body, time } of events) {
    const { author, score } = JSON.parse(body) as { author?: Author; score?: number };
    const past = { type, seq, time, ...(author && { author }), ...(score !== undefined && { score }) };
    pasts.get(conversation)?.push(past);
  }
  const notes = await database
    .selectFrom('notes')
    .select(['conversation', 'after_seq', 'transfer', 'time'])
    .where('conversation', 'in', ids)
    .where('transfer', 'is not', null)
    .orderBy('place')
    .execute();
  for (const { conversation, after_seq: seq, transfer, time } of notes) {
    const to = JSON.parse(transfer ?? '{}') as NoteTransfer;
    pasts.get(conversation)?.push({ type: 'passed-on', seq, time, to });
  }
  // Passing on to an agent is followed by their joining, written down at the same time.
  for (const past of pasts.values()) past.sort((one, other) => one.seq - other.seq);
  return pasts;
}

interface Replayed {
  readonly chats: readonly Omit<Selectable<ChatTable>, 'department'>[];
  readonly turns: readonly Selectable<ChatTurnTable>[];
}

function replay(conversation: string, pasts: readonly Past[], erasedAt: number | null): Replayed {
  const chats: ChatRecord[] = [];
  const turns: Selectable<ChatTurnTable>[] = [];
  let state: ChatState = { phase: 'queued', assignee: null, waiting_since: null };
  for (const past of pasts) {
    const { type, time } = past;
    const begins = chats.length === 0 || type === 'conversation-reopened';
    if (begins) chats.push(beginChat(past, time));
    const record = chats.at(-1) as ChatRecord;
    if (type === 'rating-given') {
      const rated = state.phase === 'ended' ? record : chats.at(-2);
      if (rated !== undefined) rated.rating = past.score ?? null;
      continue;
    }
    const after = stateAfter(state, past);
    const next = advanceChat(record, { before: state, after, events: [past], time });
    chats[chats.length - 1] = next;
    const [had, has] = [begins ? null : holderOf(state), holderOf(after)];
    const open = turns.at(-1);
    if (open?.left_at === null && had !== has) open.left_at = time;
    if (has !== null && had !== has) {
      const turn = turns.filter(({ chat }) => chat === chats.length).length + 1;
      turns.push({ conversation, chat: chats.length, turn, agent: has, taken_at: time, left_at: null });
    }
    state = after;
  }
  if (erasedAt !== null) {
    for (const chat of chats) {
      chat.ended_at ??= erasedAt;
      chat.question_seq = null;
    }
    for (const turn of turns) turn.left_at ??= erasedAt;
  }
  return { chats: chats.map((chat, index) => ({ ...chat, conversation, place: index + 1 })), turns };
}

/** As `commands.ts` and `transfer.ts` have it. */
function stateAfter(state: ChatState, { type, author, time, to }: Past): ChatState {
  const live = (agent: string): ChatState => ({
    ...state,
    phase: 'live',
    assignee: state.phase === 'live' && state.assignee !== null ? state.assignee : agent,
  });
  const queued: { phase: ConversationPhase; assignee: null } = { phase: 'queued', assignee: null };
  switch (type) {
    case 'conversation-reopened':
      return author?.kind === 'agent' ? state : { ...state, ...queued };
    case 'message-added':
      if (author?.kind === 'agent') return { ...live(author.id), waiting_since: null };
      return { ...state, waiting_since: state.waiting_since ?? time };
    case 'contact-submitted':
      return { ...state, waiting_since: state.phase === 'live' ? state.waiting_since : null };
    case 'participant-joined':
      return author?.kind === 'agent' ? live(author.id) : state;
    case 'conversation-ended':
      return { ...state, phase: 'ended', waiting_since: null };
    case 'passed-on':
      if (to?.agent) return { ...state, phase: 'live', assignee: to.agent.id };
      return { ...state, ...queued, waiting_since: state.phase === 'queued' ? state.waiting_since : time };
    default:
      return state;
  }
}
