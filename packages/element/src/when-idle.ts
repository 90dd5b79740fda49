/** Calls back in an idle moment; where the engine knows none, soon. */
export function whenIdle(work: () => void): void {
  const idle: (callback: () => void) => unknown = globalThis.requestIdleCallback ?? setTimeout;
  idle(work);
}
