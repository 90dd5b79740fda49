/** Web Locks for Node, which has none yet: exclusive locks with queue, abort and steal, as the specification has them. */

type Callback = (lock: Lock | null) => unknown;

interface Held {
  readonly lose: (error: DOMException) => void;
}

interface Waiting {
  readonly grant: () => void;
}

/** Locks that all tabs of one test share. */
export function createWebLocks(): Pick<LockManager, 'request'> {
  const held = new Map<string, Held>();
  const queues = new Map<string, Waiting[]>();

  function next(name: string): void {
    if (!held.has(name)) queues.get(name)?.shift()?.grant();
  }

  function request(name: string, options: LockOptions, callback: Callback): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const { signal, steal = false } = options;
      if (signal?.aborted) return reject(signal.reason as Error);
      const grant = () => {
        signal?.removeEventListener('abort', abort);
        const mine: Held = { lose: reject };
        held.set(name, mine);
        const over = () => {
          if (held.get(name) === mine) held.delete(name);
          next(name);
        };
        Promise.resolve(callback({ name, mode: 'exclusive' }))
          .then(resolve, reject)
          .finally(over);
      };
      const waiting: Waiting = { grant };
      const abort = () => {
        const queue = queues.get(name) ?? [];
        queues.set(
          name,
          queue.filter((other) => other !== waiting),
        );
        reject(new DOMException('The wait was aborted.', 'AbortError'));
      };
      if (steal) {
        held.get(name)?.lose(new DOMException('The lock was stolen.', 'AbortError'));
        return grant();
      }
      signal?.addEventListener('abort', abort, { once: true });
      queues.set(name, [...(queues.get(name) ?? []), waiting]);
      queueMicrotask(() => next(name));
    });
  }
  return { request: request as LockManager['request'] };
}
