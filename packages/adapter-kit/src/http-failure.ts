/** What an HTTP answer that is no success means, where the server says nothing that we understand. */
import { AdapterError, type ErrorCode, type Problem } from '@support-chat/protocol';

/** Nobody is stopped for good by a proxy's page: what does not surely come from the back end is tried again. */
const STATUS_CODES: Readonly<Record<number, ErrorCode>> = {
  401: 'session-unknown',
  403: 'forbidden',
  404: 'not-found',
  409: 'id-conflict',
  413: 'message-too-long',
  415: 'file-type-refused',
  429: 'rate-limited',
};

interface FailureOptions {
  /** What a status means here, where that differs from {@link STATUS_CODES}. */
  readonly codes?: Readonly<Record<number, ErrorCode>> | undefined;
  /** What the back end said of it. */
  readonly told?: Problem | null | undefined;
}

/** The failure, with the time that `Retry-After` names. */
export function failureOf(
  { status, headers }: Pick<Response, 'status' | 'headers'>,
  { codes, told }: FailureOptions = {},
): AdapterError {
  const retryAfter = told?.retryAfter ?? secondsOf(headers.get('Retry-After'));
  const code =
    told?.code ?? codes?.[status] ?? STATUS_CODES[status] ?? (status >= 500 ? 'unavailable' : 'network-failed');
  return new AdapterError(code, { detail: told?.detail ?? `HTTP ${status}`, retryAfter });
}

/** `Retry-After` is seconds or a date (RFC 9110, 10.2.3). */
function secondsOf(header: string | null): number | undefined {
  if (header === null) return undefined;
  const seconds = /^\d+$/.test(header.trim()) ? Number(header) : (Date.parse(header) - Date.now()) / 1000;
  return Number.isFinite(seconds) ? Math.max(0, seconds) : undefined;
}
