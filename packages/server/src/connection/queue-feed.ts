/**
 * Tells waiting visitors their place in the queue and about how long it takes (V6). The queue is what the database says is
 * waiting, oldest first; it is read when somebody came or left and, for what no notice told of (D3), now and then. How
 * long people waited lately is remembered in memory only: after a start nothing is promised until a few were answered.
 */
import type { QueuePlace } from '@support-chat/protocol';
import { channels, type Bus, type BusMessage, type Subscriber } from '../bus/bus.js';
import { Frame } from '../bus/frame.js';
import type { Clock } from '../clock.js';
import type { Store } from '../store/store.js';
import type { Connection } from './connection.js';
import type { Log } from './host.js';

/** Milliseconds after which the queue is looked at again without a notice, while somebody waits. */
const LOOK_AGAIN = 20_000;
/** Fewer waits than this say nothing; of more than that the oldest are forgotten. */
const FEWEST_WAITS = 3;
const MOST_WAITS = 20;
/** Nobody is told a place beyond this one. */
const MOST_PLACES = 1000;
const MINUTE = 60_000;

interface QueueFeedOptions {
  readonly bus: Bus;
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
  /** All that are open on this server. */
  readonly connections: () => Iterable<Connection>;
}

/** Sends `queue-changed`. */
export class QueueFeed implements Subscriber {
  readonly #options: QueueFeedOptions;
  readonly #waits: number[] = [];
  #places: ReadonlyMap<string, QueuePlace> = new Map();
  #changed = true;
  #readAt = -Infinity;
  #working: Promise<void> | null = null;

  constructor(options: QueueFeedOptions) {
    this.#options = options;
    options.bus.subscribe(channels.queue, this);
  }

  /** The place of a conversation as of now; undefined when it does not wait, or the queue cannot be read. */
  async placeOf(conversation: string): Promise<QueuePlace | undefined> {
    if (this.#changed) await this.#wake();
    return this.#places.get(conversation);
  }

  deliver(message: BusMessage): void {
    if (message.kind !== 'notice' || message.type !== 'queue-changed') return;
    if (message.waited !== null) this.#waits.push(message.waited);
    if (this.#waits.length > MOST_WAITS) this.#waits.shift();
    this.#changed = true;
    void this.#wake();
  }

  /** Looks again when it is time. To be called every second or so. */
  sweep(): void {
    const due = this.#places.size > 0 && this.#options.clock.now() - this.#readAt >= LOOK_AGAIN;
    if (!due && !this.#changed) return;
    this.#changed = true;
    void this.#wake();
  }

  #wake(): Promise<void> {
    return (this.#working ??= this.#work().finally(() => (this.#working = null)));
  }

  async #work(): Promise<void> {
    try {
      while (this.#changed) {
        this.#changed = false;
        await this.#tell();
      }
    } catch (error) {
      // A place that could not be read is told with the next change.
      this.#changed = true;
      this.#options.log.warn({ error }, 'queue-read-failed');
    }
  }

  async #tell(): Promise<void> {
    const { store, clock, connections } = this.#options;
    const rows = await store.read((database) =>
      database
        .selectFrom('conversations')
        .select(['id', 'waiting_since'])
        .where('phase', '=', 'queued')
        .where('waiting_since', 'is not', null)
        .orderBy('waiting_since')
        .orderBy('id')
        .limit(MOST_PLACES)
        .execute(),
    );
    this.#readAt = clock.now();
    const before = this.#places;
    const now = clock.wallTime();
    this.#places = new Map(
      rows.map(({ id, waiting_since }, index) => [id, this.#place(index + 1, now - (waiting_since ?? now))]),
    );
    for (const connection of connections()) {
      const { conversation, actor } = connection;
      const place = conversation === null ? undefined : this.#places.get(conversation);
      if (conversation === null || place === undefined || !connection.open || actor?.kind !== 'visitor') continue;
      const told = before.get(conversation);
      if (told?.position === place.position && told.minutes === place.minutes) continue;
      connection.send(Frame.of({ type: 'queue-changed', conversation, ...place }, 'ephemeral'));
    }
  }

  #place(position: number, waited: number): QueuePlace {
    const usual = median(this.#waits);
    if (usual === null) return { position };
    return { position, minutes: Math.max(1, Math.ceil((usual - waited) / MINUTE)) };
  }
}

function median(waits: readonly number[]): number | null {
  if (waits.length < FEWEST_WAITS) return null;
  const sorted = [...waits].sort((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 2)] ?? null;
}
