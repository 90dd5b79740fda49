/** The tables of what goes after visitors: answers to tickets (A17), short questions (A18). Times are wall milliseconds. */
import type { MailState, QuestionWay } from '@support-chat/protocol';

/** Mails of tickets, and what became of them: the list of those that are still to be sent as well. */
export interface MailTable {
  /** Of the message that it holds. */
  id: string;
  conversation: string;
  /** Place of the message. */
  seq: number;
  /** Without the angle brackets. The same at every attempt, so that who gets it twice sees it once. */
  message_id: string;
  /** Whose `message_id` it answers; null: it is the first. */
  in_reply_to: string | null;
  address: string;
  subject: string;
  /** What the mail says, quotation and all. */
  text: string;
  state: MailState;
  attempts: number;
  /** Since when the state is what it is. */
  changed_at: number;
  /** When it was put into the queue: the first time, or again by hand. */
  queued_at: number;
  /** Wall time before which it is not tried again. */
  due_at: number;
  /** As in `TicketMail`. */
  problem: string | null;
  /** Server that is at it, and until when the others believe that. */
  held_by: string | null;
  held_until: number;
}

/** What was tried; the newest of each mail are kept. */
export interface MailAttemptTable {
  id: string;
  mail: string;
  tried_at: number;
  milliseconds: number;
  /** Null: it was taken. */
  problem: string | null;
}

/** What an answer to a ticket's mails is known by. */
export interface MailThreadTable {
  conversation: string;
  /** Part of the address that answers go to; nobody can guess it. */
  token: string;
}

/** Answers of visitors that came by mail. */
export interface ReceivedMailTable {
  /** Of the message that it became. */
  id: string;
  conversation: string;
  /** Place of the message. */
  seq: number;
  /** Without the angle brackets; null: it had none. */
  message_id: string | null;
  /** All of it, what it quotes included. */
  text: string;
  /** Files that were not taken, as `LeftOutFile[]` in JSON. */
  left_out: string;
  received_at: number;
}

/** Mails that are short questions (A18): the answers to choose from are the card of their message. */
export interface ShortQuestionTable {
  /** Of the mail, and of the message. */
  mail: string;
  way: QuestionWay;
  /** BCP 47, in which it is asked. */
  locale: string;
  /** `Price` as JSON. */
  price: string | null;
  /** From when on its links answer nothing. */
  expires_at: number;
}

/** Links that lead to a short question: each attempt to send it makes one. */
export interface QuestionLinkTable {
  token_hash: string;
  /** Null: it was erased. */
  question: string | null;
  /** As of the question. */
  expires_at: number;
}
