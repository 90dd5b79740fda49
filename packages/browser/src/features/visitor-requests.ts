/** What visitors ask of the reference server beside the conversation, by requests of their own. Loaded when one does. */
import { AdapterError, isErrorCode, type SignedIn, type SignInRequest } from '@support-chat/protocol';

/** `GET` gives all that is kept of them, `DELETE` erases it. @throws AdapterError the server's refusal, or `network-failed` */
export async function askForData(
  method: 'GET' | 'DELETE',
  server: string,
  token: string,
  signal: AbortSignal,
): Promise<Blob> {
  return (await ask(server, 'data', token, { method, signal })).blob();
}

/** Shows a signed identity. @throws AdapterError as above, or when the answer is none */
export async function showIdentity(
  server: string,
  { identity, token }: SignInRequest,
  signal: AbortSignal,
): Promise<SignedIn> {
  const response = await ask(server, 'identity', token, { method: 'POST', body: JSON.stringify({ identity }), signal });
  const answer = (await response.json().catch(() => null)) as Partial<SignedIn> | null;
  const { session, same } = answer ?? {};
  if (typeof same !== 'boolean' || (session !== null && typeof session?.token !== 'string')) {
    throw new AdapterError('frame-invalid', { detail: 'The answer to an identity is none.' });
  }
  return { session, same };
}

async function ask(
  server: string,
  what: 'data' | 'identity',
  token: string | undefined,
  request: RequestInit,
): Promise<Response> {
  const response = await fetch(`${server.replace(/\/$/, '')}/v1/visitor/${what}`, {
    ...request,
    credentials: 'omit',
    headers: {
      ...(request.body && { 'Content-Type': 'application/json' }),
      ...(token !== undefined && { Authorization: `Bearer ${token}` }),
    },
  }).catch((cause: unknown) => {
    throw new AdapterError('network-failed', { cause });
  });
  if (response.ok) return response;
  const body = (await response.json().catch(() => null)) as {
    readonly code?: unknown;
    readonly retryAfter?: unknown;
  } | null;
  throw new AdapterError(isErrorCode(body?.code) ? body.code : 'network-failed', {
    detail: `HTTP ${response.status}`,
    ...(typeof body?.retryAfter === 'number' && { retryAfter: body.retryAfter }),
  });
}
