/** The bot of `test/support/offline-bot.mjs`, started for a test. */
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { startDaemon } from '../hub/daemon.js';
import type { Activity } from './records.js';

export interface OfflineBot {
  /** Where its Direct Line is, for clients. */
  readonly domain: string;
  /** What it has of a conversation, in its order. */
  activities(conversation: string): Promise<readonly Activity[]>;
  stop(): Promise<void>;
}

/** Name of the first package that is not installed; null when all are. */
export function botLacks(): string | null {
  const { resolve } = createRequire(import.meta.url);
  const isThere = (name: string): boolean => {
    try {
      return resolve(name) !== '';
    } catch {
      return false;
    }
  };
  return ['botbuilder', 'offline-directline'].find((name) => !isThere(name)) ?? null;
}

export async function startOfflineBot(): Promise<OfflineBot> {
  const program = fileURLToPath(new URL('../offline-bot.mjs', import.meta.url));
  let domain = '';
  const daemon = await startDaemon({
    command: process.execPath,
    arguments: () => [program],
    files: () => ({}),
    ready: { test: (output: string) => (domain = /listening at (\S+)\s/.exec(output)?.[1] ?? '') !== '' },
  });
  return {
    domain,
    async activities(conversation) {
      const response = await fetch(`${domain}/conversations/${conversation}/activities`);
      return ((await response.json()) as { activities: Activity[] }).activities;
    },
    stop: () => daemon.stop(),
  };
}
