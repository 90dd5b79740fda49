/**
 * Whether agents are available (A8): as they say themselves, or because they did nothing for as long as the owner allows.
 * Who only did nothing is available again as soon as they do something; who said that they are away stays away. Running
 * chats are not touched by any of it.
 */
import type { Presence } from '@support-chat/protocol';
import { channels, type Bus } from '../bus/bus.js';
import type { Clock } from '../clock.js';
import type { Log } from '../connection/host.js';
import type { Agents } from '../identity/agents.js';
import type { Store } from '../store/store.js';
import type { PresenceSettings } from './routing-settings.js';

/** Milliseconds in which an agent who goes on doing something is written down once. */
const NOTED_FOR = 20_000;
/** Milliseconds between two looks for who does nothing. */
const LOOK_AGAIN = 10_000;
const MINUTE = 60_000;

interface IdlenessOptions {
  readonly store: Store;
  readonly bus: Bus;
  readonly clock: Clock;
  readonly log: Log;
  readonly agents: Agents;
  readonly rules: () => PresenceSettings;
  /** Of the agents who have the desk open on this server. */
  readonly here: () => Iterable<string>;
  /** Somebody's presence is another one now. */
  readonly onChange: () => Promise<void>;
}

/** Changes presences. */
export class Idleness {
  readonly #options: IdlenessOptions;
  /** Agent → monotonic time at which they were last written down as doing something. */
  readonly #noted = new Map<string, number>();
  #looking: Promise<void> = Promise.resolve();
  #lookedAt: number;

  constructor(options: IdlenessOptions) {
    this.#options = options;
    this.#lookedAt = options.clock.now();
  }

  /** An agent says whether they are available. Resolves when it is so. @throws ProtocolError `unavailable` */
  async set(agent: string, presence: Extract<Presence, 'available' | 'away'>): Promise<void> {
    const time = this.#options.clock.wallTime();
    await this.#options.store.write((transaction) =>
      transaction
        .updateTable('agents')
        .set({ presence, active_at: time, ...(presence === 'available' && { idle_since: time }) })
        .where('id', '=', agent)
        .execute(),
    );
    await this.#tell([agent], presence);
  }

  /** An agent has done something. May be lost: they do something else soon. @throws ProtocolError `unavailable` */
  async active(agent: string): Promise<void> {
    const { clock, store } = this.#options;
    const now = clock.now();
    if (now - (this.#noted.get(agent) ?? -Infinity) < NOTED_FOR) return;
    this.#noted.set(agent, now);
    const time = clock.wallTime();
    const woken = await store.write(async (transaction) => {
      const { numUpdatedRows } = await transaction
        .updateTable('agents')
        .set({ presence: 'available', idle_since: time })
        .where('id', '=', agent)
        .where('presence', '=', 'idle')
        .executeTakeFirst();
      await transaction.updateTable('agents').set({ active_at: time }).where('id', '=', agent).execute();
      return numUpdatedRows > 0n;
    });
    if (woken) await this.#tell([agent], 'available');
  }

  /** Looks for who does nothing, when it is time. To be called every second or so. */
  sweep(): void {
    const { clock, log } = this.#options;
    const now = clock.now();
    if (now - this.#lookedAt < LOOK_AGAIN) return;
    this.#lookedAt = now;
    // Who could not be looked at now is looked at again soon.
    this.look().catch((error: unknown) => log.warn({ error }, 'idleness-not-looked-at'));
  }

  /** Looks for who does nothing, after any look that is under way: when it resolves, all that was found is told. */
  look(): Promise<void> {
    const looked = this.#looking.then(() => this.#look());
    this.#looking = looked.catch(() => undefined);
    return looked;
  }

  async #look(): Promise<void> {
    const { store, clock, agents, rules, here } = this.#options;
    const { awayAfter, signOutAfter } = rules();
    const present = [...here()];
    if (present.length === 0 || (awayAfter === undefined && signOutAfter === undefined)) return;
    const time = clock.wallTime();
    const since = (minutes: number | undefined): number => (minutes === undefined ? -1 : time - minutes * MINUTE);
    const [idle, gone] = await store.write(async (transaction) => {
      const quiet = transaction.updateTable('agents').where('id', 'in', present);
      // Who was signed in before anybody counted begins now.
      await quiet.set({ active_at: time }).where('active_at', '=', 0).execute();
      const away = await quiet
        .set({ presence: 'idle' })
        .where('presence', '=', 'available')
        .where('active_at', '<=', since(awayAfter))
        .returning('id')
        .execute();
      const out = await transaction
        .selectFrom('agents')
        .select('id')
        .where('id', 'in', present)
        .where('active_at', '<=', since(signOutAfter))
        .execute();
      return [away.map(({ id }) => id), out.map(({ id }) => id)];
    });
    if (idle.length > 0) await this.#tell(idle, 'idle');
    for (const agent of gone) await agents.revoke(agent);
  }

  async #tell(agents: readonly string[], presence: Presence): Promise<void> {
    await this.#options.onChange();
    for (const agent of agents) {
      this.#options.bus.publish(channels.inbox, { kind: 'notice', type: 'presence-changed', agent, presence });
    }
  }
}
