/**
 * Which pages may talk to this server (X3). The allow-list is exact: scheme, host and port, compared as strings in the
 * form browsers send. Owns the decision for sockets, streams, posts and CORS alike.
 */
import type { IncomingMessage } from 'node:http';
import type { ClientAddresses } from './client-address.js';

/** How a request stands to the allow-list. `none`: no browser page sent it, or a page of this very origin did. */
export type OriginVerdict = 'none' | 'own' | 'allowed' | 'refused';

/** The allow-list of one server. */
export interface Origins {
  judge(request: IncomingMessage): OriginVerdict;
  /** The server's own origin as this client sees it, `null` when its Host header is unusable. */
  own(request: IncomingMessage): string | null;
}

/**
 * @param options - `allowed`: origins beside the server's own; `publicUrl`: where the server is, else the Host header
 * @throws TypeError when an entry is not an origin
 */
export function createOrigins(options: {
  readonly allowed: readonly string[];
  readonly publicUrl: string | undefined;
  readonly addresses: ClientAddresses;
}): Origins {
  const allowed = new Set(options.allowed.map(parseOrigin));
  const publicOrigin = options.publicUrl === undefined ? null : new URL(options.publicUrl).origin;
  const own = (request: IncomingMessage): string | null => {
    if (publicOrigin !== null) return publicOrigin;
    const host = request.headers.host ?? '';
    // Only what a Host header may hold: no path, user or query can be smuggled into an origin or a policy.
    if (!/^[\w.-]+(?::\d+)?$|^\[[\da-f:.]+\](?::\d+)?$/i.test(host)) return null;
    const url = `${options.addresses.secure(request) ? 'https' : 'http'}://${host}`;
    return URL.canParse(url) ? new URL(url).origin : null;
  };
  return {
    own,
    judge: (request) => {
      const origin = request.headers.origin;
      if (origin === undefined) {
        // Browsers leave Origin out only of same-origin reads and plain navigations; anything else is not ours.
        const site = request.headers['sec-fetch-site'];
        return site === 'cross-site' || site === 'same-site' ? 'refused' : 'none';
      }
      if (origin === own(request)) return 'own';
      return allowed.has(origin) ? 'allowed' : 'refused';
    },
  };
}

/**
 * The origin a text names.
 *
 * @throws TypeError when it names more or less than an http(s) origin
 */
export function parseOrigin(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null;
  const isOrigin = url !== null && /^https?:$/.test(url.protocol) && `${url.pathname}${url.search}${url.hash}` === '/';
  if (!isOrigin || url.username !== '' || url.password !== '') {
    throw new TypeError(`'${text}' is not an origin like https://shop.example.`);
  }
  return url.origin;
}
