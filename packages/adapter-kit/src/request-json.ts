/** JSON over HTTP as other people's servers speak it: every way it can fail becomes a coded error with a verdict. */
import { AdapterError, type ErrorCode, type Problem } from '@support-chat/protocol';
import { failureOf } from './http-failure.js';

export interface RequestOptions {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON, a `FormData` or `URLSearchParams` as it is. */
  readonly body?: unknown;
  /** Ends the request with `connection-lost`. */
  readonly signal?: AbortSignal | undefined;
  /** Default: the platform's. */
  readonly fetch?: typeof globalThis.fetch;
  /** Milliseconds until it fails with `request-timeout`. Default: 30,000. */
  readonly timeout?: number;
  /** What a status means here, where that differs from {@link STATUS_CODES}. */
  readonly codes?: Readonly<Record<number, ErrorCode>>;
  /**
   * Reads what this back end says of a failure, with a status of failure or, by some, with 200. Null: nothing; then the
   * status tells, and one of success is a success.
   */
  explain?(body: unknown, status: number): Problem | null;
}

/**
 * Asks for JSON.
 *
 * @returns what was answered, undefined for an empty answer; still to be decoded
 * @throws AdapterError `network-failed`, `request-timeout`, `connection-lost`, `unavailable` (5xx, and what is no JSON), or
 *   what the status or `explain` says
 */
export async function requestJson(url: string | URL, options: RequestOptions = {}): Promise<unknown> {
  const { method, headers, body, signal, fetch = globalThis.fetch, timeout = 30_000, codes, explain } = options;
  const raw = body === undefined || body instanceof FormData || body instanceof URLSearchParams;
  const late = AbortSignal.timeout(timeout);
  let response: Response;
  let text: string;
  try {
    response = await fetch(url, {
      method: method ?? (body === undefined ? 'GET' : 'POST'),
      headers: { Accept: 'application/json', ...(!raw && { 'Content-Type': 'application/json' }), ...headers },
      credentials: 'omit',
      cache: 'no-store',
      signal: signal ? AbortSignal.any([signal, late]) : late,
      ...(body !== undefined && { body: raw ? (body as BodyInit) : JSON.stringify(body) }),
    });
    text = await response.text();
  } catch (cause) {
    if (signal?.aborted) throw new AdapterError('connection-lost', { cause });
    throw new AdapterError(late.aborted ? 'request-timeout' : 'network-failed', { cause });
  }
  const answer = parsed(text);
  const told = explain?.(answer, response.status);
  if (told || !response.ok) throw failureOf(response, { codes, told });
  if (answer === NO_JSON) throw new AdapterError('unavailable', { detail: 'The answer is not JSON.' });
  return answer;
}

const NO_JSON = Symbol('no JSON');

function parsed(text: string): unknown {
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return NO_JSON;
  }
}
