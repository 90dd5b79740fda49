/** The other tabs of this visitor: notices over a BroadcastChannel, the sender's role by a Web Lock. */
import type { Tabs } from '@support-chat/core';
import { applyForSender, type LocksLike } from './sender-lock.js';
import { decodeTabMessage, type TabMessage } from './tab-message.js';

export interface BrowserTabsOptions {
  /** Tabs of the same name know each other. */
  readonly name: string;
  /** Milliseconds of silence after which a frozen sender is overtaken (O3). Default: 10,000. */
  readonly overtakeAfter?: number;
  /** Default: the platform's, where there are any. */
  readonly locks?: LocksLike | undefined;
}

/** Makes the port. Where the platform has no channel or no locks, each tab stands for itself and sends (L2 keeps it safe). */
export function createBrowserTabs(options: BrowserTabsOptions): Tabs {
  const { name, overtakeAfter = 10_000 } = options;
  let channel: BroadcastChannel | null = null;
  const say = (message: TabMessage) => channel?.postMessage(message);

  return {
    post: say,
    listen(listener) {
      const controller = new AbortController();
      const { signal } = controller;
      if (typeof BroadcastChannel !== 'undefined') channel = new BroadcastChannel(name);
      const lock = applyForSender({
        name: `${name} sender`,
        locks: 'locks' in options ? options.locks : globalThis.navigator?.locks,
        overtakeAfter,
        signal,
        query: channel && (() => say({ type: 'sender-query' })),
        onChange: (sender) => listener({ type: 'sender-changed', sender }),
      });
      const hear = ({ data }: MessageEvent<unknown>) => {
        const message = decodeTabMessage(data);
        if (message?.type === 'sender-query') {
          if (lock.held) say({ type: 'sender-alive' });
        } else if (message?.type === 'sender-alive') lock.alive();
        else if (message) listener(message);
      };
      channel?.addEventListener('message', hear, { signal });
      return () => {
        controller.abort();
        channel?.close();
        channel = null;
      };
    },
  };
}
