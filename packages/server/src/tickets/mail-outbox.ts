/**
 * Sends the mails of tickets (A17) and short questions (A18): those of a conversation in their order, several conversations at
 * once, again and again until the mail server has taken or refused them. The database is the list (see `mail-queue.ts`). When the process dies
 * between the mail server's yes and the note of it, the mail is sent again under the same Message-ID: twice rather than
 * never, and mail programs show it once.
 */
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { waitAfterFailure } from '../backoff.js';
import { channels, type Bus } from '../bus/bus.js';
import type { Clock, Random } from '../clock.js';
import type { Log } from '../connection/host.js';
import { ConversationWork } from '../conversation/conversation-work.js';
import { MailError, type Mailer, type MailSettings } from '../mail/mailer.js';
import { questionMail } from '../short-questions/question-text.js';
import type { Store } from '../store/store.js';
import { findDueMails, holdMail, noteMailAttempt, releaseMail, type HeldMail } from './mail-queue.js';
import { replyAddress } from './ticket-mail.js';

/** Conversations whose mails are sent at once. */
const CONCURRENCY = 4;
/** Milliseconds one attempt may take: below what a mail is held for. */
const PATIENCE = 45_000;
/** Milliseconds that a server which stops waits for the mail server. */
const LAST_PATIENCE = 5_000;
/** Milliseconds after which it looks again without a reason: for what other servers have left. */
const LOOK_AGAIN = 60_000;
/** Conversations found by one look. */
const FOUND_AT_ONCE = 200;
const WAYS = ['email'] as const;
const WAITS = { first: 30_000, longest: 60 * 60 * 1000 };
/** Milliseconds after which a mail that nobody takes is given up, as mail servers do among themselves. */
const GIVE_UP = 4 * 24 * 60 * 60 * 1000;

/** How tickets are answered by mail. */
export interface TicketMailSettings extends Pick<MailSettings, 'from' | 'replyTo'> {
  readonly mailer: Mailer;
}

interface MailOutboxOptions {
  readonly store: Store;
  readonly bus: Bus;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly mail: TicketMailSettings;
  /** Where the server is reached from outside, for links. */
  readonly origin: () => string;
}

/** See the module. */
export class MailOutbox {
  readonly #options: MailOutboxOptions;
  /** Of this server, among those that share the database. */
  readonly #node: string;
  readonly #conversations = new ConversationWork(CONCURRENCY, (conversation) => this.#send(conversation));
  /** Conversation → wall time at which it is tried again. */
  readonly #due = new Map<string, number>();
  readonly #end = new AbortController();
  #lookedAt = -Infinity;
  #looking: Promise<void> | null = null;

  constructor(options: MailOutboxOptions) {
    this.#options = options;
    this.#node = options.random.id();
  }

  /** A mail waits in a conversation. */
  want(conversation: string): void {
    this.#conversations.want(conversation);
  }

  /** Tries what is due. To be called every second or so. */
  sweep(): void {
    const { clock } = this.#options;
    const now = clock.wallTime();
    for (const [conversation, at] of this.#due) if (at <= now) this.want(conversation);
    if (clock.now() - this.#lookedAt < LOOK_AGAIN) return;
    this.#lookedAt = clock.now();
    this.#looking ??= this.#find().finally(() => (this.#looking = null));
  }

  /** Resolves when nothing is under way. */
  async settle(): Promise<void> {
    await this.#looking;
    await this.#conversations.settle();
  }

  /** Sends nothing any more. What the mail server has not answered by then is sent by the next start. */
  async stop(): Promise<void> {
    this.#conversations.end();
    this.#end.abort();
    await this.settle();
  }

  async #find(): Promise<void> {
    const { store, clock, log } = this.#options;
    try {
      const found = await store.read((database) => findDueMails(database, clock.wallTime(), FOUND_AT_ONCE));
      for (const conversation of found) this.want(conversation);
      // More of them are found when these are done: the look of then does not find these again.
      if (found.length === FOUND_AT_ONCE) this.#lookedAt = -Infinity;
    } catch (error) {
      log.warn({ error }, 'mails-not-read');
    }
  }

  async #send(conversation: string): Promise<void> {
    const { store, clock, log } = this.#options;
    try {
      while (!this.#end.signal.aborted) {
        const held = await store.write(
          (transaction) => holdMail(transaction, conversation, { node: this.#node, now: clock.wallTime() }, WAYS),
          { key: conversation },
        );
        this.#due.delete(conversation);
        if (typeof held === 'number') this.#due.set(conversation, held);
        if (held === null || typeof held === 'number') return;
        await this.#attempt(held);
      }
    } catch (error) {
      // The database was away: the mail is free again when its time is over, and a look finds it.
      log.warn({ error, conversation }, 'mail-not-noted');
    }
  }

  async #attempt(mail: HeldMail): Promise<void> {
    const { clock, random, store, bus, log } = this.#options;
    const { id, conversation } = mail;
    const [triedAt, began] = [clock.wallTime(), clock.now()];
    const failure = await this.#try(mail);
    if (failure === 'stopped') {
      await store.write((transaction) => releaseMail(transaction, id, this.#node), { key: conversation });
      return;
    }
    const now = clock.wallTime();
    const isLate = now - mail.queued_at >= GIVE_UP || (mail.question !== null && now >= mail.question.expiresAt);
    const isOver = failure !== null && (failure.isFinal || isLate);
    const change = {
      node: this.#node,
      state: failure === null ? ('sent' as const) : isOver ? ('refused' as const) : ('waiting' as const),
      due_at: failure === null || isOver ? 0 : now + waitAfterFailure(WAITS, mail.attempts),
      changed_at: failure === null || isOver ? now : mail.changed_at,
    };
    const problem = failure?.reply ?? null;
    const attempt = { id: random.id(), triedAt, milliseconds: Math.round(clock.now() - began), problem };
    const isNoted = await store.write((transaction) => noteMailAttempt(transaction, mail, attempt, change), {
      key: conversation,
    });
    if (!isNoted) return;
    if (failure !== null) log.warn({ conversation, mail: id, final: isOver }, 'ticket-mail-not-taken');
    bus.publish(channels.inbox, { kind: 'notice', type: 'conversation-changed', conversation });
  }

  /** @returns what went wrong; `stopped`: nobody knows yet whether anything did */
  async #try({ token, references, question, ...mail }: HeldMail): Promise<MailError | 'stopped' | null> {
    const { clock, origin } = this.#options;
    const { mailer, replyTo } = this.#options.mail;
    if (this.#end.signal.aborted) return 'stopped';
    // Its link would lead to nothing. What it failed of before stays what is said of it.
    if (question !== null && question.expiresAt <= clock.wallTime()) return new MailError(mail.problem ?? '', true);
    const over = new AbortController();
    const { signal } = over;
    const address = replyAddress({ replyTo }, token);
    const sent = mailer.send({
      to: mail.address,
      subject: mail.subject,
      text: question === null ? mail.text : questionMail(mail.text, { ...question, origin: origin() }),
      messageId: mail.message_id,
      inReplyTo: mail.in_reply_to ?? undefined,
      references,
      replyTo: address,
      returnPath: address,
    });
    const late = pause(PATIENCE, new MailError('', false), { signal });
    const stopped = once(this.#end.signal, 'abort', { signal }).then(() =>
      pause(LAST_PATIENCE, 'stopped' as const, { signal }),
    );
    try {
      return await Promise.race([sent.then(() => null, mailErrorOf), stopped, late]);
    } finally {
      over.abort();
    }
  }
}

function mailErrorOf(error: unknown): MailError {
  return error instanceof MailError ? error : new MailError('', false, error);
}
