/** Names states of what owners change, so that of two who change it at once the second one is told. */
import { createHash } from 'node:crypto';

/** The same for equal values, another one for others. Says nothing of them. */
export function versionOf(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('base64url').slice(0, 22);
}
