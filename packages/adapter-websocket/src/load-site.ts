/** What the owner has set: one request that needs no socket. */
import { AdapterError } from '@support-chat/protocol';
import { serverUrl } from './server-url.js';

/**
 * Asks for `GET /v1/site`.
 *
 * @throws AdapterError `network-failed`
 */
export async function loadSite(server: string, signal: AbortSignal): Promise<unknown> {
  const url = serverUrl(server, 'site');
  const response = await fetch(url, { credentials: 'omit', signal }).catch((cause: unknown) => {
    throw new AdapterError('network-failed', { cause });
  });
  if (!response.ok) throw new AdapterError('network-failed', { detail: `HTTP ${response.status}` });
  return response.json();
}
