/**
 * The ledger of commands: which id of which author was stored where, for ever (L2). A command that comes again is
 * answered from here; an id that comes with other content is refused.
 */
import { ProtocolError, type LogCommand, type WrittenCommand } from '@support-chat/protocol';
import type { Selectable, Transaction } from 'kysely';
import { isDeepStrictEqual } from 'node:util';
import { prepareQuery } from '../store/prepared-query.js';
import type { CommandTable, EventTable, Schema } from '../store/schema.js';
import type { Actor } from './actor.js';

/** Where an earlier command with this id went. */
export interface Recorded {
  readonly conversation: string;
  readonly seq: number;
  readonly time: number;
}

const selectCommand = prepareQuery<
  { kind: string; author: string; id: string },
  Pick<CommandTable, 'type' | 'conversation' | 'seq'> & Pick<EventTable, 'time' | 'body'>
>((database, slot) =>
  database
    .selectFrom('commands as c')
    .innerJoin('events as e', (join) =>
      join.onRef('e.conversation', '=', 'c.conversation').onRef('e.seq', '=', 'c.seq'),
    )
    .select(['c.type', 'c.conversation', 'c.seq', 'e.time', 'e.body'])
    .where('c.author_kind', '=', slot('kind'))
    .where('c.author', '=', slot('author'))
    .where('c.client_id', '=', slot('id')),
);

const insertCommand = prepareQuery<Selectable<CommandTable>, never>((database, slot) =>
  database.insertInto('commands').values({
    author_kind: slot('author_kind'),
    author: slot('author'),
    client_id: slot('client_id'),
    type: slot('type'),
    conversation: slot('conversation'),
    seq: slot('seq'),
  }),
);

/**
 * Looks for the command in the ledger. The conversation has to be locked, else a twin may be about to commit.
 *
 * @param conversation - where it would go now. What a visitor wrote without saying where may have gone to the
 *   conversation that was the current one then (P-M2)
 * @returns null when it is new
 * @throws ProtocolError `id-conflict` when the id was used for something else
 */
export async function findCommand(
  transaction: Transaction<Schema>,
  actor: Actor,
  command: LogCommand,
  conversation: string,
): Promise<Recorded | null> {
  const [row] = await selectCommand(transaction, { kind: actor.kind, author: actor.id, id: command.id });
  if (row === undefined) return null;
  const same =
    row.type === command.type &&
    (row.conversation === conversation || actor.kind === 'visitor') &&
    (!('text' in command) || saysTheSame(command, row.body));
  if (!same) throw new ProtocolError('id-conflict');
  return { conversation: row.conversation, seq: row.seq, time: row.time };
}

/**
 * Whether the stored event holds what the command says, and nothing else. Of files their ids: what else a sender says of
 * them is not believed anyway.
 */
function saysTheSame(command: WrittenCommand, body: string): boolean {
  const { id: _id, type: _type, conversation: _conversation, epoch: _epoch, ...said } = command;
  const { id: _stored, author: _author, ...stored } = JSON.parse(body) as Readonly<Record<string, unknown>>;
  return isDeepStrictEqual(comparable(stored), comparable(said));
}

function comparable(content: object): object {
  if (!('attachments' in content) || !Array.isArray(content.attachments)) return content;
  return { ...content, attachments: content.attachments.map(({ id }: { readonly id: string }) => id) };
}

/** Writes a command into the ledger, together with the event it made or found. */
export async function recordCommand(
  transaction: Transaction<Schema>,
  actor: Actor,
  command: LogCommand,
  conversation: string,
  seq: number,
): Promise<void> {
  await insertCommand(transaction, {
    author_kind: actor.kind,
    author: actor.id,
    client_id: command.id,
    type: command.type,
    conversation,
    seq,
  });
}
