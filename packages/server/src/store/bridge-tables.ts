/** What goes out to other systems (A19). */
import type { WebhookFailure } from '@support-chat/protocol';

/** Where events are sent to, and from where answers are taken (A19). */
export interface WebhookTable {
  id: string;
  name: string;
  url: string;
  /** `whsec_…`, as Standard Webhooks has it: needed in clear to sign. */
  secret: string;
  /** Types that are sent, as JSON; null: all. */
  events: string | null;
  /** 1: what it posts to us becomes messages of an agent with its id. */
  answers: number;
  /** 1: nothing is sent and nothing is taken. */
  paused: number;
  created_at: number;
}

/** How far somebody outside has got with each log. The log itself is the list of what is still to be sent. */
export interface ReadingPlaceTable {
  reader: string;
  conversation: string;
  epoch: string;
  /** Of the newest event that the reader has. */
  seq: number;
  /** Failures since the last success. */
  attempts: number;
  /** Wall time of the first of them; null: none, or it was before there was this column. */
  failing_since: number | null;
  /** Wall time before which it is not tried again. */
  due_at: number;
  /** Server that is at it, and until when the others believe that. */
  held_by: string | null;
  held_until: number;
}

/** What was tried, for the owner to look at; the newest of each reader are kept. */
export interface DeliveryTable {
  id: string;
  reader: string;
  conversation: string;
  seq: number;
  type: string;
  tried_at: number;
  milliseconds: number;
  /** Null: it was taken. Never holds anything of a message. */
  problem: string | null;
  /** Why in a word; null also in rows from before there was this column. */
  failure: WebhookFailure | null;
  /** Of HTTP. */
  status: number | null;
}
