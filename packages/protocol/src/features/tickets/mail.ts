/**
 * Mails of a ticket (A17): an answer that an agent sends by e-mail is a message of the conversation like any other, and this
 * is what became of the mail. It travels by the agents' API only.
 */
import * as v from 'valibot';
import { MAX_TEXT_LENGTH } from '../../limits.js';
import { CursorSchema, IdSchema, SeqSchema, TimeSchema } from '../../schema.js';
import { listOf, number, object, oneOf, optional, string, type Read } from '../../shape.js';
import { storableText } from '../../text.js';

/**
 * - `waiting`: it will be sent, or tried again
 * - `sent`: the mail server has taken it
 * - `refused`: the mail server will not take it, or could not be reached for days; an agent may try again
 */
export const MAIL_STATES = ['waiting', 'sent', 'refused'] as const;
export type MailState = (typeof MAIL_STATES)[number];

/** What makes an answer by mail. */
export const MailDraftSchema = v.strictObject({
  text: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(MAX_TEXT_LENGTH), v.transform(storableText)),
  /** How far the agent has read the conversation: what a colleague has answered since then is not talked over. */
  after: CursorSchema,
});
export type MailDraft = v.InferOutput<typeof MailDraftSchema>;

/** What became of one mail. */
export interface TicketMail {
  /** Of the message. */
  readonly id: string;
  /** Place of the message in the log. */
  readonly seq: number;
  readonly state: MailState;
  /** The one mailbox that it goes to, or the number of a phone. */
  readonly address: string;
  /** It goes by text message. Absent: by e-mail. */
  readonly way?: 'sms' | undefined;
  /** How often it was tried. */
  readonly attempts: number;
  /** When the state became what it is; wall time. */
  readonly time: number;
  /**
   * What a mail server said when it did not take it; empty: it did not answer. Of a mail that is `sent`: an automatic answer to
   * it. Absent: there is none.
   */
  readonly problem?: string | undefined;
}

/** All mails of a conversation, by place. */
export interface TicketMails {
  /** Whether mails can be sent from here: there is a mail server, and an address to send to. */
  readonly canSend: boolean;
  readonly mails: readonly TicketMail[];
}

/** A mail as the server answers. */
export const TicketMailSchema = v.object({
  id: IdSchema,
  seq: SeqSchema,
  state: v.picklist(MAIL_STATES),
  address: v.string(),
  way: v.exactOptional(v.literal('sms')),
  attempts: SeqSchema,
  time: TimeSchema,
  problem: v.exactOptional(v.string()),
});

/** Reads one mail. @throws ProtocolError `frame-invalid` */
export const readMailState: Read<TicketMail> = object<TicketMail>({
  id: string(),
  seq: number(1),
  state: oneOf(...MAIL_STATES),
  address: string(),
  way: optional(oneOf('sms')),
  attempts: number(0),
  time: number(),
  problem: optional(string()),
});

/** Reads an answer with the mails of one conversation. @throws ProtocolError `frame-invalid` */
export const readTicketMails: Read<TicketMails> = object<TicketMails>({
  canSend: oneOf(true, false),
  mails: listOf(readMailState),
});

/** Reads the answer to a mail that was written. @throws ProtocolError `frame-invalid` */
export const readTicketMail: Read<{ readonly mail: TicketMail }> = object({ mail: readMailState });
