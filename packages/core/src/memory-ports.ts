/** The ports without a platform: for Node, tests and wherever nothing may be kept. Everything ends with the process. */
import type { ChatStorage, OutboxRecord, Ports, StoredIdentity } from './ports.js';

// What every JavaScript platform has and no language library declares.
declare const crypto: { getRandomValues(bytes: Uint8Array): Uint8Array };
declare const performance: { now(): number };
declare const setTimeout: (callback: () => void, delay: number) => unknown;
declare const clearTimeout: (timer: never) => void;
declare const console: { error(...facts: readonly unknown[]): void };

/** Storage in memory. `durable` is what it claims to be: tests of the durable path say true. */
export function createMemoryStorage(durable = false): ChatStorage {
  const records = new Map<string, OutboxRecord>();
  const drafts = new Map<string, string>();
  let identity: StoredIdentity | null = null;
  let order = 0;
  return {
    load(candidateOwner, replaces) {
      if (identity?.owner === replaces) {
        for (const record of records.values()) if (record.owner === replaces) records.delete(record.id);
        if (identity) drafts.delete(identity.owner);
        identity = null;
      }
      identity ??= { owner: candidateOwner, token: null };
      const { owner } = identity;
      const outbox = [...records.values()].filter((record) => record.owner === owner);
      return Promise.resolve({ identity, outbox, draft: drafts.get(owner) ?? '', setAside: 0, durable });
    },
    addRecord(record) {
      const stored = records.get(record.id) ?? { ...record, order: ++order };
      records.set(record.id, stored);
      return Promise.resolve(stored);
    },
    removeRecord(id) {
      records.delete(id);
      return Promise.resolve();
    },
    claimToken(owner, token, replaces) {
      if (identity?.owner !== owner) return Promise.resolve(null); // another identity's token is not theirs (O5)
      if (identity.token === replaces) identity = { owner, token };
      return Promise.resolve(identity.token);
    },
    saveDraft(owner, draft) {
      drafts.set(owner, draft);
      return Promise.resolve();
    },
  };
}

/** A fresh set of ports, each of which may be replaced. */
export function createMemoryPorts(replacements: Partial<Ports> = {}): Ports {
  return {
    clock: {
      now: () => performance.now(),
      wallTime: () => Date.now(),
      setTimer(delay, callback) {
        const timer = setTimeout(callback, delay);
        return () => clearTimeout(timer as never);
      },
    },
    random: {
      next: () => Math.random(),
      id: () =>
        Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join(''),
    },
    storage: createMemoryStorage(),
    // The chat holds their bytes itself.
    files: {
      used: () => Promise.resolve(false),
      open: () =>
        Promise.resolve({
          keep: () => Promise.resolve(),
          assign: () => Promise.resolve(),
          load: () => Promise.resolve([]),
          forget: () => Promise.resolve(),
          close: () => undefined,
        }),
    },
    tabs: {
      post: () => undefined,
      listen(listener) {
        listener({ type: 'sender-changed', sender: true });
        return () => undefined;
      },
    },
    page: {
      listen(listener) {
        listener({ visible: true, online: true });
        return () => undefined;
      },
    },
    log: {
      debug: () => undefined,
      error: (event, facts) => console.error(`support-chat: ${event}`, facts),
    },
    ...replacements,
  };
}
