/**
 * What Rocket.Chat says, as our events. Pure: unknown in, never an exception, and what cannot be read is null or left out.
 * Texts stay texts: Rocket.Chat writes Markdown, and nothing here renders.
 */
import { foreignId, type ForeignEvent, type LogEventBody } from '@support-chat/adapter-kit';
import type { Attachment, Author, ClientCommand, QueuePlace, SentAttachment } from '@support-chat/protocol';
import { listOf, numberOf, recordOf, textOf, type Fields } from './read-fields.js';

/** The visitor, under whichever token. */
export const SELF: Author = { kind: 'visitor', id: 'visitor' };

/** A message of ours: it carries more than Rocket.Chat gives back as it was. */
export type SentMessage = Extract<ClientCommand, { type: 'message-send' | 'contact-submit' }> & {
  readonly attachments?: readonly SentAttachment[];
};

/** What it takes to read what is said. */
export interface Reader {
  /** Address of Rocket.Chat: faces and files are behind it. */
  readonly server: string;
  /** Agents have neither name nor face here: the owner wants it so. */
  readonly hidesAgents: boolean;
  /** The visitor as Rocket.Chat has them; empty while it knows of none. */
  guest: Fields;
  /** What Rocket.Chat was last told of them. */
  told?: string;
  /** What this page has sent, by its id. */
  readonly sent: Map<string, SentMessage>;
}

/** It ends its room. */
export const CLOSED = 'livechat-close';
/** Its words were taken back. */
export const DELETED = 'rm';

/** A message, read. */
export interface MessageReading {
  readonly key: string;
  readonly room: string;
  /** Milliseconds since 1970. */
  readonly time: number;
  /** What it tells beside words: {@link CLOSED}, {@link DELETED} and whatever else; undefined for words. */
  readonly kind: unknown;
  readonly by: Author;
  /** None for what is no word of anybody. */
  readonly events: readonly (ForeignEvent & { readonly key: string })[];
}

/** An agent or a bot, and their own face. */
export function readAuthor(raw: unknown, { server, hidesAgents }: Reader, isBot?: unknown): Author {
  const { _id, username, name } = recordOf(raw);
  const kind = isBot ? 'bot' : 'agent';
  const user = textOf(username);
  const id = textOf(_id) ?? user;
  if (hidesAgents || !id) return { kind, id: kind };
  const label = textOf(name) ?? user;
  return {
    kind,
    id: foreignId(id),
    ...(label && { name: label }),
    ...(user && /^[\w.-]+$/.test(user) && { avatarUrl: `${server}/avatar/${user}` }),
  };
}

/**
 * A message of history or of the stream.
 *
 * @returns null for what is no message
 */
export function readMessage(raw: unknown, reader: Reader): MessageReading | null {
  const fields = recordOf(raw);
  const { u, t, ts, bot } = fields;
  const key = textOf(fields['_id']);
  const room = textOf(fields['rid']);
  if (!key || !room) return null;
  const { _id: guest } = reader.guest;
  const by = guest && recordOf(u)['_id'] === guest ? SELF : readAuthor(u, reader, bot);
  // A text over HTTP, `{$date}` over DDP.
  const time = numberOf(typeof ts === 'string' ? Date.parse(ts) : recordOf(ts)['$date']) ?? 0;
  const body =
    t === CLOSED ? ({ type: 'conversation-ended', author: by } as const) : t ? null : readWords(fields, by, reader);
  return { key, room, time, kind: t, by, events: body ? [{ key, time, body }] : [] };
}

function readWords(fields: Fields, author: Author, reader: Reader): LogEventBody | null {
  const key = String(fields['_id']);
  // Forms bring Windows' line ends.
  const text = (textOf(fields['msg']) ?? '').replace(/\r\n/g, '\n');
  const attachments = readFile(fields, reader.server);
  if (!text && attachments.length === 0) return null;
  const common = { id: foreignId(key), author, text };
  const sent = reader.sent.get(key);
  if (sent?.type === 'contact-submit') return { ...sent, ...common, type: 'contact-submitted' };
  return { type: 'message-added', ...common, ...(attachments.length > 0 && { attachments }) };
}

/** The file of a message, if any: there is one at most, and all of its own server's. */
function readFile({ file, attachments, rid }: Fields, server: string): Attachment[] {
  const { _id, name, type, size } = recordOf(file);
  const id = textOf(_id);
  if (!id) return [];
  return [
    {
      id: foreignId(id),
      // Without the characters that turn the reading direction: 'exe.gnp' must not read as 'png.exe'.
      name: String(name).replace(/[\p{Cc}\p{Cf}]/gu, ''),
      type: textOf(type) ?? '',
      size: numberOf(size ?? recordOf(listOf(attachments)[0])['image_size']) ?? 0,
      // Who asks for it says which room it is in; their credential comes behind that.
      url: `${server}/file-upload/${id}/file?rc_room_type=l&rc_rid=${String(rid)}`,
    },
  ];
}

/** The visitor's place while they wait; undefined when there is none. */
export function readQueue(raw: unknown): QueuePlace | undefined {
  const { spot, estimatedWaitTimeSeconds: seconds } = recordOf(raw);
  const position = Math.ceil(numberOf(spot) ?? 0);
  const minutes = Math.ceil((numberOf(seconds) ?? 0) / 60);
  return position < 1 ? undefined : { position, ...(minutes > 0 && { minutes }) };
}
