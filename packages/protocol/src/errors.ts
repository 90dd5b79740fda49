/**
 * Every failure the two sides can name: its code, its HTTP status and what the client does about it. The texts a
 * visitor reads are in the `ui` locales, keyed by these codes.
 */

/**
 * What a client does after a failure.
 * - `retry`: the same again later, with backoff, never before `retryAfter`
 * - `resume`: say hello again at once, keep everything, then go on
 * - `renew`: drop the session token, get a new session, go on
 * - `never`: stop and tell the person; only their hand tries again
 */
export type RetryVerdict = 'retry' | 'resume' | 'renew' | 'never';

interface ErrorFacts {
  readonly status: number;
  readonly verdict: RetryVerdict;
}

/**
 * The table of error codes (rule P-E1); it and the comments in it become the table of `docs/protocol.md`. `status` is the
 * HTTP status; 0 means that it never came from a server.
 */
export const ERRORS = {
  /** The network or the server could not be reached. */
  'network-failed': { status: 0, verdict: 'retry' },
  /** The connection was lost. */
  'connection-lost': { status: 0, verdict: 'retry' },
  /** The connection went silent. */
  'connection-silent': { status: 0, verdict: 'retry' },
  /** The answer did not come in time. */
  'request-timeout': { status: 0, verdict: 'retry' },
  /** A plug-in of the page failed; the detail names it. */
  'plugin-failed': { status: 400, verdict: 'never' },
  /** The frame does not follow the protocol. */
  'frame-invalid': { status: 400, verdict: 'never' },
  /** The frame has a type that this side does not know. */
  'frame-unknown': { status: 400, verdict: 'never' },
  /** The frame is nested too deeply. */
  'frame-too-deep': { status: 400, verdict: 'never' },
  /** The frame is larger than 64 KiB. */
  'frame-too-large': { status: 413, verdict: 'never' },
  /** The message has no text. */
  'message-empty': { status: 400, verdict: 'never' },
  /** The message is longer than 10,000 characters. */
  'message-too-long': { status: 413, verdict: 'never' },
  /** The file is larger than the owner of this chat allows. */
  'file-too-large': { status: 413, verdict: 'never' },
  /** Files of this kind are not taken here, or its content is not what its name says. */
  'file-type-refused': { status: 415, verdict: 'never' },
  /** A check found something harmful in the file. */
  'file-unsafe': { status: 422, verdict: 'never' },
  /** There is no such upload of this person, or it was sent before, or it was not finished within a day, or the file cannot be read any more. */
  'upload-unknown': { status: 404, verdict: 'never' },
  /** The upload is not finished yet. */
  'upload-unfinished': { status: 409, verdict: 'never' },
  /** The connection said no hello within 5 seconds. Our clients always say it: the network was too slow for it. */
  'hello-missing': { status: 400, verdict: 'retry' },
  /** The server does not speak this protocol version. */
  'protocol-unsupported': { status: 426, verdict: 'never' },
  /** The session token is not known. */
  'session-unknown': { status: 401, verdict: 'renew' },
  /** The session has expired. */
  'session-expired': { status: 401, verdict: 'renew' },
  /** The signed identity of the visitor has expired; the page has to bring a new one. */
  'identity-expired': { status: 401, verdict: 'never' },
  /** The signed identity of the visitor cannot be trusted: key, algorithm, audience or form is wrong; the detail says which. */
  'identity-refused': { status: 401, verdict: 'never' },
  /** An agent has to sign in first. */
  'sign-in-required': { status: 401, verdict: 'never' },
  /** A setting of the owner cannot be used; the detail names the field. */
  'settings-invalid': { status: 400, verdict: 'never' },
  /** E-mail or password is wrong. */
  'sign-in-refused': { status: 401, verdict: 'never' },
  /** The session was ended by its owner. */
  'session-revoked': { status: 401, verdict: 'never' },
  /** The one-time link is used up or wrong. */
  'setup-link-invalid': { status: 403, verdict: 'never' },
  /** The password needs at least 10 characters. */
  'password-too-weak': { status: 400, verdict: 'never' },
  /** This page is not allowed to use the server. */
  'origin-refused': { status: 403, verdict: 'never' },
  /** This is not allowed for this identity. */
  forbidden: { status: 403, verdict: 'never' },
  /** There is no such conversation. */
  'conversation-unknown': { status: 404, verdict: 'never' },
  /** There is nothing at this address. */
  'not-found': { status: 404, verdict: 'never' },
  /** The conversation log was replaced; say hello again. */
  'epoch-stale': { status: 409, verdict: 'resume' },
  /** The server does not know this connection any more. */
  'connection-unknown': { status: 409, verdict: 'resume' },
  /** This id was used before with other content. */
  'id-conflict': { status: 409, verdict: 'never' },
  /** This card was answered before, with something else. */
  'already-answered': { status: 409, verdict: 'never' },
  /** The answer does not fit the card. */
  'answer-invalid': { status: 400, verdict: 'never' },
  /** Too many requests; wait a moment. */
  'rate-limited': { status: 429, verdict: 'retry' },
  /** The mail server did not take the mail. */
  'mail-failed': { status: 502, verdict: 'retry' },
  /** The server failed. */
  internal: { status: 500, verdict: 'retry' },
  /** The server is restarting. */
  'server-stopping': { status: 503, verdict: 'retry' },
  /** The server cannot serve right now. */
  unavailable: { status: 503, verdict: 'retry' },
  /** The connection reads too slowly. */
  overloaded: { status: 503, verdict: 'retry' },
} as const satisfies Record<string, ErrorFacts>;

/** The name of a failure. */
export type ErrorCode = keyof typeof ERRORS;

/** Whether a string is one of {@link ERRORS}. */
export function isErrorCode(value: unknown): value is ErrorCode {
  return typeof value === 'string' && Object.hasOwn(ERRORS, value);
}

/** What the client does after a failure with this code. */
export function retryVerdict(code: ErrorCode): RetryVerdict {
  return ERRORS[code].verdict;
}

/** A failure as it travels, RFC 9457 problem details; in frames and in HTTP bodies (`application/problem+json`). */
export interface Problem {
  /** `urn:support-chat:problem:` followed by the code. */
  readonly type: string;
  /** The code in words. */
  readonly title: string;
  /** HTTP status; 0 when no server was involved. */
  readonly status: number;
  readonly code: ErrorCode;
  /** What exactly was wrong, for a developer; never another person's data. */
  readonly detail?: string;
  /** Seconds to wait at least before trying again. */
  readonly retryAfter?: number;
}

interface ProblemOptions {
  readonly detail?: string | undefined;
  /** Seconds. */
  readonly retryAfter?: number | undefined;
}

/** Makes a problem from its code. */
export function problem(code: ErrorCode, options: ProblemOptions = {}): Problem {
  return {
    type: `urn:support-chat:problem:${code}`,
    title: code.replaceAll('-', ' '),
    status: ERRORS[code].status,
    code,
    ...(options.detail !== undefined && { detail: options.detail }),
    ...(options.retryAfter !== undefined && { retryAfter: options.retryAfter }),
  };
}

/** A coded failure as an exception: thrown by decoders and by the server's services. */
export class ProtocolError extends Error {
  override readonly name: string = 'ProtocolError';
  readonly problem: Problem;

  constructor(code: ErrorCode, options: ProblemOptions & { readonly cause?: unknown } = {}) {
    super(options.detail === undefined ? code : `${code}: ${options.detail}`, { cause: options.cause });
    this.problem = problem(code, options);
  }

  get code(): ErrorCode {
    return this.problem.code;
  }

  get verdict(): RetryVerdict {
    return retryVerdict(this.problem.code);
  }
}

/** The only kind of error an adapter rejects with. Carries the server's problem where there was one. */
export class AdapterError extends ProtocolError {
  override readonly name: string = 'AdapterError';

  /** Wraps a problem that came over the wire. */
  static from(source: Problem): AdapterError {
    return new AdapterError(source.code, { detail: source.detail, retryAfter: source.retryAfter });
  }
}
