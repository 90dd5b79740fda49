/**
 * Gives chats to agents, where the owner wants that (A3): whenever somebody writes, comes, goes, is free again or has
 * waited long enough. Decides nothing by itself (`assign.ts`) and stores nothing by itself: what it gives out is a claim
 * like any other. Any number of servers may do this at once, on one database: each gives out one chat at a time, under a
 * lock on the owner's rules, by what is true then.
 */
import { ProtocolError, type LogCommand } from '@support-chat/protocol';
import type { Transaction } from 'kysely';
import { channels, type Bus, type BusMessage, type Subscriber } from '../bus/bus.js';
import type { Clock, Random } from '../clock.js';
import type { Log } from '../connection/host.js';
import type { Actor } from '../conversation/actor.js';
import type { Conversations } from '../conversation/conversations.js';
import { hasRowLocks, lockConversation } from '../conversation/log.js';
import { agentAuthor } from '../conversation/participants.js';
import type { Schema } from '../store/schema.js';
import type { Database, Store } from '../store/store.js';
import { assign, type Assigned } from './assign.js';
import { readOwnerRules, type OwnerRules } from './owner-rules.js';
import { readQueue } from './queue.js';
import { isAutomatic } from './routing-settings.js';
import { readTeam, type TeamMember } from './team.js';

/** Milliseconds after which it looks again without a reason: for what no notice told of (D3). */
const LOOK_AGAIN = 20_000;
/** So many times something else may have come in between before it waits for the next reason. */
const PATIENCE = 20;

interface RouterOptions {
  readonly bus: Bus;
  readonly store: Store;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly conversations: Conversations;
}

type Plan = Assigned & { readonly team: readonly TeamMember[] };

const NOTHING: Plan = { assignments: [], lookAgainAt: null, team: [] };

/** Gives out who waits. */
export class Router implements Subscriber {
  readonly #options: RouterOptions;
  #automatic = false;
  #wanted = false;
  #lookedAt: number;
  /** Wall time from which somebody who waits can be served by others. */
  #lookAgainAt: number | null = null;
  #working: Promise<void> | null = null;

  constructor(options: RouterOptions) {
    this.#options = options;
    this.#lookedAt = options.clock.now();
    options.bus.subscribe(channels.queue, this);
  }

  /** The owner's rules as of now. */
  configure({ routing }: OwnerRules): void {
    this.#automatic = isAutomatic(routing);
    this.look();
  }

  deliver(message: BusMessage): void {
    if (message.kind === 'notice' && message.type === 'queue-changed') this.look();
  }

  /** Something has changed: looks whether somebody can be given to somebody. */
  look(): void {
    if (!this.#automatic) return;
    this.#wanted = true;
    this.#working ??= this.#work().finally(() => (this.#working = null));
  }

  /** Looks again when it is time. To be called every second or so. */
  sweep(): void {
    const { clock } = this.#options;
    const due = this.#lookAgainAt !== null && clock.wallTime() >= this.#lookAgainAt;
    if (due || clock.now() - this.#lookedAt >= LOOK_AGAIN) this.look();
  }

  /** Resolves when what is under way is stored. */
  async settle(): Promise<void> {
    await this.#working;
  }

  /** Gives nothing out any more. Resolves when what is under way is stored. */
  async stop(): Promise<void> {
    this.#options.bus.unsubscribe(channels.queue, this);
    this.#automatic = false;
    await this.#working;
  }

  async #work(): Promise<void> {
    try {
      while (this.#wanted && this.#automatic) {
        this.#wanted = false;
        this.#lookedAt = this.#options.clock.now();
        await this.#giveOut();
      }
    } catch (error) {
      // Who waits still waits: with the next reason or the next round.
      this.#options.log.warn({ error }, 'routing-failed');
    }
  }

  async #giveOut(): Promise<void> {
    const { store } = this.#options;
    for (let disturbed = 0; disturbed < PATIENCE && this.#automatic;) {
      const plan = await store.read((database) => this.#plan(database));
      this.#lookAgainAt = plan.lookAgainAt;
      if (plan.assignments.length === 0) return;
      for (const { conversation } of plan.assignments) {
        if (await this.#give(conversation)) continue;
        disturbed++;
        break;
      }
    }
  }

  /** @returns false when somebody else is first by now, or this one is not waiting any more */
  async #give(conversation: string): Promise<boolean> {
    const { conversations } = this.#options;
    try {
      const choose = (transaction: Transaction<Schema>) => this.#choose(transaction, conversation);
      return (await conversations.executeChosen(choose, conversation)) !== null;
    } catch (error) {
      // Taken by hand, ended or full in the very moment: what is left is looked at anew.
      if (error instanceof ProtocolError && error.verdict !== 'retry') return false;
      throw error;
    }
  }

  async #choose(
    transaction: Transaction<Schema>,
    conversation: string,
  ): Promise<{ readonly actor: Actor; readonly command: LogCommand } | null> {
    const rules = transaction.selectFrom('settings').select('section').where('section', '=', 'routing');
    await (hasRowLocks(transaction) ? rules.forUpdate() : rules).execute();
    const { assignments, team } = await this.#plan(transaction);
    const [first] = assignments;
    const agent = team.find(({ id }) => id === first?.agent);
    if (first?.conversation !== conversation || agent === undefined) return null;
    const row = await lockConversation(transaction, 'id', conversation);
    if (row?.phase !== 'queued') return null;
    // A new id at every run: should an earlier one have been committed unheard of, it is another chat's turn by now.
    const id = this.#options.random.id();
    return {
      actor: agentAuthor(agent),
      command: { type: 'conversation-claim', id, conversation, epoch: row.epoch },
    };
  }

  async #plan(database: Database): Promise<Plan> {
    const { departments, routing } = await readOwnerRules(database);
    if (routing === undefined || !isAutomatic(routing)) return NOTHING;
    const now = this.#options.clock.wallTime();
    const team = await readTeam(database, departments, routing, now);
    if (team.length === 0) return NOTHING;
    const { strategy = 'longest-idle', overflow = [] } = routing;
    const queue = await readQueue(database, departments, routing);
    return { ...assign(team, queue, { strategy, overflow }, now), team };
  }
}
