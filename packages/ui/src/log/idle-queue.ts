/** Work that can wait, in slices short enough for the reader not to notice. */

/** Length of a slice when nobody says how much time there is, and the longest ever, in milliseconds. */
const SLICE = 6;
const LONGEST_SLICE = 25;

/** Runs one piece of work after another while the page is idle. */
export class IdleQueue {
  readonly #step: () => boolean;
  #cancel: (() => void) | null = null;

  /**
   * @param step - does one piece and says whether there is more
   * @param signal - stops for good
   */
  constructor(step: () => boolean, signal: AbortSignal) {
    this.#step = step;
    signal.addEventListener('abort', () => this.#cancel?.(), { once: true });
  }

  /** There is work. Call it as often as you like. */
  wake(): void {
    this.#cancel ??= whenIdle((idleTime) => {
      this.#cancel = null;
      const end = performance.now() + Math.min(LONGEST_SLICE, Math.max(SLICE, idleTime));
      let more = true;
      while (more && performance.now() < end) more = this.#step();
      if (more) this.wake();
    });
  }
}

/** Idle time where the engine gives it (within 200 ms even under load), else a task after the next frame's work. */
function whenIdle(callback: (idleTime: number) => void): () => void {
  if (typeof requestIdleCallback === 'function') {
    const handle = requestIdleCallback((deadline) => callback(deadline.timeRemaining()), { timeout: 200 });
    return () => cancelIdleCallback(handle);
  }
  const handle = setTimeout(() => callback(0), 1);
  return () => clearTimeout(handle);
}
