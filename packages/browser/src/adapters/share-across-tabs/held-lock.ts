/** A Web Lock as a thing one has, not as a callback one is in. */
import type { LocksLike } from '../../tabs/sender-lock.js';

export interface HeldLock {
  release(): void;
  /** Resolves when the lock is held no longer: released, or stolen by another tab. */
  readonly over: Promise<void>;
}

/**
 * Waits for a lock.
 *
 * @throws the platform's `AbortError` when the wait was aborted
 */
export function acquireLock(
  locks: LocksLike,
  name: string,
  options: { readonly signal: AbortSignal } | { readonly steal: true },
): Promise<HeldLock> {
  return new Promise((resolve, reject) => {
    let end: () => void;
    const over = new Promise<void>((resolveOver) => (end = resolveOver));
    const hold = () => new Promise<void>((release) => resolve({ release, over }));
    locks.request(name, options, hold).then(
      () => end(),
      (error: unknown) => {
        end(); // once held, being stolen is the only failure
        reject(error);
      },
    );
  });
}
