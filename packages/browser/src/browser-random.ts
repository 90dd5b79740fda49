/** Randomness on the web platform. */
import type { Random } from '@support-chat/core';

/** Cryptographic randomness; works in insecure contexts too, where `crypto.randomUUID` is missing. */
export function createBrowserRandom(): Random {
  return {
    next: () => (crypto.getRandomValues(new Uint32Array(1))[0] ?? 0) / 2 ** 32,
    id: randomId,
  };
}

/** A new identifier of 128 random bits, as the protocol's `IdSchema` wants it. */
export function randomId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
