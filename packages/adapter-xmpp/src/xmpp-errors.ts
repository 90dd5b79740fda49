/** What the conditions of XMPP's errors mean here. */
import { AdapterError, problem, type ErrorCode, type Problem } from '@support-chat/protocol';
import { NS } from './namespaces.js';
import { childOf, childrenOf, type XmlElement } from './xml.js';

/** RFC 6120, 4.9.3 and 8.3.3. Of stanzas all others are `unavailable`, of connections `connection-lost`. */
const CODES: Readonly<Record<string, ErrorCode>> = {
  // Not in the room any more, or the name in it is taken: the next hello joins under another one.
  'not-acceptable': 'connection-unknown',
  'item-not-found': 'connection-unknown',
  conflict: 'connection-unknown',
  forbidden: 'forbidden',
  'not-allowed': 'forbidden',
  'not-authorized': 'forbidden',
  'policy-violation': 'rate-limited',
  'resource-constraint': 'rate-limited',
  'host-unknown': 'not-found',
  'system-shutdown': 'server-stopping',
  // It would be said again on every new connection.
  'not-well-formed': 'frame-invalid',
};

/** What is wrong, in the server's words: it comes before all that is said of it. */
export const conditionOf = (error: XmlElement | undefined): string => childrenOf(error)[0]?.name ?? '';

/** Why a stanza was refused. @param stanza - of type 'error' */
export function stanzaError(stanza: XmlElement): AdapterError {
  const detail = conditionOf(childOf(stanza, NS.client, 'error'));
  return new AdapterError(CODES[detail] ?? 'unavailable', { detail });
}

/** Why the server ended the connection. */
export function streamProblem(error: XmlElement): Problem {
  const detail = conditionOf(error);
  return problem(CODES[detail] ?? 'connection-lost', { detail });
}
