/**
 * Rocket.Chat's Livechat API over HTTP: addresses, bodies, and what its refusals mean. Answers are handed on as they came.
 * The visitor's token, made by the page, is the one credential there is.
 */
import { requestJson, type RequestOptions } from '@support-chat/adapter-kit';
import { AdapterError, problem, type ErrorCode, type Problem, type VisitorProfile } from '@support-chat/protocol';
import { recordOf, textOf, type Fields } from './read-fields.js';

/** A file that goes with a message: to upload it is to send it. */
export interface HeldFile {
  readonly bytes: Blob;
  readonly name: string;
  /** The message that it has become. */
  key?: string;
}

/** One visitor's way to ask; answers are still to be read. All of it throws `AdapterError`. */
export interface LivechatApi {
  readonly token: string;
  /** Settings, whether somebody is there, and who and where this visitor is. */
  loadConfig(): Promise<Fields>;
  /** Registers the visitor, or changes what is known of them. Five times a minute at most. */
  tellVisitor(profile?: VisitorProfile): Promise<Fields>;
  /** The id of the visitor's open room, a new one where there is none. `unavailable` while nobody is there. */
  openRoom(): Promise<string>;
  /** The newest messages up to a time, milliseconds since 1970; ascending. */
  loadMessages(rid: string, until: number | undefined, limit: number): Promise<readonly unknown[]>;
  /** Stores a message once, however often. {@link ROOM_CLOSED} when the room is. @returns its id */
  post(rid: string, id: string, text: string): Promise<string>;
  /** Sends a file, with the words that go with it. {@link ROOM_CLOSED} likewise. @returns the id of its message */
  upload(rid: string, file: HeldFile, text: string): Promise<string>;
  /** Whatever else: rooms are closed and rated, words are left. */
  tell(path: string, body: Fields): Promise<unknown>;
}

/** What a room that is closed answers: what was said is not stored, and belongs into a new one. */
export const ROOM_CLOSED: ErrorCode = 'conversation-unknown';

/** By the words in which Rocket.Chat refuses, all of them with 400. */
const CODES: Readonly<Record<string, ErrorCode>> = {
  'invalid-token': 'session-unknown',
  // Within a connection only a new one can tell what it means.
  'invalid-room': 'connection-unknown',
  'room-closed': ROOM_CLOSED,
  'no-agent-online': 'unavailable',
  'exceeds-character-limit': 'message-too-long',
  'type-not-allowed': 'file-type-refused',
  'size-not-allowed': 'file-too-large',
};

function explain(body: unknown, status: number): Problem | null {
  // Where the word stands differs from route to route.
  const detail = JSON.stringify(body) ?? '';
  const [, seconds] = /wait (\d+) s/.exec(detail) ?? [];
  if (status === 429) return seconds ? problem('rate-limited', { retryAfter: +seconds }) : null;
  if (recordOf(body)['success'] !== false || (status !== 400 && status > 299)) return null;
  const word = Object.keys(CODES).find((one) => detail.includes(one)) ?? '';
  return problem(CODES[word] ?? 'forbidden', { detail });
}

/** @param signal - ends all that is asked */
export function createApi(server: string, token: string, signal: AbortSignal): LivechatApi {
  const ask = async (path: string, options?: RequestOptions): Promise<Fields> =>
    recordOf(await requestJson(`${server}/api/v1/livechat/${path}`, { signal, explain, ...options }));
  const query = (more?: Record<string, string>): string => `?${new URLSearchParams({ token, ...more })}`;
  const idIn = (message: unknown): string => {
    const id = textOf(recordOf(message)['_id']);
    if (!id) throw new AdapterError('unavailable');
    return id;
  };

  return {
    token,

    loadConfig: async () => recordOf((await ask(`config${query()}`))['config']),

    async tellVisitor({ name, email, phone, department, fields = {} } = {}) {
      const customFields = Object.entries(fields).map(([key, value]) => ({ key, value: `${value}`, overwrite: true }));
      const visitor = { token, name, email, phone, department, customFields };
      return recordOf((await ask('visitor', { body: { visitor } }))['visitor']);
    },

    openRoom: async () => idIn((await ask(`room${query()}`))['room']),

    async loadMessages(rid, until, limit) {
      // `end` is exclusive in some versions, and one millisecond may have several messages.
      const end = until === undefined ? {} : { end: new Date(until + 1).toISOString() };
      const { messages } = await ask(`messages.history/${rid}${query({ limit: `${limit}`, ...end })}`);
      if (!Array.isArray(messages)) throw new AdapterError('unavailable');
      return messages.toReversed() as unknown[];
    },

    // Older versions refuse what they have, without a word: the stream tells of it, and then nobody asks any more.
    post: async (rid, id, text) =>
      idIn((await ask('message', { body: { token, rid, msg: text, _id: id } }))['message']),

    async upload(rid, { bytes, name }, text) {
      const form = new FormData();
      form.set('file', bytes, name);
      if (text) form.set('msg', text);
      return idIn(
        await ask(`upload/${rid}`, {
          body: form,
          headers: { 'x-visitor-token': token },
          // That is what uploads to closed rooms are told.
          codes: { 401: ROOM_CLOSED, 403: ROOM_CLOSED, 413: 'file-too-large' },
        }),
      );
    },

    tell: (path, body) => ask(path, { body: { token, ...body } }),
  };
}
