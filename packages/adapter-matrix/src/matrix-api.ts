/**
 * Matrix's client-server API over HTTP: addresses, who asks, and what its refusals mean. Answers are handed on as they came.
 */
import { requestJson, type RequestOptions } from '@support-chat/adapter-kit';
import { AdapterError, problem, type ErrorCode, type Problem } from '@support-chat/protocol';
import { recordOf, type Fields } from './read-fields.js';

/** The visitor's account: what `POST /login` and `POST /register` answer. */
export interface MatrixAccount {
  readonly user_id: string;
  readonly access_token: string;
}

/** One visitor's way to ask. All of it throws `AdapterError`. */
export interface MatrixApi {
  /** @param path - behind `/_matrix/` */
  ask(path: string, options?: RequestOptions): Promise<Fields>;
  /** Within a room. */
  inRoom(room: string, path: string, options?: RequestOptions): Promise<Fields>;
  /** What happened since then, '' for what there is, or waits for it as long as this, milliseconds. */
  sync(since: string, timeout: number): Promise<Fields>;
  /** A page of a room backwards from there, '' for its end: the newest first. */
  loadMessages(room: string, from: string): Promise<Fields>;
  /** The bytes behind an address of this server, which has to be one: the token goes there. */
  download(url: string): Promise<Blob>;
}

/** Events per page of history, and of one room in one answer of `/sync`. */
export const PAGE_SIZE = 50;

/** Nothing that is not of rooms. */
const NONE = { types: [] };
const FILTER = JSON.stringify({
  presence: NONE,
  account_data: NONE,
  room: { account_data: NONE, timeline: { limit: PAGE_SIZE } },
});

/** By status, where that says it of any server: what Matrix says beside it. */
const CODES: Readonly<Record<number, ErrorCode>> = { 200: 'unavailable', 400: 'frame-invalid', 429: 'rate-limited' };

function explain(body: unknown, status: number): Problem | null {
  const { errcode, error, retry_after_ms: wait } = recordOf(body);
  // The whole server has as many users as its owner has paid for: that passes.
  const code = errcode === 'M_RESOURCE_LIMIT_EXCEEDED' ? 'unavailable' : CODES[status];
  // Without a word of Matrix it is a page of a proxy, or a success.
  if (!errcode || !code) return null;
  return problem(code, { detail: [errcode, error].join(' '), retryAfter: Number(wait) / 1000 || undefined });
}

/**
 * @param server - its address, without a slash at the end
 * @param token - undefined: nobody has an account yet
 * @param signal - ends all that is asked
 */
export function createApi(server: string, token: string | undefined, signal: AbortSignal): MatrixApi {
  const bearer = token && { Authorization: `Bearer ${token}` };
  const api: MatrixApi = {
    async ask(path, wish) {
      const headers = { ...bearer, ...wish?.headers };
      return recordOf(await requestJson(`${server}/_matrix/${path}`, { signal, explain, ...wish, headers }));
    },

    inRoom: (room, path, wish) => api.ask(`client/v3/rooms/${encodeURIComponent(room)}/${path}`, wish),

    sync(since, timeout) {
      const query = new URLSearchParams({ filter: FILTER, timeout: `${timeout}`, ...(since && { since }) });
      return api.ask(`client/v3/sync?${query}`, { timeout: timeout + 20_000 });
    },

    loadMessages(room, from) {
      const query = new URLSearchParams({ dir: 'b', limit: `${PAGE_SIZE}`, ...(from && { from }) });
      return api.inRoom(room, `messages?${query}`);
    },

    async download(url) {
      const response = await fetch(url, { headers: { ...bearer }, signal });
      if (!response.ok) throw new AdapterError('upload-unknown');
      return response.blob();
    },
  };
  return api;
}
