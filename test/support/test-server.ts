/** The server as most tests start it: an owner's in all but what hashing a password costs, a quarter of a second each time. */
import { createServer, type RunningServer, type ServerOptions } from '@support-chat/server';

/** Almost nothing. What passwords really cost is tested where nothing is said of it (X2). */
export const CHEAP_PASSWORDS = { logN: 4, r: 8, p: 1 } as const;

/** {@link createServer} with cheap passwords. */
export function startTestServer(options: ServerOptions = {}): Promise<RunningServer> {
  return createServer({ passwordCost: CHEAP_PASSWORDS, ...options });
}
