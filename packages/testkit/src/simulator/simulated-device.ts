/**
 * One browser of a simulated person: storage that outlives its tabs, the notices tabs send each other, and the lock
 * that picks the sender (O1 to O3). Storage has transactions in the order they were asked for; one whose tab dies
 * before its commit never happened.
 */
import type { ChatStorage, OutboxRecord, StoredIdentity, TabEvent, TabNotice, Tabs } from '@support-chat/core';
import type { Lane } from './scheduler.js';
import type { SeededRandom } from './seeded-random.js';

/** A holder of the sender's lock that is frozen for this long is overtaken, milliseconds (O3). */
const OVERTAKE_AFTER = 10_000;

interface Listening {
  readonly lane: Lane;
  readonly listener: (event: TabEvent) => void;
}

/** A browser's profile. */
export class SimulatedDevice {
  /** Writes of messages and drafts fail. */
  full = false;
  /** Nothing can be read or written. */
  blocked = false;
  readonly records = new Map<string, OutboxRecord>();
  identity: StoredIdentity | null = null;
  readonly #random: SeededRandom;
  readonly #drafts = new Map<string, string>();
  readonly #tabs: Listening[] = [];
  #holder: Listening | null = null;
  #order = 0;
  /** Transactions commit one after the other. */
  #committed = 0;
  #noticed = 0;

  constructor(random: SeededRandom) {
    this.#random = random;
  }

  /** The storage as one tab sees it. */
  storage(lane: Lane): ChatStorage {
    let told = 0;
    const transaction = <Result>(work: () => Result, kind: 'read' | 'write' | 'small'): Promise<Result> => {
      const { scheduler } = lane;
      this.#committed = Math.max(this.#committed, scheduler.now + this.#random.between(0, 8));
      return new Promise((resolve, reject) => {
        scheduler.at(this.#committed, () => {
          if (!lane.alive) return;
          const failing = this.blocked || (this.full && kind === 'write');
          const result = failing ? null : { value: work() };
          told = Math.max(told, scheduler.now + this.#random.between(0, 4));
          lane.at(told, () => {
            if (result) resolve(result.value);
            else reject(new Error('The device is full or blocked.'));
          });
        });
      });
    };
    return {
      load: (candidateOwner, replaces) => transaction(() => this.#load(candidateOwner, replaces), 'read'),
      addRecord: (record) =>
        transaction(() => {
          const stored = this.records.get(record.id) ?? { ...record, order: ++this.#order };
          this.records.set(record.id, stored);
          return stored;
        }, 'write'),
      removeRecord: (id) =>
        transaction(() => {
          this.records.delete(id);
        }, 'small'),
      claimToken: (owner, token, replaces) =>
        transaction(() => {
          if (this.identity?.owner !== owner) return null;
          if (this.identity.token === replaces) this.identity = { owner, token };
          return this.identity.token;
        }, 'small'),
      saveDraft: (owner, draft) =>
        transaction(() => {
          this.#drafts.set(owner, draft);
        }, 'write'),
    };
  }

  /** The other tabs as one tab sees them. */
  tabs(lane: Lane): Tabs {
    return {
      post: (notice: TabNotice) => {
        const { scheduler } = lane;
        // A channel between tabs keeps its order.
        this.#noticed = Math.max(this.#noticed, scheduler.now + this.#random.between(0, 5));
        for (const other of this.#tabs) {
          if (other.lane !== lane) other.lane.at(this.#noticed, () => other.listener(notice));
        }
      },
      listen: (listener) => {
        const own: Listening = { lane, listener };
        this.#tabs.push(own);
        if (this.#holder === null) this.#grant(own);
        return () => this.#leave(own);
      },
    };
  }

  /** A tab is gone without saying so: the platform releases what it held. */
  tabDied(lane: Lane): void {
    for (const one of this.#tabs.filter((tab) => tab.lane === lane)) this.#leave(one);
  }

  /** A tab was frozen: when it holds the lock for too long, another takes it. */
  tabFroze(lane: Lane): void {
    lane.scheduler.after(OVERTAKE_AFTER, () => {
      if (!lane.frozen || this.#holder?.lane !== lane) return;
      const next = this.#tabs.find((tab) => !tab.lane.frozen);
      if (next === undefined) return;
      const before = this.#holder;
      before.lane.after(0, () => before.listener({ type: 'sender-changed', sender: this.#holder === before }));
      this.#grant(next);
    });
  }

  #load(candidateOwner: string, replaces: string | undefined): Awaited<ReturnType<ChatStorage['load']>> {
    if (this.identity !== null && this.identity.owner === replaces) {
      for (const record of [...this.records.values()]) if (record.owner === replaces) this.records.delete(record.id);
      this.#drafts.delete(replaces);
      this.identity = null;
    }
    this.identity ??= { owner: candidateOwner, token: null };
    const { owner } = this.identity;
    const outbox = [...this.records.values()].filter((record) => record.owner === owner);
    outbox.sort((one, other) => one.order - other.order);
    return { identity: this.identity, outbox, draft: this.#drafts.get(owner) ?? '', setAside: 0, durable: true };
  }

  #grant(tab: Listening | null): void {
    this.#holder = tab;
    tab?.lane.after(1, () => tab.listener({ type: 'sender-changed', sender: this.#holder === tab }));
  }

  #leave(tab: Listening): void {
    const index = this.#tabs.indexOf(tab);
    if (index < 0) return;
    this.#tabs.splice(index, 1);
    if (this.#holder === tab) this.#grant(this.#tabs.find(({ lane }) => !lane.frozen) ?? this.#tabs[0] ?? null);
  }
}
