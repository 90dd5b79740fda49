/**
 * Direct Line 3.0 over HTTP: addresses, who asks, and what its refusals mean. Owns the visitor's token: the site gives it, and
 * gives another one when it is not taken any more. Answers are handed on as they came.
 */
import { requestJson, type RequestOptions } from '@support-chat/adapter-kit';
import { AdapterError, problem, type ErrorCode, type Problem } from '@support-chat/protocol';
import { recordOf, textOf } from './read-fields.js';

/** What the site is asked for. */
export interface TokenRequest {
  /** The conversation that is to go on; absent for a new one. */
  readonly conversationId?: string;
  /** Who writes in it. The site may have the token made for this id, so that nobody else's is taken with it. */
  readonly userId: string;
}

/** What the site gives: the answer of `POST /v3/directline/tokens/generate`, which takes the secret that only a server has. */
export interface DirectLineToken {
  readonly token: string;
  /** The conversation that it is good for. Another one than was asked for begins anew. Default: the one asked for. */
  readonly conversationId?: string;
  /** Seconds until it expires. Default: 1,800. */
  readonly expires_in?: number;
}

/** The right to be in one conversation. */
export interface Credential {
  readonly token: string;
  readonly conversationId: string | undefined;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
}

/** A part of what happened in the conversation. */
export interface ActivitySet {
  /** Still to be read, in their order. */
  readonly activities: readonly unknown[];
  /** Where the next part begins; undefined when it does not say. */
  readonly watermark: string | undefined;
}

export interface ApiOptions {
  /** With its path, without a slash at the end. */
  readonly domain: string;
  readonly fetch?: typeof globalThis.fetch | undefined;
  /** Asks the site. @param conversationId - undefined for a new one */
  renew(conversationId: string | undefined): Promise<Credential>;
}

/** One visitor's way to ask. All of it throws `AdapterError`. */
export interface DirectLineApi {
  /** Null: there is none yet. */
  credential: Credential | null;
  /** The one that is entered, or to be entered; undefined before a new one is begun. */
  conversationId: string | undefined;
  ask(path: string, options?: RequestOptions): Promise<unknown>;
  /** Within the conversation: its path comes before. */
  own(path: string, options?: RequestOptions): Promise<unknown>;
}

/** Seconds that a token is good for where nobody says so. */
const LIFETIME = 1800;

/**
 * 403 is an expired token, whether or not it says so, and 401 one that is none: the site is asked for another one. What is
 * refused like this is not stored.
 */
const REFUSED: readonly ErrorCode[] = ['session-unknown', 'session-expired', 'forbidden'];

/**
 * @param before - what the last connection had
 * @param signal - ends all that is asked
 */
export function createApi(
  { domain, fetch, renew }: ApiOptions,
  before: Pick<DirectLineApi, 'credential' | 'conversationId'>,
  signal: AbortSignal,
): DirectLineApi {
  let renewing: Promise<void> | null = null;

  function renewOnce(): Promise<void> {
    renewing ??= renew(api.conversationId)
      .then((next) => void (api.credential = next))
      .finally(() => (renewing = null));
    return renewing;
  }

  async function ask(path: string, options: RequestOptions, isLast: boolean): Promise<unknown> {
    if (!api.credential || api.credential.expiresAt < Date.now()) await renewOnce();
    const { token } = api.credential ?? {};
    try {
      return await requestJson(domain + path, {
        headers: { Authorization: `Bearer ${token}` },
        signal,
        explain,
        ...(fetch && { fetch }),
        ...options,
      });
    } catch (error) {
      if (!(error instanceof AdapterError) || !REFUSED.includes(error.code)) throw error;
      // One that was new and has expired is the site's mistake, not the end of the visitor's session.
      if (isLast) throw error.code === 'session-expired' ? new AdapterError('unavailable', { cause: error }) : error;
      if (api.credential?.token === token) await renewOnce();
      return ask(path, options, true);
    }
  }

  const api: DirectLineApi = {
    ...before,
    ask: (path, options = {}) => ask(path, options, false),
    own: (path, options) =>
      api.ask(`/conversations/${encodeURIComponent(api.conversationId ?? '')}${path}`, {
        codes: LOST,
        ...options,
      }),
  };
  return api;
}

/** Only a new hello can tell what it means that something is not there: it asks for the conversation itself. */
export const LOST = { 400: 'frame-invalid', 404: 'connection-unknown' } as const;

/** An error in an answer of success is a failure of the service. */
function explain(body: unknown, status: number): Problem | null {
  const { error } = recordOf(body);
  if (recordOf(error)['code'] === 'TokenExpired') return problem('session-expired');
  return error && status < 300 ? problem('unavailable') : null;
}

/** The credential that an answer holds; what it does not say is as before. */
export function readCredential(raw: unknown, before: Partial<Credential>): Credential {
  const { token, conversationId, expires_in: seconds } = recordOf(raw);
  const next = textOf(token) ?? before.token;
  if (next === undefined) throw new AdapterError('unavailable', { detail: 'There is no token.' });
  const lifetime = typeof seconds === 'number' && seconds > 0 ? seconds : LIFETIME;
  const kept = next === before.token ? before.expiresAt : undefined;
  return {
    token: next,
    conversationId: textOf(conversationId) ?? before.conversationId,
    expiresAt: kept ?? Date.now() + lifetime * 1000,
  };
}

/** @throws AdapterError `unavailable` for what is no part of a conversation */
export function readActivitySet(raw: unknown): ActivitySet {
  const { activities, watermark } = recordOf(raw);
  if (!Array.isArray(activities)) throw new AdapterError('unavailable', { detail: 'There are no activities.' });
  return { activities, watermark: typeof watermark === 'number' ? `${watermark}` : textOf(watermark) };
}
