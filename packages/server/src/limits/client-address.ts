/**
 * Whom a request is counted against: the address of the client, read past the proxies that are trusted and no
 * further, so that nobody can choose an address by writing a header (X5).
 */
import type { IncomingMessage } from 'node:http';
import ipaddr from 'ipaddr.js';

/** Reads the client's address of a request: what limits are counted by. */
export interface ClientAddresses {
  /** Key of the client: an IPv4 address, or the /64 of an IPv6 one. */
  key(request: IncomingMessage): string;
  /** Whether the request came by TLS, believing `X-Forwarded-Proto` only of a trusted proxy. */
  secure(request: IncomingMessage): boolean;
  /** Whether the client itself, not a proxy, is on this machine. */
  loopback(request: IncomingMessage): boolean;
}

type Range = [ipaddr.IPv4 | ipaddr.IPv6, number];

/**
 * @param trustedProxies - addresses or CIDR ranges whose `X-Forwarded-…` headers are believed
 * @throws TypeError when one of them is neither
 */
export function createClientAddresses(trustedProxies: readonly string[]): ClientAddresses {
  const ranges = trustedProxies.map(parseRange);
  const trusted = (address: string): boolean => {
    if (!ipaddr.isValid(address)) return false;
    const parsed = ipaddr.process(address);
    return ranges.some(([range, bits]) => range.kind() === parsed.kind() && parsed.match(range, bits));
  };
  const client = (request: IncomingMessage): string => {
    let address = request.socket.remoteAddress ?? '';
    const forwarded = header(request, 'x-forwarded-for').split(',');
    // From the right: each entry was written by the hop after it, and is believed only while that hop is trusted.
    for (let next = forwarded.pop(); next !== undefined && trusted(address); next = forwarded.pop()) {
      const named = next.trim();
      if (!ipaddr.isValid(named)) break;
      address = named;
    }
    return address;
  };
  return {
    key: (request) => addressKey(client(request)),
    secure: (request) => {
      if ('encrypted' in request.socket && request.socket.encrypted === true) return true;
      if (!trusted(request.socket.remoteAddress ?? '')) return false;
      return header(request, 'x-forwarded-proto').split(',').pop()?.trim() === 'https';
    },
    loopback: (request) => {
      const address = client(request);
      const direct = request.headers['x-forwarded-for'] === undefined || address !== request.socket.remoteAddress;
      return direct && ipaddr.isValid(address) && ipaddr.process(address).range() === 'loopback';
    },
  };
}

/**
 * The key an address is counted under. One customer owns a whole IPv6 /64, so single addresses in it mean nothing;
 * IPv4 mapped into IPv6 is the IPv4 address it is.
 */
export function addressKey(address: string): string {
  if (!ipaddr.isValid(address)) return 'unknown';
  const parsed = ipaddr.process(address);
  if (parsed instanceof ipaddr.IPv4) return parsed.toString();
  const prefix = parsed.parts.slice(0, 4).map((part) => part.toString(16));
  return `${prefix.join(':')}::/64`;
}

function parseRange(text: string): Range {
  if (ipaddr.isValidCIDR(text)) return ipaddr.parseCIDR(text);
  if (ipaddr.isValid(text)) {
    const address = ipaddr.process(text);
    return [address, address.kind() === 'ipv4' ? 32 : 128];
  }
  throw new TypeError(`'${text}' is neither an address nor a range like 10.0.0.0/8.`);
}

function header(request: IncomingMessage, name: string): string {
  const value = request.headers[name];
  return (Array.isArray(value) ? value.join(',') : value) ?? '';
}
