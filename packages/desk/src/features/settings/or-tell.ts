/** What a page does on the server at once, without the bar at its foot. */
import { ProtocolError } from '@support-chat/protocol';
import type { PageHost } from './settings-page.js';

/** Does it, and says on the page why it could not be done. @throws what is no coded failure */
export async function orTell(
  { signal, tell, localizer }: PageHost,
  work: (signal: AbortSignal) => Promise<void>,
): Promise<void> {
  try {
    await work(signal);
  } catch (error) {
    if (signal.aborted) return;
    if (!(error instanceof ProtocolError)) throw error;
    tell(localizer().error(error.code), true);
  }
}
