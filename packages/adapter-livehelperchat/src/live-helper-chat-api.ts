/**
 * The API of Live Helper Chat's own widget over HTTP: addresses, bodies, and what its refusals mean, which mostly come with
 * 200. Answers are handed on as they came. Id and hash of a chat are the one credential there is.
 */
import { requestJson } from '@support-chat/adapter-kit';
import {
  AdapterError,
  problem,
  type ErrorCode,
  type PageContext,
  type Problem,
  type VisitorProfile,
} from '@support-chat/protocol';
import { recordOf, textOf, type Fields } from './read-fields.js';

/** The right to be in one chat. */
export interface Credential {
  readonly id: number;
  readonly hash: string;
}

/** A file that goes by itself: to upload it is to send it. */
export interface HeldFile {
  readonly bytes: Blob;
  readonly name: string;
  /** The message that it has become. */
  key?: string;
}

/** Who begins a chat, and with which words. */
export interface FirstWords extends Pick<VisitorProfile, 'name' | 'email' | 'phone'> {
  readonly text: string;
  readonly department?: string | undefined;
  readonly page?: PageContext | undefined;
}

export interface ApiOptions {
  /** Up to `/index.php`, or the language behind that. */
  readonly base: string;
  readonly department: string | undefined;
  readonly theme: string;
}

/** One visitor's way to ask; answers are still to be read. All of it throws `AdapterError`. */
export interface LiveHelperChatApi {
  /** By a path of the widget's. {@link NOT_TAKEN} when it is not done: why says only the chat itself. */
  ask(path: string, body?: object): Promise<Fields>;
  /** About a chat, `unavailable` whatever the reason: what came after a message, and `active_widget` when the visitor has read all. */
  about(chat: Credential, path: string, more?: object): Promise<Fields>;
  /** In the address of a chat: typing, a vote, the end. */
  tell(chat: Credential, what: string, how: unknown, body?: object): Promise<Fields>;
  /** Begins a chat. Never asked again by itself: nothing is recognised. */
  start(words: FirstWords, vid: string | undefined): Promise<Credential>;
  /** Has words mailed, while nobody is there. */
  leave(words: FirstWords): Promise<unknown>;
  /** Sends a file. {@link NOT_TAKEN} likewise, also where uploads are switched off. */
  upload(chat: Credential, file: HeldFile): Promise<void>;
}

/** What a chat that cannot be written to answers, in words of its own language. */
export const NOT_TAKEN: ErrorCode = 'answer-invalid';

/** What an answer means that came with success, and is none; null when it is one. */
function explain(answer: unknown, status: number): Problem | null {
  const { terminate, error, error_msg: why, system, success, errors } = recordOf(answer);
  if (status > 299) return null;
  const refused = (code: ErrorCode): Problem => problem(code, { detail: JSON.stringify(answer) });
  if (terminate) return refused('origin-refused'); // pages that the owner has not named
  // A form: what its captcha or a crowded department says passes, the rest a person has to mend.
  if (success === false)
    return refused(/"(captcha|department)":/.test(JSON.stringify(errors)) ? 'rate-limited' : 'forbidden');
  if (why) return refused(/big|large/.test(JSON.stringify(why)) ? 'file-too-large' : 'file-type-refused');
  if (!error || error === 'false') return null;
  // Other words, or a failure of the system: nobody knows what is stored.
  return refused((error === true || error === 'true') && !system ? NOT_TAKEN : 'unavailable');
}

/** @param signal - ends all that is asked */
export function createApi({ base, department, theme }: ApiOptions, signal: AbortSignal): LiveHelperChatApi {
  // JSON under another name, as its own widget sends it: a page of another origin then asks once, not twice.
  const headers = { 'Content-Type': 'application/x-www-form-urlencoded' };
  const ask = async (path: string, body: object = {}): Promise<Fields> =>
    recordOf(await requestJson(base + path, { method: 'POST', headers, body, signal, explain }));

  const submit = (path: string, words: FirstWords, vid?: string, captcha?: object): Promise<Fields> =>
    ask(`/widgetrestapi/submit${path}`, {
      ...{ department: [words.department ?? department].filter(Boolean), theme, mode: 'embed', vid },
      fields: {
        Question: words.text,
        Username: words.name,
        Email: words.email,
        Phone: words.phone,
        URLRefer: words.page?.url,
        user_timezone: Intl.DateTimeFormat().resolvedOptions().timeZone,
        ...captcha,
      },
    });

  return {
    ask,
    async about({ id, hash }, path, more) {
      try {
        return await ask(`/widgetrestapi/${path}`, { chat_id: id, hash, theme, ...more });
      } catch (error) {
        // Who only asks has done nothing that could be refused: it will answer another time.
        throw (error as AdapterError).code === NOT_TAKEN ? new AdapterError('unavailable') : error;
      }
    },
    tell: ({ id, hash }, what, how, body) => ask(`/chat/${what}/${id}/${hash}${String(how)}`, body),

    async start(words, vid) {
      const tscaptcha = Math.floor(Date.now() / 1000);
      const { result } = await ask(`/captcha/captchastring/fake/${tscaptcha}`);
      const captcha = { [`captcha_${String(result)}`]: tscaptcha, tscaptcha };
      const { id, hash } = recordOf((await submit('online', words, vid, captcha))['chatData']);
      if (typeof id !== 'number' || !textOf(hash)) throw new AdapterError('unavailable');
      return { id, hash: String(hash) };
    },

    async leave(words) {
      if ((await submit('offline', words))['success'] !== true) throw new AdapterError('unavailable');
    },

    async upload({ id, hash }, { bytes, name }) {
      const body = new FormData();
      body.set('files', bytes, name);
      const codes = { 413: 'file-too-large' } as const;
      const answer = await requestJson(`${base}/file/uploadfile/${id}/${hash}`, { body, codes, signal, explain });
      // Nothing is said where uploads are switched off.
      if (answer === undefined) throw new AdapterError(NOT_TAKEN);
      if (!recordOf(answer)['file_id']) throw new AdapterError('unavailable');
    },
  };
}
