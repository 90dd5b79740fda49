/**
 * Signing in and out at the reference server. The session itself is a cookie no script can read (X2); nothing here
 * keeps a password or a token. Desks with an adapter of their own do not use it.
 */
import { isErrorCode, parseJson, ProtocolError, withFacesAt, type ErrorCode } from '@support-chat/protocol';

/** Who is signed in. */
export interface AgentAccount {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  /** `agent`, `lead` or `owner`. */
  readonly role: string;
}

/** What the sign-in form gives. */
export interface Credentials {
  readonly email: string;
  readonly password: string;
}

/** What the form of the first start gives. */
export interface SetUpDetails extends Credentials {
  readonly token: string;
  readonly name: string;
}

/** The agents' part of the server's API. Every method throws a coded {@link ProtocolError} when it fails. */
export class AgentApi {
  readonly #base: string;

  /** @param server - absolute URL without a slash at the end */
  constructor(server: string) {
    this.#base = `${server}/v1`;
  }

  /** The address of a route under `/v1`, for a link. */
  url(path: string): string {
    return this.#base + path;
  }

  /** Who is signed in already, null when nobody is. */
  async me(signal: AbortSignal): Promise<AgentAccount | null> {
    try {
      return decodeAccount(await this.call('GET', '/agent/me', signal));
    } catch (error) {
      if (error instanceof ProtocolError && error.problem.status === 401) return null;
      throw error;
    }
  }

  async signIn(credentials: Credentials, signal: AbortSignal): Promise<AgentAccount> {
    return decodeAccount(await this.call('POST', '/agent/sessions', signal, credentials));
  }

  /** Makes the owner's account from the one-time link and signs in. */
  async setUp(details: SetUpDetails, signal: AbortSignal): Promise<AgentAccount> {
    return decodeAccount(await this.call('POST', '/agent/setup', signal, details));
  }

  async signOut(signal: AbortSignal): Promise<void> {
    await this.call('DELETE', '/agent/sessions', signal);
  }

  /** Says whether the agent is available. */
  async setPresence(presence: 'available' | 'away', signal: AbortSignal): Promise<void> {
    await this.call('PUT', '/agent/presence', signal, { presence });
  }

  /** The agent does something at the desk. */
  async reportActivity(signal: AbortSignal): Promise<void> {
    await this.call('POST', '/agent/activity', signal);
  }

  /** A file under `/v1`, which the browser keeps as long as the server says. */
  async file(path: string, signal: AbortSignal): Promise<ArrayBuffer> {
    let response: Response;
    try {
      response = await fetch(this.#base + path, { signal });
      if (response.ok) return await response.arrayBuffer();
    } catch (cause) {
      signal.throwIfAborted();
      throw new ProtocolError('network-failed', { cause });
    }
    throw new ProtocolError(codeOf(null, response.status));
  }

  /** Calls a route under `/v1`, with JSON or the bytes of a file. Null for an answer without a body. */
  async call(
    method: string,
    path: string,
    signal: AbortSignal,
    body?: object,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<unknown> {
    let response: Response;
    let text: string;
    const isFile = body instanceof Blob;
    try {
      response = await fetch(this.#base + path, {
        method,
        signal,
        cache: 'no-store',
        headers: { ...headers, ...(body && { 'content-type': isFile ? body.type : 'application/json' }) },
        ...(body && { body: isFile ? body : JSON.stringify(body) }),
      });
      text = await response.text();
    } catch (cause) {
      signal.throwIfAborted();
      throw new ProtocolError('network-failed', { cause });
    }
    if (response.status === 204) return null;
    const answer = decodeJson(withFacesAt(this.url('/faces/'), text));
    if (response.ok) return answer;
    const detail = field(answer, 'detail');
    throw new ProtocolError(codeOf(answer, response.status), {
      retryAfter: retryAfterOf(answer),
      detail: typeof detail === 'string' ? detail : undefined,
    });
  }
}

/** Null for what is not JSON: a proxy's error page says nothing that its status does not. */
function decodeJson(text: string): unknown {
  try {
    return parseJson(text);
  } catch (error) {
    if (error instanceof ProtocolError) return null;
    throw error;
  }
}

function codeOf(answer: unknown, status: number): ErrorCode {
  const code = field(answer, 'code');
  if (isErrorCode(code)) return code;
  if (status === 401) return 'sign-in-required';
  if (status === 404) return 'not-found';
  return status === 429 ? 'rate-limited' : status >= 500 ? 'unavailable' : 'internal';
}

function retryAfterOf(answer: unknown): number | undefined {
  const seconds = field(answer, 'retryAfter');
  return typeof seconds === 'number' && seconds >= 0 ? seconds : undefined;
}

function decodeAccount(answer: unknown): AgentAccount {
  const agent = field(answer, 'agent');
  const [id, name, email, role] = ['id', 'name', 'email', 'role'].map((key) => field(agent, key));
  if (typeof id === 'string' && typeof name === 'string' && typeof email === 'string') {
    return { id, name, email, role: typeof role === 'string' ? role : 'agent' };
  }
  throw new ProtocolError('internal', { detail: 'The answer names no agent.' });
}

function field(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : undefined;
}
