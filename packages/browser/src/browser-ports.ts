/** All of the core's ports on the web platform. */
import type { Ports } from '@support-chat/core';
import { createBrowserClock } from './browser-clock.js';
import { createBrowserRandom } from './browser-random.js';
import { createConsoleLog } from './console-log.js';
import { createPageSignals } from './page-signals.js';
import { createFileStorage } from './storage/file-storage.js';
import { createIndexedDbStorage } from './storage/indexed-db-storage.js';
import { createBrowserTabs } from './tabs/browser-tabs.js';

export interface BrowserPortsOptions {
  /** One chat of this origin: chats with the same namespace share identity, outbox and tabs. */
  readonly namespace: string;
  /** Milliseconds of silence after which a frozen tab loses the sender's role (O3). Default: 10,000. */
  readonly overtakeAfter?: number;
  /** Tells ordinary events on the console too. Default: false. */
  readonly verbose?: boolean;
}

/** The ports, and what lets go of the database once the chat is destroyed. */
export interface BrowserPorts extends Ports {
  close(): void;
}

/**
 * Makes the ports of one chat. Opens nothing by itself: the database with the first storage call, channel, lock and
 * listeners with `listen`, whose returned functions release them.
 */
export function createBrowserPorts({ namespace, overtakeAfter, verbose }: BrowserPortsOptions): BrowserPorts {
  const name = `support-chat ${namespace}`;
  const storage = createIndexedDbStorage(name);
  return {
    clock: createBrowserClock(),
    random: createBrowserRandom(),
    storage,
    files: createFileStorage(name),
    tabs: createBrowserTabs({ name, ...(overtakeAfter !== undefined && { overtakeAfter }) }),
    page: createPageSignals(),
    log: createConsoleLog(verbose),
    close: () => storage.close(),
  };
}
