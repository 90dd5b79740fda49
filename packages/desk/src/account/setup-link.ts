/** The one-time link of the first start: `/desk#setup=TOKEN`. A fragment reaches no server, no log and no referrer. */

const PATTERN = /^#setup=([\w-]{8,256})$/;

/** Takes the token out of the address, so that it is in no history, bookmark or screenshot. Null when there is none. */
export function takeSetupToken(): string | null {
  const token = PATTERN.exec(location.hash)?.[1] ?? null;
  if (token !== null) history.replaceState(history.state, '', location.pathname + location.search);
  return token;
}
