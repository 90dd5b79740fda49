/** What needs no stream: one request. */
import { AdapterError } from '@support-chat/protocol';
import { readProblem } from './read-problem.js';

/** The JSON at an address of the server. @throws AdapterError */
export async function readJson(url: URL, fetch: typeof globalThis.fetch, signal: AbortSignal): Promise<unknown> {
  const response = await fetch(url, { credentials: 'omit', signal }).catch((cause: unknown) => {
    throw new AdapterError('network-failed', { cause });
  });
  if (!response.ok) throw AdapterError.from(await readProblem(response));
  return response.json();
}
