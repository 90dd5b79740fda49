/**
 * Tickets that are answered by mail (A17). The answer is a message of the conversation, stored like any other, so that a
 * visitor who comes back finds it there; in the same transaction the mail is put into the queue, so that neither can be
 * without the other. Sending is the outbox's.
 */
import { isMailAddress, ProtocolError, type ConversationSummary, type MailDraft } from '@support-chat/protocol';
import type { TicketMail, TicketMails as MailList } from '@support-chat/protocol';
import type { Transaction } from 'kysely';
import { channels, type Bus } from '../bus/bus.js';
import type { Clock } from '../clock.js';
import type { Actor } from '../conversation/actor.js';
import type { Conversations } from '../conversation/conversations.js';
import { lockConversation, type ConversationRow } from '../conversation/log.js';
import type { MailSettings } from '../mail/mailer.js';
import type { Schema } from '../store/schema.js';
import type { Store } from '../store/store.js';
import type { LeftOutFile } from './inbound-mails.js';
import {
  findMail,
  mailOf,
  queueMail,
  readMailAttempts,
  selectSent,
  tellDesks,
  type MailAttempt,
} from './mail-queue.js';
import { storeMailed } from './mailed-message.js';
import { bodyOf, subjectOf } from './ticket-mail.js';

interface TicketMailsOptions {
  readonly store: Store;
  readonly bus: Bus;
  readonly clock: Clock;
  readonly conversations: Conversations;
  /** Null: no mail is sent from here. */
  readonly from: Pick<MailSettings, 'from'> | null;
  /** A mail waits in a conversation. */
  readonly onWaiting: (conversation: string) => void;
}

/** An answer as it came by mail. */
export interface WholeMail {
  /** Of the message. */
  readonly id: string;
  /** Place of the message. */
  readonly seq: number;
  /** All of it, what it quotes included. */
  readonly text: string;
  readonly leftOut: readonly LeftOutFile[];
}

/** See the module. */
export class TicketMails {
  readonly #options: TicketMailsOptions;

  constructor(options: TicketMailsOptions) {
    this.#options = options;
  }

  /** What became of the mails of a conversation. @throws ProtocolError `conversation-unknown` */
  async list(conversation: string): Promise<MailList> {
    return this.#options.store.read(async (database) => {
      const row = await database
        .selectFrom('conversations')
        .select('ticket')
        .where('id', '=', conversation)
        .executeTakeFirst();
      if (row === undefined) throw new ProtocolError('conversation-unknown');
      const mails = await selectSent(database).where('conversation', '=', conversation).orderBy('seq').execute();
      return { canSend: this.#options.from !== null && addressOf(row) !== null, mails: mails.map(mailOf) };
    });
  }

  /**
   * Answers a ticket by mail; the same again gives what is stored (L2).
   *
   * @param id - of the message and of the mail, minted by the desk
   * @throws ProtocolError `conversation-unknown`; `forbidden` where no mail is sent, the ticket has no address or the
   *   visitor's data was erased; `epoch-stale`; `already-answered` when a colleague has answered what the agent has not
   *   seen yet; `id-conflict`
   */
  async put(actor: Actor, conversation: string, id: string, { text, after }: MailDraft): Promise<TicketMail> {
    const { conversations, clock, onWaiting, from } = this.#options;
    if (from === null) throw new ProtocolError('forbidden', { detail: 'This server sends no mail.' });
    const time = clock.wallTime();
    const { mail } = await conversations.commit(
      (transaction) =>
        storeMailed(transaction, {
          ...{ actor, conversation, id, time },
          judge: (row) => judge(transaction, row, actor, after),
          say: () => Promise.resolve({ text }),
          async queue(row, seq) {
            const [form, last] = await readQuestions(transaction, row, seq);
            await queueMail(transaction, conversation, {
              ...{ id, seq, address: addressOf(row) ?? '', time, from },
              ...{ subject: subjectOf(form), text: bodyOf(text, last) },
            });
          },
        }),
      conversation,
    );
    if (mail.state === 'waiting') onWaiting(conversation);
    return mailOf(mail);
  }

  /**
   * Tries a mail again at once that was refused or waits.
   *
   * @throws ProtocolError `not-found`; `forbidden` when it is a question whose time is over
   */
  async retry(conversation: string, id: string): Promise<TicketMail> {
    const { store, clock, bus, onWaiting } = this.#options;
    const now = clock.wallTime();
    const mail = await store.write(
      async (transaction) => {
        await lockConversation(transaction, 'id', conversation);
        await transaction
          .updateTable('mails')
          .set({ state: 'waiting', due_at: now, queued_at: now, changed_at: now })
          .where('id', '=', id)
          .where('conversation', '=', conversation)
          .where('state', '<>', 'sent')
          .execute();
        const row = await findMail(transaction, id);
        if (row?.conversation !== conversation) throw new ProtocolError('not-found');
        if (row.state !== 'sent' && row.expires_at !== null && row.expires_at <= now) {
          throw new ProtocolError('forbidden', { detail: 'The time of this question is over.' });
        }
        await tellDesks(transaction, conversation);
        return mailOf(row);
      },
      { key: conversation },
    );
    bus.publish(channels.inbox, { kind: 'notice', type: 'conversation-changed', conversation });
    onWaiting(conversation);
    return mail;
  }

  /** Answers that came by mail, by place. */
  async received(conversation: string): Promise<readonly WholeMail[]> {
    const rows = await this.#options.store.read((database) =>
      database
        .selectFrom('received_mails')
        .selectAll()
        .where('conversation', '=', conversation)
        .orderBy('seq')
        .execute(),
    );
    return rows.map(({ id, seq, text, left_out }) => ({
      id,
      seq,
      text,
      leftOut: JSON.parse(left_out) as LeftOutFile[],
    }));
  }

  /** What was tried, newest first. @throws ProtocolError `not-found` */
  async attempts(conversation: string, id: string): Promise<readonly MailAttempt[]> {
    return this.#options.store.read(async (database) => {
      const row = await findMail(database, id);
      if (row?.conversation !== conversation) throw new ProtocolError('not-found');
      return readMailAttempts(database, id);
    });
  }
}

/** Where a ticket is answered to; null: it is none, or nobody could be written to there. */
function addressOf({ ticket }: Pick<ConversationRow, 'ticket'>): string | null {
  const { email = '' } = ticketOf({ ticket }) ?? {};
  return isMailAddress(email) ? email : null;
}

function ticketOf({ ticket }: Pick<ConversationRow, 'ticket'>): ConversationSummary['ticket'] | null {
  return JSON.parse(ticket ?? 'null') as ConversationSummary['ticket'] | null;
}

/** Whether an agent may answer what they have seen. */
async function judge(
  transaction: Transaction<Schema>,
  row: ConversationRow,
  actor: Actor,
  after: MailDraft['after'],
): Promise<void> {
  if (addressOf(row) === null) throw new ProtocolError('forbidden', { detail: 'There is no address to write to.' });
  if (row.epoch !== after.epoch) throw new ProtocolError('epoch-stale');
  const unseen = await transaction
    .selectFrom('events')
    .select('body')
    .where('conversation', '=', row.id)
    .where('seq', '>', after.seq)
    .where('type', '=', 'message-added')
    .where('author_kind', '=', 'agent')
    .execute();
  const isColleagues = ({ body }: { readonly body: string }): boolean =>
    (JSON.parse(body) as { author: Actor }).author.id !== actor.id;
  if (unseen.some(isColleagues)) throw new ProtocolError('already-answered');
}

/** What the visitor wrote into the form, and the last thing that they wrote before a place. */
async function readQuestions(
  transaction: Transaction<Schema>,
  { id, ticket }: ConversationRow,
  before: number,
): Promise<readonly [form: string, last: string]> {
  const rows = await transaction
    .selectFrom('events')
    .select(['type', 'body'])
    .where('conversation', '=', id)
    .where('seq', '<', before)
    .where('author_kind', '=', 'visitor')
    .where('type', 'in', ['contact-submitted', 'message-added'])
    .orderBy('seq', 'desc')
    .execute();
  const words = rows.map(({ type, body }) => ({ type, ...(JSON.parse(body) as { id: string; text: string }) }));
  const form = words.find(({ id: entry }) => entry === ticketOf({ ticket })?.id);
  return [form?.text ?? '', words[0]?.text ?? ''];
}
