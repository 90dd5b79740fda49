/** What needs no socket: one request. */
import { AdapterError } from '@support-chat/protocol';
import { serverUrl } from './server-url.js';

/** The JSON at a path of the server. @throws AdapterError `network-failed`, `unavailable` */
export async function readJson(server: string, path: string, signal: AbortSignal): Promise<unknown> {
  const response = await fetch(serverUrl(server, path), { credentials: 'omit', signal }).catch((cause: unknown) => {
    throw new AdapterError('network-failed', { cause });
  });
  if (!response.ok) throw new AdapterError('unavailable', { detail: `HTTP ${response.status}` });
  return response.json();
}
