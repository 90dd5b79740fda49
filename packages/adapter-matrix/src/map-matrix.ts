/**
 * What Matrix says, as our events. Pure: unknown in, never an exception, and what cannot be read is null or left out. Words
 * stay words: only `body` is read, never `formatted_body`, which is HTML of whoever wrote it.
 */
import { foreignId, type LogEventBody } from '@support-chat/adapter-kit';
import { MAX_LABEL_LENGTH, type Attachment, type Author, type SentAttachment } from '@support-chat/protocol';
import { numberOf, recordOf, textOf, type Fields } from './read-fields.js';

/** The visitor, under whichever account. */
export const SELF: Author = { kind: 'visitor', id: 'visitor' };

/** Our id of a message, in its content: `transaction_id` comes back to the device alone that sent it, and not from everywhere. */
const ID_FIELD = 'support-chat.id';
/** What a page calls a file that it has brought, and has the bytes of. */
const FILE_FIELD = 'support-chat.file';

/** Somebody, as their membership says it. */
export interface Person {
  /** '' for none. */
  readonly name: string;
  /** `mxc:` address. */
  readonly face: string;
}

/** What it takes to read what is said. */
export interface Reader {
  /** Address of the homeserver: faces are behind it. */
  readonly server: string;
  /** The visitor's. */
  readonly userId: string;
  /** Addresses of faces that the site has, by user id. */
  readonly faces: Readonly<Record<string, string>>;
  readonly people: ReadonlyMap<string, Person>;
  /** Who has made the rooms: the site's server, which is nobody to talk to. */
  readonly creators: ReadonlySet<string>;
}

/** An event, read. */
export interface Reading {
  /** Its id. */
  readonly key: string;
  readonly sender: string;
  /** Milliseconds since 1970. */
  readonly time: number;
  /** The message that it is a new wording of; '' for none. */
  readonly edits: string;
  /** The event that it takes back; '' for none. */
  readonly redacts: string;
  /** Null for what is no word of anybody. */
  readonly body: LogEventBody | null;
}

/** Where a homeserver has files since Matrix 1.11, for who has an account. */
export const mediaAddress = (server: string): string => `${server}/_matrix/client/v1/media/download/`;

/** `server/id` of media, as it stands in paths; '' for what is no `mxc:` address. */
export function mediaPath(mxc: unknown): string {
  return /^mxc:\/\/([\w.:[\]-]{1,255}\/[\w-]{1,255})$/.exec(String(mxc))?.[1] ?? '';
}

/** Somebody who is not the visitor. */
export function authorOf(user: string, { people, server, faces }: Reader, isNotice = false): Author {
  const { name, face } = people.get(user) ?? {};
  const path = mediaPath(face);
  const avatarUrl =
    textOf(faces[user]) || (path && `${server}/_matrix/media/v3/thumbnail/${path}?width=96&height=96&method=crop`);
  return {
    // Programs say `m.notice`.
    kind: isNotice ? 'bot' : 'agent',
    id: foreignId(user),
    name: (name || user).slice(0, MAX_LABEL_LENGTH),
    ...(avatarUrl && { avatarUrl }),
  };
}

/** Who a membership is of. Who is gone has their name in what was before. */
export function readPerson(membership: unknown): Person {
  const { content, unsigned } = recordOf(membership);
  const { displayname, avatar_url } = { ...recordOf(recordOf(unsigned)['prev_content']), ...recordOf(content) };
  return { name: textOf(displayname), face: textOf(avatar_url) };
}

/**
 * An event of history or of the timeline.
 *
 * @param wordings - the newest content of messages that were edited, by {@link wordingKey}
 * @returns null for what is no event
 */
export function readEvent(raw: unknown, reader: Reader, wordings: ReadonlyMap<string, unknown>): Reading | null {
  const { type, content, event_id, sender: by, origin_server_ts: time, redacts } = recordOf(raw);
  const fields = recordOf(content);
  const key = textOf(event_id);
  const sender = textOf(by);
  if (!key || !sender) return null;
  const { rel_type, event_id: of } = recordOf(fields['m.relates_to']);
  const edits = rel_type === 'm.replace' ? textOf(of) : '';
  return {
    ...{ key, sender, edits },
    time: numberOf(time),
    // Since room version 11 it is in the content.
    redacts: type === 'm.room.redaction' ? textOf(fields['redacts'] ?? redacts) : '',
    body: edits
      ? null
      : bodyOf(recordOf(raw), { ...fields, ...recordOf(wordings.get(wordingKey(sender, key))) }, reader),
  };
}

/** Nobody else's new words count. */
export const wordingKey = (sender: unknown, message: unknown): string => [sender, message].join(' ');

function bodyOf(
  { type, state_key, sender, event_id, unsigned }: Fields,
  content: Fields,
  reader: Reader,
): LogEventBody | null {
  const { membership, msgtype, body, filename, ciphertext } = content;
  const user = String(sender);
  const isSelf = user === reader.userId;
  const author = isSelf ? SELF : authorOf(user, reader, msgtype === 'm.notice');
  if (type === 'm.room.member') {
    const { membership: before } = recordOf(recordOf(unsigned)['prev_content']);
    if (state_key === reader.userId)
      return membership === 'leave' || membership === 'ban' ? { type: 'conversation-ended', author } : null;
    // A new name is a membership too.
    const comes = membership === 'join' && before !== 'join' && !reader.creators.has(user);
    return comes ? { type: 'participant-joined', author } : null;
  }
  if (type === 'm.room.tombstone') return { type: 'conversation-ended', author };
  const [file] = type === 'm.room.message' ? readFile(content, reader, isSelf) : [];
  // Since Matrix 1.10 what stands beside the file's name is a caption; before, the name was all there was. Nobody here has
  // the key to what is encrypted, but it was said.
  const words = ciphertext ? '🔒' : type !== 'm.room.message' || (file && (filename ?? body) === body) ? '' : body;
  const text = textOf(words);
  if (!text && !file) return null;
  const id = foreignId((isSelf && textOf(content[ID_FIELD])) || String(event_id));
  return { type: 'message-added', id, author, text, ...(file && { attachments: [file] }) };
}

/** The file of a message, if any. Encrypted ones have no address, only `file`. */
function readFile(content: Fields, { server }: Reader, isSelf: boolean): Attachment[] {
  const { url, body, filename, info } = content;
  const path = mediaPath(url);
  if (!path) return [];
  const { mimetype, size, w, h } = recordOf(info);
  const [width, height] = [numberOf(w), numberOf(h)];
  return [
    {
      id: foreignId((isSelf && textOf(content[FILE_FIELD])) || path),
      // Without the characters that turn the reading direction: 'exe.gnp' must not read as 'png.exe'.
      name: String(filename ?? body).replace(/[\p{Cc}\p{Cf}]/gu, ''),
      type: textOf(mimetype),
      size: numberOf(size),
      ...(width && height && { width, height }),
      url: mediaAddress(server) + path,
    },
  ];
}

/** What a message is in Matrix. @param file - with its `mxc:` address */
export function toMatrix(id: string, text: string, file?: SentAttachment & { readonly mxc: string }): object {
  if (!file) return { msgtype: 'm.text', body: text, [ID_FIELD]: id };
  const { name, type, size, width, height, mxc: url } = file;
  return {
    msgtype: `m.${/^(image|audio|video)\//.exec(type)?.[1] ?? 'file'}`,
    ...{ body: text || name, filename: name, url },
    info: { mimetype: type, size, ...(width && height && { w: width, h: height }) },
    ...{ [ID_FIELD]: id, [FILE_FIELD]: file.id },
  };
}
