/** All frames of a server, the agents' too: what only they get does not weigh on visitors' pages. */
import {
  author,
  decodeVisitorFrame,
  id,
  page,
  phase,
  presence,
  score,
  seq,
  text,
  time,
} from './decode-visitor-frame.js';
import type { ConversationSummary, ServerFrame } from './events.js';
import { listOf, object, oneOf, optional, recordOf } from './shape.js';

type FrameOf<Type extends ServerFrame['type']> = Extract<ServerFrame, { type: Type }>;

/** One row of the agents' inbox. */
export const summary = object<ConversationSummary>({
  id,
  epoch: id,
  head: seq,
  phase,
  visitor: author,
  email: optional(text),
  page: optional(page),
  assignee: optional(author),
  startedAt: time,
  waitingSince: optional(time),
  lastMessage: optional(object({ author, text, time })),
  ticket: optional(
    object<NonNullable<ConversationSummary['ticket']>>({
      id,
      time,
      name: text,
      email: text,
      department: optional(text),
    }),
  ),
  phone: optional(text),
  department: optional(text),
  fields: optional(recordOf(text)),
  about: optional(text),
  rating: optional(score),
  verified: optional(oneOf(true)),
  erased: optional(oneOf(true)),
  notes: optional(seq),
  mails: optional(seq),
  unread: seq,
});

const INBOX = {
  'inbox-snapshot': object<Omit<FrameOf<'inbox-snapshot'>, 'type'>>({ conversations: listOf(summary) }),
  'presence-changed': object<Omit<FrameOf<'presence-changed'>, 'type'>>({ presence }),
  'inbox-changed': object<Omit<FrameOf<'inbox-changed'>, 'type'>>({ conversation: summary }),
};

/**
 * Decodes one frame of a server. Types this side does not know give `null` when they have no place in a log (they
 * may be ignored), and an `unknown` log event when they have one.
 *
 * @throws ProtocolError `frame-invalid`
 */
export function decodeServerFrame(json: string): ServerFrame | null {
  return decodeVisitorFrame(json, INBOX);
}
