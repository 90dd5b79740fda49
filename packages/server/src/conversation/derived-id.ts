/** Ids of messages that come from outside: whoever hands the same over twice has said it once (L2). */
import { createHash } from 'node:crypto';

/** The same for the same. @param within - id of what it is said in */
export function derivedId(within: string, what: string | Uint8Array): string {
  return createHash('sha256').update(`${within}\n`).update(what).digest('base64url');
}
