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

const never = (status: number): ErrorFacts => ({ status, verdict: 'never' });
const retry = (status: number): ErrorFacts => ({ status, verdict: 'retry' });

/**
 * The table of error codes (rule P-E1); it and the comments in it become the table of `docs/protocol.md`. `status` is the
 * HTTP status; 0 means that it never came from a server.
 */
export const ERRORS = {
  /** The network or the server could not be reached. */
  'network-failed': retry(0),
  /** The connection was lost. */
  'connection-lost': retry(0),
  /** The connection went silent. */
  'connection-silent': retry(0),
  /** The answer did not come in time. */
  'request-timeout': retry(0),
  /** A plug-in of the page failed; the detail names it. */
  'plugin-failed': never(400),
  /** The frame does not follow the protocol. */
  'frame-invalid': never(400),
  /** The frame has a type that this side does not know. */
  'frame-unknown': never(400),
  /** The frame is nested too deeply. */
  'frame-too-deep': never(400),
  /** The frame is larger than 64 KiB. */
  'frame-too-large': never(413),
  /** The message has no text. */
  'message-empty': never(400),
  /** The message is longer than 10,000 characters. */
  'message-too-long': never(413),
  /** The file is larger than the owner of this chat allows. */
  'file-too-large': never(413),
  /** Files of this kind are not taken here, or its content is not what its name says. */
  'file-type-refused': never(415),
  /** A check found something harmful in the file. */
  'file-unsafe': never(422),
  /** There is no such upload of this person, or it was sent before, or it was not finished within a day, or the file cannot be read any more. */
  'upload-unknown': never(404),
  /** The upload is not finished yet. */
  'upload-unfinished': never(409),
  /** The connection said no hello within 5 seconds. Our clients always say it: the network was too slow for it. */
  'hello-missing': retry(400),
  /** The server does not speak this protocol version. */
  'protocol-unsupported': never(426),
  /** The session token is not known. */
  'session-unknown': { status: 401, verdict: 'renew' },
  /** The session has expired. */
  'session-expired': { status: 401, verdict: 'renew' },
  /** The signed identity of the visitor has expired; the page has to bring a new one. */
  'identity-expired': never(401),
  /** The signed identity of the visitor cannot be trusted: key, algorithm, audience or form is wrong; the detail says which. */
  'identity-refused': never(401),
  /** An agent has to sign in first. */
  'sign-in-required': never(401),
  /** A setting of the owner cannot be used; the detail names the field. */
  'settings-invalid': never(400),
  /** E-mail or password is wrong. */
  'sign-in-refused': never(401),
  /** The session was ended by its owner. */
  'session-revoked': never(401),
  /** The one-time link is used up or wrong. */
  'setup-link-invalid': never(403),
  /** The password needs at least 10 characters. */
  'password-too-weak': never(400),
  /** This page is not allowed to use the server. */
  'origin-refused': never(403),
  /** This is not allowed for this identity. */
  forbidden: never(403),
  /** There is no such conversation. */
  'conversation-unknown': never(404),
  /** There is nothing at this address. */
  'not-found': never(404),
  /** The conversation log was replaced; say hello again. */
  'epoch-stale': { status: 409, verdict: 'resume' },
  /** The server does not know this connection any more. */
  'connection-unknown': { status: 409, verdict: 'resume' },
  /** This id was used before with other content. */
  'id-conflict': never(409),
  /** The agent has as many chats as they may have at once. */
  'capacity-reached': never(409),
  /** The agent is away, or not at the desk. */
  'agent-away': never(409),
  /** Somebody else has the chat by now. */
  'already-taken': never(409),
  /** This card, or what the agent has read of this ticket, was answered before, with something else. */
  'already-answered': never(409),
  /** The answer does not fit the card. */
  'answer-invalid': never(400),
  /** Too many requests; wait a moment. */
  'rate-limited': retry(429),
  /** The mail server did not take the mail. */
  'mail-failed': retry(502),
  /** The server failed. */
  internal: retry(500),
  /** The server is restarting. */
  'server-stopping': retry(503),
  /** The server cannot serve right now. */
  unavailable: retry(503),
  /** The connection reads too slowly. */
  overloaded: retry(503),
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
    return new AdapterError(source.code, source);
  }
}
