/**
 * From the text of a server to a typed frame (house rule 3). Forgiving towards what is new: unknown fields are dropped,
 * unknown types survive (P-F3).
 *
 * The schemas in `events.ts` say what a frame is. This reader is written by hand because it runs in pages: it weighs a
 * quarter of what the schemas and their library do. The compiler holds it to the types of the schemas, and
 * `test/unit/protocol/decode-server-frame.test.ts` to their bounds, on frames mutated at random.
 */
import { isErrorCode, type Problem } from './errors.js';
import type { CardAnswerData, CardData, ConversationSnapshot, LogEvent, QueuePlace, ServerFrame } from './events.js';
import {
  MAX_FILE_NAME_LENGTH,
  MAX_LABEL_LENGTH,
  MAX_LOCALE_LENGTH,
  MAX_TRIGGER_TEXT,
  MAX_URL_LENGTH,
} from './limits.js';
import type { Attachment, Author, Cursor, Offered, PageContext, Participant } from './schema.js';
import { isRecord, listOf, nullable, number, object, oneOf, optional, refuse, string, type Read } from './shape.js';
import { storableText } from './text.js';

type FrameOf<Type extends ServerFrame['type']> = Extract<ServerFrame, { type: Type }>;
type Readers<Types extends ServerFrame['type']> = { readonly [Type in Types]: Read<Omit<FrameOf<Type>, 'type'>> };

export const text = string();
export const id = string(64, /^[\w-]{8,}$/u);
export const seq = number(0, Number.isSafeInteger);
export const score = number(1, (value) => value <= 5 && Number.isSafeInteger(value));
export const time = number(0);
const flag = oneOf(true, false);

function label(most: number): Read<string> {
  const read = string(most);
  return (raw, path) => storableText(read(raw, path));
}

const words = label(MAX_LABEL_LENGTH);

export const author = object<Author>({
  kind: oneOf('visitor', 'agent', 'bot', 'system'),
  id: text,
  name: optional(words),
  title: optional(words),
  avatarUrl: optional(label(MAX_URL_LENGTH)),
});
const participant = object<Participant>({ author, delivered: seq, read: seq });
const cursor = object<Cursor>({ epoch: id, seq });
export const page = object<Omit<PageContext, 'referrer'>>({
  url: label(MAX_URL_LENGTH),
  title: words,
  locale: optional(label(MAX_LOCALE_LENGTH)),
});
export const phase = oneOf('bot', 'queued', 'live', 'ended');
const problem = object<Problem>({
  type: text,
  title: text,
  status: number(),
  code: (raw) => (isErrorCode(raw) ? raw : 'internal'),
  detail: optional(text),
  retryAfter: optional(number(0)),
});

/** As it came: what is in it is read by those who show it (P-K3). */
function open<Value>(field: string, read: Read<string>): Read<Value> {
  return (raw, path) => {
    if (!isRecord(raw)) refuse(path, 'object');
    read(raw[field], `${path}.${field}`);
    return raw as Value;
  };
}
const attachment = object<Attachment>({
  id,
  name: label(MAX_FILE_NAME_LENGTH),
  type: string(MAX_LABEL_LENGTH),
  size: seq,
  width: optional(seq),
  height: optional(seq),
  url: label(MAX_URL_LENGTH),
});
const offered = object<Offered>({ trigger: string(64, /^[\w-]+$/u), text: label(MAX_TRIGGER_TEXT) });

const place = { conversation: id, epoch: id, seq, time };
const contact = { name: words, email: words, department: optional(words) };
const byAuthor = object<Omit<FrameOf<'conversation-ended'>, 'type'>>({ ...place, author });

const LOG_EVENTS: Readers<LogEvent['type']> = {
  'message-added': object<Omit<FrameOf<'message-added'>, 'type'>>({
    ...place,
    id,
    author,
    text,
    card: optional(open<CardData>('kind', text)),
    answer: optional(open<CardAnswerData>('to', id)),
    attachments: optional(listOf(attachment)),
    offered: optional(offered),
  }),
  'contact-submitted': object<Omit<FrameOf<'contact-submitted'>, 'type'>>({ ...place, id, author, text, ...contact }),
  'participant-joined': byAuthor,
  'conversation-ended': byAuthor,
  'conversation-reopened': byAuthor,
  'rating-given': object({ ...place, id, author, score, text }),
  unknown: object(place),
};

const logEvent: Read<LogEvent> = (raw, path) => {
  if (!isRecord(raw)) refuse(path, 'object');
  const type = text(raw['type'], `${path}.type`);
  const known = Object.hasOwn(LOG_EVENTS, type) ? (type as LogEvent['type']) : 'unknown';
  return { type: known, ...LOG_EVENTS[known](raw, path) } as LogEvent;
};
const events = listOf(logEvent);

const snapshot = object<ConversationSnapshot>({
  id,
  epoch: id,
  head: seq,
  phase,
  participants: listOf(participant),
  resumed: flag,
  events,
});

const natural = number(1, Number.isSafeInteger);
export const presence = oneOf('available', 'away', 'idle');
const queuePlace = { position: natural, minutes: optional(natural), form: optional(oneOf(true)) };

const typing = { conversation: id, author };

type InboxFrame = 'inbox-snapshot' | 'inbox-changed' | 'presence-changed';
const asItCame = (raw: unknown): unknown => raw;

const FRAMES: Readers<Exclude<ServerFrame['type'], LogEvent['type'] | InboxFrame>> = {
  welcome: object({
    protocol: number(),
    connection: id,
    self: author,
    session: optional(object({ token: text, expiresAt: time })),
    conversation: nullable(snapshot),
    queue: optional(object<QueuePlace>(queuePlace)),
    staffed: flag,
    presence: optional(presence),
    staffedIn: optional(listOf(text)),
    serverTime: time,
  }),
  'conversation-reset': object({ conversation: snapshot }),
  'cursor-moved': object({ conversation: id, participant }),
  'typing-started': object({ ...typing, preview: optional(text) }),
  'typing-stopped': object(typing),
  'message-streamed': object({ ...typing, id, text }),
  pong: object({ head: nullable(cursor) }),
  'staffed-changed': object({ staffed: flag, staffedIn: optional(listOf(text)) }),
  'site-changed': object({ site: asItCame }),
  'queue-changed': object({ conversation: id, ...queuePlace }),
  goaway: object({ retryAfter: number(0) }),
  ack: object({ id, ...place }),
  refused: object({ id: nullable(text), problem }),
  'history-page': object({ id, events, atStart: flag }),
  snapshot: object({ id, conversation: snapshot }),
  'conversations-page': object({ id, conversations: asItCame, after: asItCame }),
};

/**
 * Decodes one frame of a server, as far as visitors get them: those of the inbox are unknown. See `decodeServerFrame`.
 *
 * @param more - readers of other frames
 * @throws ProtocolError `frame-invalid`
 */
export function decodeVisitorFrame(
  json: string,
  more: Readonly<Record<string, Read<object>>> = {},
): ServerFrame | null {
  // Depth and `__proto__` are no matter here: the readers take the fields they know, to the depth they know.
  const raw = parse(json);
  if (!isRecord(raw)) refuse('', 'object');
  const type = text(raw['type'], 'type');
  if (type !== 'ack' && ('seq' in raw || Object.hasOwn(LOG_EVENTS, type))) return logEvent(raw, '');
  const frames = { ...FRAMES, ...more };
  if (!Object.hasOwn(frames, type)) return null;
  return { type, ...frames[type as keyof typeof frames]?.(raw, '') } as ServerFrame;
}

/** Decodes a file as a server describes it. @throws ProtocolError `frame-invalid` */
export function decodeAttachment(raw: unknown): Attachment {
  return attachment(raw, 'attachment');
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return refuse('', 'JSON');
  }
}
