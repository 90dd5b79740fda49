/**
 * Answers of visitors that come by mail (A17) become messages of theirs. A mail is let in by two things together: the token in
 * the address it goes to, which only who got a mail of the ticket has, and an address that was written to as its sender. What
 * machines write is told to the desk and becomes no message; nothing is ever answered by a machine here, so there are no loops.
 */
import { ProtocolError, type Attachment, type ConversationSummary } from '@support-chat/protocol';
import { MAX_TEXT_LENGTH, storableText, type ErrorCode } from '@support-chat/protocol';
import { channels, type Bus } from '../bus/bus.js';
import type { Clock } from '../clock.js';
import type { Guard, Log } from '../connection/host.js';
import type { Actor } from '../conversation/actor.js';
import { execute } from '../conversation/commands.js';
import type { Conversations } from '../conversation/conversations.js';
import { derivedId } from '../conversation/derived-id.js';
import { lockConversation } from '../conversation/log.js';
import { visitorAuthor } from '../conversation/participants.js';
import type { Files } from '../files/files.js';
import type { Store } from '../store/store.js';
import { tellDesks } from './mail-queue.js';
import { readMail, type IncomingMail } from './read-mail.js';
import { withoutQuotation } from './trim-quotation.js';

/** Files that are taken of one mail; the rest is told of. */
const MOST_FILES = 10;
/** Characters that are kept of a whole mail, and of what a machine wrote. */
const MAX_WHOLE = 200_000;
const MAX_WORDS = 300;

/** Why a mail is not taken: an SMTP code and words for whoever sent it. 4xx: later perhaps. */
export class MailRefusal extends Error {
  override readonly name = 'MailRefusal';

  constructor(
    readonly code: number,
    words: string,
  ) {
    super(words);
  }
}

/** A file that was not taken, and why. */
export interface LeftOutFile {
  readonly name: string;
  readonly code: ErrorCode;
}

interface InboundMailsOptions {
  readonly store: Store;
  readonly bus: Bus;
  readonly clock: Clock;
  readonly guard: Guard;
  readonly log: Log;
  readonly conversations: Conversations;
  readonly files: Files;
}

/** A ticket that a token opens. */
interface Thread {
  readonly conversation: string;
  /** Who may answer, in lower case: the ticket's own address, and those that were written to. */
  readonly addresses: ReadonlySet<string>;
  readonly author: Actor;
}

/** See the module. */
export class InboundMails {
  readonly #options: InboundMailsOptions;

  constructor(options: InboundMailsOptions) {
    this.#options = options;
  }

  /** Whether a token opens a ticket. @throws MailRefusal when it does not */
  async check(token: string): Promise<void> {
    await this.#find(token);
  }

  /**
   * Takes a mail, once however often it comes.
   *
   * @param returnPath - the sender of its envelope; empty: nobody
   * @throws MailRefusal, and what the database throws
   */
  async take(token: string, returnPath: string, raw: Uint8Array): Promise<void> {
    const thread = await this.#find(token);
    const mail = await readMail(raw, returnPath).catch(() => {
      throw new MailRefusal(554, '5.6.0 The mail cannot be read');
    });
    if (mail.kind !== 'answer') return this.#note(thread, mail);
    if (!thread.addresses.has(mail.from)) {
      throw new MailRefusal(550, '5.7.1 Only an address that was written to can answer');
    }
    if (this.#options.guard.message('visitor', thread.author.id, 'mail') > 0) {
      throw new MailRefusal(450, '4.2.1 Too many mails, try again later');
    }
    try {
      await this.#store(thread, mail, raw);
    } catch (error) {
      if (error instanceof ProtocolError && error.verdict === 'never') {
        throw new MailRefusal(554, `5.6.0 The mail was not taken: ${error.code}`);
      }
      throw error;
    }
  }

  async #find(token: string): Promise<Thread> {
    const thread = await this.#options.store.read(async (database) => {
      const row = await database
        .selectFrom('mail_threads as t')
        .innerJoin('conversations as c', 'c.id', 't.conversation')
        .innerJoin('visitors as v', 'v.id', 'c.visitor')
        .select(['c.id', 'c.ticket', 'c.visitor', 'v.profile'])
        .where('t.token', '=', token)
        .executeTakeFirst();
      if (row === undefined) return null;
      const ticket = JSON.parse(row.ticket ?? 'null') as ConversationSummary['ticket'] | null;
      const mails = await database
        .selectFrom('mails')
        .select('address')
        .distinct()
        .where('conversation', '=', row.id)
        .execute();
      const addresses = [...mails.map(({ address }) => address), ...(ticket ? [ticket.email] : [])];
      return {
        conversation: row.id,
        addresses: new Set(addresses.map((address) => address.toLowerCase())),
        author: visitorAuthor(row.visitor, row.profile),
      };
    });
    if (thread === null) throw new MailRefusal(550, '5.1.1 There is no such ticket');
    return thread;
  }

  async #store({ conversation, author }: Thread, mail: IncomingMail, raw: Uint8Array): Promise<void> {
    const { conversations, clock } = this.#options;
    const id = derivedId(conversation, mail.messageId ?? raw);
    const { attachments, leftOut } = await this.#takeFiles(author, id, mail);
    const whole = storableText(mail.text).slice(0, MAX_WHOLE);
    const text = withoutQuotation(whole).slice(0, MAX_TEXT_LENGTH);
    if (text === '' && attachments.length === 0) throw new ProtocolError('message-empty');
    const time = clock.wallTime();
    await conversations.commit(async (transaction) => {
      const row = await lockConversation(transaction, 'id', conversation);
      if (row === undefined) throw new ProtocolError('conversation-unknown');
      const command = { type: 'message-send', id, conversation, epoch: row.epoch, text } as const;
      const context = { time, newConversation: '', newEpoch: '', byMail: true };
      const stored = await execute(
        transaction,
        author,
        { ...command, ...(attachments.length > 0 && { attachments }) },
        context,
      );
      if (stored.repeated) return { done: null };
      await transaction
        .insertInto('received_mails')
        .values({
          ...{ id, conversation, seq: stored.seq, message_id: mail.messageId, text: whole },
          ...{ left_out: JSON.stringify(leftOut), received_at: time },
        })
        .execute();
      await tellDesks(transaction, conversation);
      return { done: { actor: author, stored } };
    }, conversation);
  }

  async #takeFiles(
    author: Actor,
    id: string,
    { files }: IncomingMail,
  ): Promise<{ readonly attachments: Attachment[]; readonly leftOut: readonly LeftOutFile[] }> {
    const attachments: Attachment[] = [];
    const leftOut: LeftOutFile[] = [];
    for (const [index, { name, type, bytes }] of files.entries()) {
      try {
        if (index >= MOST_FILES) throw new ProtocolError('file-too-large');
        attachments.push(
          await this.#options.files.take(author, { id: derivedId(id, String(index)), name, type }, bytes),
        );
      } catch (error) {
        if (!(error instanceof ProtocolError) || error.verdict !== 'never') throw error;
        leftOut.push({ name, code: error.code });
      }
    }
    return { attachments, leftOut };
  }

  /** What a machine wrote is told at the mail that it is about. A final bounce takes back that it was sent. */
  async #note({ conversation }: Thread, { kind, text, mentions, refusal }: IncomingMail): Promise<void> {
    const { store, clock, bus, log } = this.#options;
    const words = (refusal ?? text)
      .replace(/[\p{Cc}\s]+/gu, ' ')
      .trim()
      .slice(0, MAX_WORDS);
    const isRefused = kind === 'bounce' && refusal !== null;
    const isNoted = await store.write(
      async (transaction) => {
        await lockConversation(transaction, 'id', conversation);
        const mails = await transaction
          .selectFrom('mails')
          .select(['id', 'message_id'])
          .where('conversation', '=', conversation)
          .where('state', '=', 'sent')
          .orderBy('seq', 'desc')
          .execute();
        const about = mails.find(({ message_id }) => mentions.has(message_id)) ?? mails[0];
        if (about === undefined) return false;
        await transaction
          .updateTable('mails')
          .set({ problem: words, ...(isRefused && { state: 'refused', changed_at: clock.wallTime() }) })
          .where('id', '=', about.id)
          .execute();
        await tellDesks(transaction, conversation);
        return true;
      },
      { key: conversation },
    );
    log.info({ conversation, kind, noted: isNoted }, 'automatic-mail');
    bus.publish(channels.inbox, { kind: 'notice', type: 'conversation-changed', conversation });
  }
}
