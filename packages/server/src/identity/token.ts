/** Session tokens and one-time links are stored only as hashes: who reads the database cannot sign in with it (X1). */
import { createHash } from 'node:crypto';

/** The stored form of a secret. SHA-256 without salt is enough for 256 random bits. */
export function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('base64url');
}
