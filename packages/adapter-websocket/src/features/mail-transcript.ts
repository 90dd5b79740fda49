/** Asks the server to mail the conversation (V17). Loaded when somebody does. */
import { AdapterError, isErrorCode, type TranscriptRequest } from '@support-chat/protocol';
import { serverUrl } from '../server-url.js';

/**
 * `POST /v1/transcripts`.
 *
 * @throws AdapterError the server's refusal, or `network-failed`
 */
export async function mailTranscript(
  server: string,
  { token, address, locale }: TranscriptRequest,
  signal: AbortSignal,
): Promise<void> {
  const response = await fetch(serverUrl(server, 'transcripts'), {
    method: 'POST',
    credentials: 'omit',
    headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${token}` },
    body: JSON.stringify({ address, locale }),
    signal,
  }).catch((cause: unknown) => {
    throw new AdapterError('network-failed', { cause });
  });
  if (response.ok) return;
  const body = (await response.json().catch(() => null)) as { readonly code?: unknown } | null;
  throw new AdapterError(isErrorCode(body?.code) ? body.code : 'network-failed', { detail: `HTTP ${response.status}` });
}
