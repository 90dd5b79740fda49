/**
 * Keeps the inboxes of connected agents up to date. Told only which conversation changed, it reads what is true now,
 * for all agents at once; changes that come in while it reads are joined in the next round, so a busy conversation
 * costs one row per round and not one per message.
 */
import { channels, type Bus, type BusMessage, type Subscriber } from '../bus/bus.js';
import { Frame } from '../bus/frame.js';
import { readSummaries } from '../conversation/summaries.js';
import type { Store } from '../store/store.js';
import type { Connection } from './connection.js';
import type { Log } from './host.js';

/** Sends `inbox-changed` to the inboxes of this server. */
export class InboxFeed implements Subscriber {
  readonly #bus: Bus;
  readonly #store: Store;
  readonly #log: Log;
  readonly #connections = new Map<string, Set<Connection>>();
  #changed = new Set<string>();
  #reading = false;

  constructor(options: { readonly bus: Bus; readonly store: Store; readonly log: Log }) {
    this.#bus = options.bus;
    this.#store = options.store;
    this.#log = options.log;
  }

  /** Adds an agent's inbox. */
  add(agent: string, connection: Connection): void {
    if (this.#connections.size === 0) this.#bus.subscribe(channels.inbox, this);
    const connections = this.#connections.get(agent);
    if (connections === undefined) this.#connections.set(agent, new Set([connection]));
    else connections.add(connection);
  }

  /** Removes it. */
  remove(agent: string, connection: Connection): void {
    const connections = this.#connections.get(agent);
    if (connections?.delete(connection) !== true || connections.size > 0) return;
    this.#connections.delete(agent);
    if (this.#connections.size === 0) this.#bus.unsubscribe(channels.inbox, this);
  }

  deliver(message: BusMessage): void {
    if (message.kind !== 'notice' || message.type !== 'conversation-changed') return;
    this.#changed.add(message.conversation);
    if (!this.#reading) void this.#read();
  }

  async #read(): Promise<void> {
    this.#reading = true;
    try {
      while (this.#changed.size > 0 && this.#connections.size > 0) {
        const ids = [...this.#changed];
        this.#changed = new Set();
        await this.#tell(ids);
      }
    } catch (error) {
      // The rows stay as they were until the next change or the next hello, which reads all of them.
      this.#log.warn({ error }, 'inbox-read-failed');
    } finally {
      this.#reading = false;
    }
  }

  async #tell(ids: readonly string[]): Promise<void> {
    const agents = [...this.#connections.keys()];
    const found = await this.#store.read((database) => readSummaries(database, agents, { ids }));
    for (const { agent, summary } of found) {
      const connections = this.#connections.get(agent);
      if (connections === undefined) continue;
      const frame = Frame.of({ type: 'inbox-changed', conversation: summary }, 'exact');
      for (const connection of connections) connection.deliver(frame);
    }
  }
}
