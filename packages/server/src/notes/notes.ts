/**
 * What agents write to each other beside a conversation (A4). Notes are stored apart from the log and read by the agents'
 * API only; a visitor's connection is told nothing, not even that there are any. Desks hear of a new one by the row of
 * their inbox, whose number of notes has changed, and find out what they missed by the same (D3).
 */
import { MAX_PAGE_NOTES, ProtocolError, type Note, type NoteDraft, type NoteTransfer } from '@support-chat/protocol';
import type { Selectable, Transaction } from 'kysely';
import { channels, type Bus } from '../bus/bus.js';
import type { Clock } from '../clock.js';
import { lockConversation, type ConversationRow } from '../conversation/log.js';
import { agentAuthor } from '../conversation/participants.js';
import type { NoteTable, Schema } from '../store/schema.js';
import type { Database, Store } from '../store/store.js';

interface NotesOptions {
  readonly store: Store;
  readonly bus: Bus;
  readonly clock: Clock;
}

/** A note as it is written down. */
export interface NewNote extends Omit<NoteDraft, 'to'> {
  readonly id: string;
  /** Agent. */
  readonly author: string;
  readonly to?: string | undefined;
  readonly transfer?: NoteTransfer | undefined;
  /** Wall time. */
  readonly time: number;
}

/** Keeps notes. */
export class Notes {
  readonly #store: Store;
  readonly #bus: Bus;
  readonly #clock: Clock;

  constructor({ store, bus, clock }: NotesOptions) {
    this.#store = store;
    this.#bus = bus;
    this.#clock = clock;
  }

  /**
   * At most {@link MAX_PAGE_NOTES} notes of a conversation, by place.
   *
   * @param after - place of the last one that is known
   * @throws ProtocolError `conversation-unknown`
   */
  async list(conversation: string, after: number): Promise<readonly Note[]> {
    return this.#store.read(async (database) => {
      const known = await database.selectFrom('conversations').select('id').where('id', '=', conversation).execute();
      if (known.length === 0) throw new ProtocolError('conversation-unknown');
      const rows = await select(database)
        .where('n.conversation', '=', conversation)
        .where('n.place', '>', after)
        .orderBy('n.place')
        .limit(MAX_PAGE_NOTES)
        .execute();
      return rows.map(noteOf);
    });
  }

  /**
   * Stores a note; the same again gives what is stored (L2).
   *
   * @param author - id of the agent
   * @throws ProtocolError `conversation-unknown`; `forbidden` when the visitor's data was erased; `not-found` when there is
   *   no agent to whom it is addressed; `id-conflict` when the id is another note's
   */
  async put(author: string, conversation: string, id: string, draft: NoteDraft): Promise<Note> {
    const time = this.#clock.wallTime();
    const work = async (transaction: Transaction<Schema>): Promise<Note> => {
      const row = await lockConversation(transaction, 'id', conversation);
      if (row === undefined) throw new ProtocolError('conversation-unknown');
      if (row.erased_at !== null) {
        throw new ProtocolError('forbidden', { detail: 'The data of this visitor was erased.' });
      }
      const known = await findNote(transaction, id);
      if (known === undefined) return addNote(transaction, row, { ...draft, id, author, time });
      if (!says(known, { ...draft, author, conversation })) throw new ProtocolError('id-conflict');
      return noteOf(known);
    };
    const note = await this.#store.write(work, { key: conversation });
    this.#bus.publish(channels.inbox, { kind: 'notice', type: 'conversation-changed', conversation });
    return note;
  }
}

/**
 * Writes a note behind the end of a locked conversation. Who does tells the inboxes after the commit.
 *
 * @throws ProtocolError `not-found`, `id-conflict`
 */
export async function addNote(
  transaction: Transaction<Schema>,
  { id: conversation, head, notes }: Pick<ConversationRow, 'id' | 'head' | 'notes'>,
  { id, author, text, to, transfer, time }: NewNote,
): Promise<Note> {
  if (to !== undefined) {
    const agent = await transaction.selectFrom('agents').select('id').where('id', '=', to).executeTakeFirst();
    if (agent === undefined) throw new ProtocolError('not-found', { detail: 'to: there is no such agent' });
  }
  const place = notes + 1;
  const { numInsertedOrUpdatedRows } = await transaction
    .insertInto('notes')
    .values({
      ...{ id, conversation, place, after_seq: head, author, text, time },
      recipient: to ?? null,
      transfer: transfer === undefined ? null : JSON.stringify(transfer),
    })
    // Of another conversation, in this very moment: its lock is not ours.
    .onConflict((conflict) => conflict.column('id').doNothing())
    .executeTakeFirstOrThrow();
  if (numInsertedOrUpdatedRows === 0n) throw new ProtocolError('id-conflict');
  await transaction.updateTable('conversations').set({ notes: place }).where('id', '=', conversation).execute();
  const stored = await findNote(transaction, id);
  if (stored === undefined) throw new Error('A note that was just stored is not there.');
  return noteOf(stored);
}

/** A note as it is stored, with the names of the agents. */
type NoteRow = Selectable<NoteTable> & { readonly author_name: string | null; readonly recipient_name: string | null };

function select(database: Database) {
  return database
    .selectFrom('notes as n')
    .leftJoin('agents as a', 'a.id', 'n.author')
    .leftJoin('agents as r', 'r.id', 'n.recipient')
    .selectAll('n')
    .select(['a.name as author_name', 'r.name as recipient_name']);
}

/** A note by its id, of whichever conversation. */
export async function findNote(transaction: Transaction<Schema>, id: string): Promise<NoteRow | undefined> {
  return select(transaction).where('n.id', '=', id).executeTakeFirst();
}

function says(
  row: NoteRow,
  { author, conversation, text, to }: NoteDraft & { readonly author: string; readonly conversation: string },
): boolean {
  const same = row.author === author && row.conversation === conversation && row.text === text;
  return same && row.recipient === (to ?? null) && row.transfer === null;
}

/** The wire form of a stored note. */
export function noteOf(row: NoteRow): Note {
  const { id, place, after_seq: after, time, author, text, recipient, transfer } = row;
  return {
    ...{ id, place, after, time, text },
    author: agentAuthor({ id: author, name: row.author_name }),
    ...(recipient !== null && { to: agentAuthor({ id: recipient, name: row.recipient_name }) }),
    ...(transfer !== null && { transfer: JSON.parse(transfer) as NoteTransfer }),
  };
}
