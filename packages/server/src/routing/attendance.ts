/**
 * Which agents are at the desk. Those of this server it knows by their connections, those of other servers by the
 * database, where every server says again and again whom it has. An agent who reloads the desk has not left: who goes is
 * there for five more seconds.
 */
import type { Clock, Random } from '../clock.js';
import type { Log } from '../connection/host.js';
import type { Store } from '../store/store.js';
import { PRESENCE_LASTS } from './team.js';

/** Milliseconds an agent is still there after their last connection ended. */
const PATIENCE = 5_000;
/** Milliseconds after which a server says again whom it has. */
const SAY_AGAIN = 20_000;

interface AttendanceOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  /** Who is there changed, as the database says it. */
  readonly onChange: () => void;
}

/** The agents who are there. */
export class Attendance {
  readonly #options: AttendanceOptions;
  readonly #node: string;
  /** Agent → number of their connections to this server. */
  readonly #connected = new Map<string, number>();
  /** Agent → monotonic time at which the last of them ended. */
  readonly #leaving = new Map<string, number>();
  /** Agents who have the desk open elsewhere, as of the last look. */
  #elsewhere: readonly string[] = [];
  #due = false;
  #saidAt: number;
  #working: Promise<void> | null = null;
  #stopped = false;

  constructor(options: AttendanceOptions) {
    this.#options = options;
    this.#node = options.random.id();
    this.#saidAt = options.clock.now();
  }

  /** Everybody who is there. */
  agents(): ReadonlySet<string> {
    return new Set([...this.#connected.keys(), ...this.#leaving.keys(), ...this.#elsewhere]);
  }

  /** Who is at this server. */
  here(): Iterable<string> {
    return this.#connected.keys();
  }

  /** An agent has opened a connection. */
  came(agent: string): void {
    const before = this.#connected.get(agent) ?? 0;
    this.#connected.set(agent, before + 1);
    const wasHere = before > 0 || this.#leaving.delete(agent);
    if (!wasHere) this.#say();
  }

  /** One of their connections has ended. */
  went(agent: string): void {
    const left = (this.#connected.get(agent) ?? 1) - 1;
    if (left > 0) this.#connected.set(agent, left);
    else {
      this.#connected.delete(agent);
      this.#leaving.set(agent, this.#options.clock.now());
    }
  }

  /** Lets go who has left, and says again whom there is when it is time. To be called every second or so. */
  sweep(): void {
    const now = this.#options.clock.now();
    const gone = [...this.#leaving].filter(([, since]) => now - since >= PATIENCE);
    for (const [agent] of gone) this.#leaving.delete(agent);
    if (gone.length > 0 || now - this.#saidAt >= SAY_AGAIN) this.#say();
  }

  /** Resolves when what is under way is written down, or cannot be. */
  async settle(): Promise<void> {
    await this.#working;
  }

  /** Nobody is at this server any more. Resolves when that is written down, or cannot be. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#connected.clear();
    this.#leaving.clear();
    this.#say();
    await this.#working;
  }

  #say(): void {
    this.#due = true;
    this.#working ??= this.#work().finally(() => (this.#working = null));
  }

  async #work(): Promise<void> {
    while (this.#due) {
      this.#due = false;
      this.#saidAt = this.#options.clock.now();
      try {
        await this.#write();
      } catch (error) {
        // What was not written down is said again at the next round.
        return this.#options.log.warn({ error }, 'attendance-not-written');
      }
      if (!this.#stopped) this.#options.onChange();
    }
  }

  async #write(): Promise<void> {
    const { store, clock } = this.#options;
    const here = [...this.#connected.keys(), ...this.#leaving.keys()];
    const now = clock.wallTime();
    const node = this.#node;
    this.#elsewhere = await store.write(
      async (transaction) => {
        const known = await transaction.selectFrom('agent_presence').selectAll().execute();
        const mine = new Set(known.filter((row) => row.node === node).map(({ agent }) => agent));
        await transaction
          .deleteFrom('agent_presence')
          .where(({ eb, and, or }) =>
            or([
              eb('seen_at', '<', now - 2 * PRESENCE_LASTS),
              and([eb('node', '=', node), ...(here.length > 0 ? [eb('agent', 'not in', here)] : [])]),
            ]),
          )
          .execute();
        if (here.length > 0) {
          await transaction
            .insertInto('agent_presence')
            .values(here.map((agent) => ({ agent, node, seen_at: now })))
            .onConflict((conflict) => conflict.columns(['agent', 'node']).doUpdateSet({ seen_at: now }))
            .execute();
        }
        const others = known.filter((row) => row.node !== node && row.seen_at > now - PRESENCE_LASTS);
        const elsewhere = new Set(others.map(({ agent }) => agent));
        // Who is there on one more server has not come just now.
        const arrived = here.filter((agent) => !mine.has(agent) && !elsewhere.has(agent));
        if (arrived.length > 0) {
          await transaction.updateTable('agents').set({ idle_since: now }).where('id', 'in', arrived).execute();
        }
        return [...elsewhere];
      },
      { key: `attendance ${node}` },
    );
  }
}
