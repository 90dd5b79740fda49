/**
 * What the inboxes of one server have been told, as versions and not as rows. Shared by all of them, because all hear
 * the same: memory grows with the conversations shown, not with the inboxes that show them. Reads nothing by itself.
 */
import type { AgentSummary, InboxVersion } from '../conversation/summaries.js';

/** Compares what is true with what was told. */
export class ToldRows {
  /** Conversation → what everybody was told of it. */
  #shared = new Map<string, { readonly version: string; readonly open: boolean }>();
  /** Agent → conversation → how much they were told to have read; nothing where that is 0. */
  readonly #read = new Map<string, Map<string, number>>();

  /** The agents whose inboxes have been told something. */
  agents(): readonly string[] {
    return [...this.#read.keys()];
  }

  /** The conversations that were told to be open. */
  open(): readonly string[] {
    return [...this.#shared].flatMap(([conversation, { open }]) => (open ? [conversation] : []));
  }

  /** A row was told to everybody. Nothing is kept for agents whose inbox was not told yet as a whole. */
  set({ agent, summary: { id, phase }, version, read }: AgentSummary): void {
    const counts = this.#read.get(agent);
    if (counts === undefined) return;
    this.#shared.set(id, { version, open: phase !== 'ended' });
    if (read > 0) counts.set(id, read);
  }

  /**
   * An agent was told a whole inbox.
   *
   * @returns the conversations of which earlier inboxes were told something else
   */
  seed(agent: string, rows: readonly AgentSummary[]): readonly string[] {
    const first = this.#read.size === 0;
    const counts = this.#read.get(agent);
    if (counts === undefined) this.#read.set(agent, new Map());
    const different: string[] = [];
    for (const row of rows) {
      const { id } = row.summary;
      const told = this.#shared.get(id)?.version;
      const changed = !first && told !== row.version;
      if (changed || (counts !== undefined && (counts.get(id) ?? 0) !== row.read)) different.push(id);
      // What is told next is told to everybody, this agent included.
      else this.set(row);
    }
    return different;
  }

  /**
   * Takes what was just read for told.
   *
   * @param agents - whose counts were read
   * @returns the conversations of which something else was told before: the caller is about to tell them
   */
  replace(agents: readonly string[], rows: readonly InboxVersion[]): readonly string[] {
    const before = this.#shared;
    this.#shared = new Map(rows.map(({ conversation, version, open }) => [conversation, { version, open }]));
    const different = new Set<string>();
    for (const { conversation, version } of rows) {
      if (before.get(conversation)?.version !== version) different.add(conversation);
    }
    for (const agent of agents) {
      const counts = this.#read.get(agent);
      if (counts === undefined) continue; // left meanwhile
      const now = new Map<string, number>();
      for (const { conversation, read } of rows) {
        const count = read.get(agent) ?? 0;
        if (count > 0) now.set(conversation, count);
        if ((counts.get(conversation) ?? 0) !== count) different.add(conversation);
      }
      this.#read.set(agent, now);
    }
    return [...different];
  }

  /** The last inbox of an agent is gone; with the last agent everything is. */
  forget(agent: string): void {
    this.#read.delete(agent);
    if (this.#read.size === 0) this.#shared.clear();
  }
}
