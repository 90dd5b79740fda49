/** Where the server is. Everything else of a connection is the adapter's. */
import { AdapterError } from '@support-chat/protocol';

/**
 * The address of one of its endpoints.
 *
 * @param server - with a path where it lives under one; relative to the page
 * @throws AdapterError `not-found`
 */
export function serverUrl(server: string, name: string): URL {
  const { location } = globalThis as { location?: { href: string } };
  try {
    return new URL(`${server.replace(/\/+$/, '')}/v1/${name}`, location?.href);
  } catch (cause) {
    throw new AdapterError('not-found', { detail: `${server} is not an address`, cause });
  }
}
