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
  /** Whether a page of another origin sends it: nothing it asks for is done as an agent, whatever cookie came along. */
  isForeign(request: IncomingMessage): boolean;
  /** Whether pages of an origin other than the server's own are on the list. */
  allows(origin: string): boolean;
  /** Follows another list from now on. @param origins - undefined: the owner has set none, that of the start holds */
  configure(origins: readonly string[] | undefined): void;
  /** The server's own origin as this client sees it, `null` when its Host header is unusable. */
  own(request: IncomingMessage): string | null;
}

/**
 * @param options - `allowed`: origins beside the server's own, at the start; `publicUrl`: where the server is, else the Host
 *   header
 * @throws TypeError when an entry is not an origin
 */
export function createOrigins(options: {
  readonly allowed: readonly string[];
  readonly publicUrl: string | undefined;
  readonly addresses: ClientAddresses;
}): Origins {
  const started: ReadonlySet<string> = new Set(options.allowed.map(parseOrigin));
  let allowed = started;
  const publicOrigin = options.publicUrl === undefined ? null : new URL(options.publicUrl).origin;
  const own = (request: IncomingMessage): string | null => {
    if (publicOrigin !== null) return publicOrigin;
    const host = request.headers.host ?? '';
    // Only what a Host header may hold: no path, user or query can be smuggled into an origin or a policy.
    if (!/^[\w.-]+(?::\d+)?$|^\[[\da-f:.]+\](?::\d+)?$/i.test(host)) return null;
    const url = `${options.addresses.secure(request) ? 'https' : 'http'}://${host}`;
    return URL.canParse(url) ? new URL(url).origin : null;
  };
  const judge = (request: IncomingMessage): OriginVerdict => {
    const origin = request.headers.origin;
    if (origin === undefined) {
      // Browsers leave Origin out only of same-origin reads and plain navigations; anything else is not ours.
      const site = request.headers['sec-fetch-site'];
      return site === 'cross-site' || site === 'same-site' ? 'refused' : 'none';
    }
    // Before the list: no list can shut out the desk.
    if (origin === own(request)) return 'own';
    return allowed.has(origin) ? 'allowed' : 'refused';
  };
  return {
    own,
    judge,
    // Also one that was taken off the list while the request was on its way.
    isForeign: (request) => ['allowed', 'refused'].includes(judge(request)),
    allows: (origin) => allowed.has(origin),
    configure: (origins) => {
      allowed = origins === undefined ? started : new Set(origins);
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
  // A star would be taken for a letter of the name, and match nothing.
  if (!isOrigin || url.username !== '' || url.password !== '' || url.hostname.includes('*')) {
    throw new TypeError(`'${text}' is not an origin like https://shop.example, without a path and without *.`);
  }
  return url.origin;
}
