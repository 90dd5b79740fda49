/**
 * A visitor whom the site vouches for (X1): no connection before the back end knows who it is. Comes only where the page
 * gives `visitor.identityToken`.
 */
import { AdapterError, type ChatAdapter } from '@support-chat/protocol';
import type { Visitor } from '../../element-options.js';

/** What the page signs with; asked anew each time a session is needed. */
type IdentityToken = NonNullable<Visitor['identityToken']>;

/**
 * Makes an adapter that shows the identity before its first connection, and again when the session has ended.
 *
 * @param current - the page's token of now
 * @param forget - what the device holds is somebody else's (O5)
 */
export function withIdentity(
  adapter: ChatAdapter,
  current: () => IdentityToken | undefined,
  forget: () => void,
): ChatAdapter {
  let shown = false;
  return {
    ...adapter,
    async open(options) {
      const { identity, signal } = options;
      const source = current();
      if (identity.kind !== 'visitor' || !source || (shown && identity.token !== undefined))
        return adapter.open(options);
      if (!adapter.signIn) {
        throw new AdapterError('identity-refused', { detail: 'This back end believes no site.' });
      }
      const { session, same } = await adapter.signIn(
        { identity: await tokenOf(source), token: identity.token },
        signal,
      );
      if (!same) {
        forget();
        throw new AdapterError('session-unknown', { detail: 'Somebody else was here before.' });
      }
      shown = true;
      if (!session) return adapter.open(options);
      return adapter.open({
        ...options,
        identity: { ...identity, token: session.token },
        // As if the back end had just made it: the core keeps it, and tells the other tabs.
        onEvent: (event) => options.onEvent(event.type === 'welcome' ? { ...event, session } : event),
      });
    },
  };
}

/** A page that cannot say it right now is asked again, as a network that fails. */
async function tokenOf(source: IdentityToken): Promise<string> {
  try {
    return await (typeof source === 'function' ? source() : source);
  } catch (cause) {
    throw new AdapterError('network-failed', { detail: 'visitor.identityToken failed.', cause });
  }
}
