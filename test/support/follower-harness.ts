/** The harness of a tab that follows another one, which is opened first. */
import { shareAcrossTabs } from '@support-chat/browser';
import type { ChatAdapter } from '@support-chat/protocol';
import type { AdapterHarness } from '@support-chat/testkit';
import { referenceHarness } from './reference-harness.js';
import { createWebLocks } from './web-locks.js';

/** @param create - the adapter that the tabs share */
export function followerHarness(name: string, create: (url: string) => ChatAdapter): AdapterHarness {
  const leaders: AbortController[] = [];
  let names = 0;

  function followerOf(adapter: ChatAdapter): ChatAdapter {
    const options = { name: `follower-${++names}`, locks: createWebLocks() };
    const tab = () => shareAcrossTabs(adapter, options);
    return {
      name: 'follower',
      async open(openOptions) {
        const leader = new AbortController();
        leaders.push(leader);
        const { identity, signal } = openOptions;
        signal.addEventListener('abort', () => leader.abort(), { once: true });
        if (signal.aborted) leader.abort();
        const ignore = () => undefined;
        await tab().open({ identity, signal: leader.signal, onEvent: ignore, onClose: ignore });
        return tab().open(openOptions);
      },
    };
  }

  return referenceHarness({
    title: `shareAcrossTabs(${name}), a later tab`,
    create: (url) => followerOf(create(url)),
    // The long rule needs a first tab with a chat in it, which connects again by itself.
    tellsStored: false,
    identity: (server) => () => server.newVisitor(),
    reset() {
      for (const leader of leaders.splice(0)) leader.abort();
    },
  });
}
