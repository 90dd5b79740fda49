/**
 * Keeps the inboxes of connected agents up to date. Told only which conversation changed, it reads what is true now,
 * for all agents at once; changes that come in while it reads are joined in the next round, so a busy conversation
 * costs one row per round and not one per message. What it was not told it finds out at the next heartbeat of any
 * inbox, by comparing with what it has told (D3).
 */
import type { ConversationSummary } from '@support-chat/protocol';
import { channels, type Bus, type BusMessage, type Subscriber } from '../bus/bus.js';
import { Frame } from '../bus/frame.js';
import { readInbox, readInboxVersions, readSummaries } from '../conversation/summaries.js';
import type { Store } from '../store/store.js';
import type { Connection } from './connection.js';
import type { Log } from './host.js';
import { ToldRows } from './told-rows.js';

/** Sends `inbox-changed` to the inboxes of this server. */
export class InboxFeed implements Subscriber {
  readonly #bus: Bus;
  readonly #store: Store;
  readonly #log: Log;
  readonly #connections = new Map<string, Set<Connection>>();
  readonly #told = new ToldRows();
  readonly #changed = new Set<string>();
  #unchecked = false;
  #working = false;

  constructor(options: { readonly bus: Bus; readonly store: Store; readonly log: Log }) {
    this.#bus = options.bus;
    this.#store = options.store;
    this.#log = options.log;
  }

  /** Adds an agent's inbox. Its `snapshot` is to be asked for afterwards, so that nothing falls in between. */
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
    this.#told.forget(agent);
    if (this.#connections.size > 0) return;
    this.#bus.unsubscribe(channels.inbox, this);
    this.#changed.clear();
  }

  /** What an agent sees first. @throws ProtocolError `unavailable` */
  async snapshot(agent: string): Promise<readonly ConversationSummary[]> {
    const rows = await this.#store.read((database) => readInbox(database, agent));
    // Other inboxes may have missed what this one was just told.
    if (this.#connections.has(agent)) this.#note(this.#told.seed(agent, rows));
    return rows.map(({ summary }) => summary);
  }

  /** The heartbeat of an inbox: finds what changed without a notice, or could not be read when it came. */
  check(): void {
    this.#unchecked = true;
    this.#wake();
  }

  deliver(message: BusMessage): void {
    if (message.kind !== 'notice') return;
    if (message.type === 'conversation-changed') this.#note([message.conversation]);
    if (message.type !== 'presence-changed') return;
    const { agent, presence } = message;
    const frame = Frame.of({ type: 'presence-changed', presence }, 'exact');
    for (const connection of this.#connections.get(agent) ?? []) connection.deliver(frame);
  }

  #note(conversations: Iterable<string>): void {
    for (const conversation of conversations) this.#changed.add(conversation);
    this.#wake();
  }

  #wake(): void {
    if (!this.#working) void this.#work();
  }

  async #work(): Promise<void> {
    this.#working = true;
    try {
      while (this.#connections.size > 0 && (this.#unchecked || this.#changed.size > 0)) {
        await (this.#unchecked ? this.#compare() : this.#tell());
      }
    } catch (error) {
      // What could not be read is still to be told: with the next notice or the next heartbeat.
      this.#log.warn({ error }, 'inbox-read-failed');
    } finally {
      this.#working = false;
    }
  }

  async #compare(): Promise<void> {
    this.#unchecked = false;
    const agents = this.#told.agents();
    if (agents.length === 0) return;
    try {
      const rows = await this.#store.read((database) => readInboxVersions(database, agents, this.#told.open()));
      for (const conversation of this.#told.replace(agents, rows)) this.#changed.add(conversation);
    } catch (error) {
      this.#unchecked = true;
      throw error;
    }
  }

  async #tell(): Promise<void> {
    const ids = [...this.#changed];
    const agents = [...this.#connections.keys()];
    this.#changed.clear();
    try {
      const found = await this.#store.read((database) => readSummaries(database, agents, { ids }));
      for (const row of found) {
        const frame = Frame.of({ type: 'inbox-changed', conversation: row.summary }, 'exact');
        for (const connection of this.#connections.get(row.agent) ?? []) connection.deliver(frame);
        this.#told.set(row);
      }
    } catch (error) {
      for (const id of ids) this.#changed.add(id);
      throw error;
    }
  }
}
