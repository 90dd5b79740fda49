/** What the end of a socket means: from close codes to problems the core can act on (P-C1). */
import { isErrorCode, problem, type ErrorCode, type Problem } from '@support-chat/protocol';

/** For closes whose reason is no code of ours. All other codes are an ordinary loss. */
const CLOSE_CODES: Readonly<Record<number, ErrorCode>> = {
  1009: 'frame-too-large',
  1011: 'internal',
  1012: 'server-stopping',
  1013: 'overloaded',
  4401: 'session-unknown',
};

interface CloseFacts {
  /** There was a welcome before. */
  readonly opened: boolean;
  /** The server's refusal of the connection when it was the last thing it said. */
  readonly refusal: Problem | null;
  /** Seconds, of a goaway. */
  readonly goaway: number | undefined;
}

/**
 * The problem behind a close.
 *
 * @param code - of the close event; 1006 means that nobody said goodbye
 * @param reason - of the close event; the reference server says the problem's code
 */
export function closeProblem(code: number, reason: string, { opened, refusal, goaway }: CloseFacts): Problem {
  if (refusal && code !== 1006) return refusal;
  const told = isErrorCode(reason) ? reason : CLOSE_CODES[code];
  if (goaway !== undefined) return problem(told ?? 'server-stopping', { retryAfter: goaway });
  return problem(told ?? (opened ? 'connection-lost' : 'network-failed'));
}
