/** Makes an inbox: the loop around `updateInbox`. */
import type { ChatAdapter } from '@support-chat/protocol';
import { createConnector } from '../connector.js';
import type { ConnectionEffect } from '../effect.js';
import { createLoop } from '../loop.js';
import { createMemoryPorts } from '../memory-ports.js';
import type { Ports } from '../ports.js';
import type { Inbox, InboxState } from './inbox-state.js';
import { inboxDue, initialInbox, updateInbox, type InboxHappening } from './update-inbox.js';

export interface InboxOptions {
  readonly adapter: ChatAdapter;
  /** Storage and tabs are not used. Default: the platform's timers. */
  readonly ports?: Partial<Ports>;
}

/** Makes the agents' inbox and connects it at once. */
export function createInbox(options: InboxOptions): Inbox {
  const { clock, random, log, page } = createMemoryPorts(options.ports);
  const loop = createLoop<InboxState, InboxHappening, ConnectionEffect>({
    initial: initialInbox(clock.now()),
    update: updateInbox,
    perform: (effect) => connector.perform(effect),
    due: inboxDue,
    tick: { type: 'tick' },
    clock,
    random,
    log,
  });
  const connector = createConnector(options.adapter, loop.dispatch);
  const stopPage = page.listen((state) => loop.dispatch({ type: 'page-changed', page: state }));
  return {
    getState: loop.getState,
    subscribe: loop.subscribe,
    connect: () => loop.dispatch({ type: 'connect' }),
    destroy() {
      stopPage();
      loop.stop();
      connector.perform({ type: 'close' });
    },
  };
}
