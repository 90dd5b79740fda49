/**
 * Picks one tab as the sender (O3) by a Web Lock. The lock is only efficiency: two senders at once are harmless, since
 * the server stores each id once (L2). Owns applying, holding and overtaking; a tab that is frozen or leaves gives the
 * role up, one that is frozen without notice is overtaken when it has been silent for too long.
 */

/** What is used of `navigator.locks`. */
export type LocksLike = Pick<LockManager, 'request'>;

/** Queries, spread over `overtakeAfter`, that a holder may leave without an answer. */
const QUERIES = 2;

interface SenderLockOptions {
  readonly name: string;
  /** Absent in insecure contexts: then every tab is a sender. */
  readonly locks: LocksLike | undefined;
  /** Milliseconds of the holder's silence after which its role is taken. */
  readonly overtakeAfter: number;
  readonly signal: AbortSignal;
  /** Asks whether the holder lives; null where tabs cannot hear each other and nobody is overtaken. */
  readonly query: (() => void) | null;
  onChange(sender: boolean): void;
}

export interface SenderLock {
  readonly held: boolean;
  /** The holder was heard. */
  alive(): void;
}

/** Applies for the role until `signal` aborts. */
export function applyForSender(options: SenderLockOptions): SenderLock {
  const { name, locks, overtakeAfter, signal, query, onChange } = options;
  let held = false;
  /** Queries since the holder was last heard: a count, because after a suspended computer the clock proves nothing. */
  let unanswered = 0;
  let cancel: (() => void) | null = null;
  let timer: ReturnType<typeof setInterval> | undefined;

  function set(next: boolean): void {
    if (held === next) return;
    held = next;
    if (held) stopAsking();
    onChange(held);
  }

  function request(steal: boolean): void {
    if (!locks) return set(true);
    const waiting = new AbortController();
    let release = () => waiting.abort();
    cancel = () => release();
    const hold = () =>
      new Promise<void>((resolve) => {
        if (signal.aborted || waiting.signal.aborted) return resolve(); // granted to somebody who has left
        release = resolve;
        set(true);
      });
    const over = () => {
      if (waiting.signal.aborted || signal.aborted) return;
      set(false);
      apply(); // another tab has overtaken us; wait for our turn again
    };
    const refused = (error: unknown) => {
      // 'AbortError' is our own cancelling or another tab's stealing; all else means that there are no locks here.
      if (error instanceof DOMException && error.name === 'AbortError') over();
      else set(true);
    };
    locks.request(name, steal ? { steal } : { signal: waiting.signal }, hold).catch(refused);
  }

  function apply(): void {
    request(false);
    if (!locks || !query || held) return;
    ask();
    // The holder answers from an event, which browsers deliver to hidden tabs at once, unlike timers.
    timer = setInterval(ask, overtakeAfter / QUERIES);
  }

  function ask(): void {
    if (++unanswered > QUERIES) {
      stopAsking();
      cancel?.();
      request(true);
    } else query?.();
  }

  function stopAsking(): void {
    clearInterval(timer);
    unanswered = 0;
  }

  function giveUp(): void {
    stopAsking();
    cancel?.();
    cancel = null;
    set(false);
  }

  apply();
  const comeBack = () => {
    if (!cancel) apply();
  };
  if (typeof document !== 'undefined') {
    document.addEventListener('freeze', giveUp, { signal });
    document.addEventListener('resume', comeBack, { signal });
    addEventListener('pagehide', giveUp, { signal });
    addEventListener('pageshow', comeBack, { signal });
  }
  signal.addEventListener('abort', () => {
    stopAsking();
    cancel?.();
  });

  return {
    get held() {
      return held;
    },
    alive() {
      unanswered = 0;
    },
  };
}
