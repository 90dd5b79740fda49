/** Milliseconds after which it is done on a page that is never idle. */
const PATIENCE = 2000;

/** Calls back in an idle moment; where the engine knows none, soon. */
export function whenIdle(work: () => void): void {
  const idle = globalThis.requestIdleCallback as typeof requestIdleCallback | undefined;
  if (idle) idle(work, { timeout: PATIENCE });
  else setTimeout(work);
}
