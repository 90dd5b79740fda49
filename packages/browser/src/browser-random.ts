/** Randomness on the web platform. */
import type { Random } from '@support-chat/core';

/** Cheap numbers for waiting times, cryptographic ones for ids; works in insecure contexts too, without `randomUUID`. */
export function createBrowserRandom(): Random {
  return {
    next: () => Math.random(),
    id: randomId,
  };
}

/** A new identifier of 128 random bits, as the protocol's `IdSchema` wants it. */
export function randomId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
