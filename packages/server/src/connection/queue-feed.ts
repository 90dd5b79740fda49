/**
 * Tells waiting visitors their place in the queue and about how long it takes, department by department, and when they
 * are offered the contact form (V6). The queue is what the database says is waiting, oldest first; it is read when
 * somebody came or left and, for what no notice told of (D3), now and then. How long people waited lately is remembered in
 * memory only: after a start nothing is promised until a few were answered.
 */
import type { QueuePlace } from '@support-chat/protocol';
import { channels, type Bus, type BusMessage, type Subscriber } from '../bus/bus.js';
import { Frame } from '../bus/frame.js';
import type { Clock } from '../clock.js';
import { placesOf } from '../routing/places.js';
import type { OwnerRules } from '../routing/owner-rules.js';
import { knownDepartment, readQueue } from '../routing/queue.js';
import { formOfferedAt } from '../routing/reach.js';
import type { Store } from '../store/store.js';
import type { Connection } from './connection.js';
import type { Log } from './host.js';

/** Milliseconds after which the queue is looked at again without a notice, while somebody waits. */
const LOOK_AGAIN = 20_000;
/** Fewer waits than this say nothing; of more than that the oldest are forgotten. */
const FEWEST_WAITS = 3;
const MOST_WAITS = 20;
const MINUTE = 60_000;

interface QueueFeedOptions {
  readonly bus: Bus;
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
  /** All that are open on this server. */
  readonly connections: () => Iterable<Connection>;
  readonly rules: () => OwnerRules;
  /** Whether the bot is all that is there: whoever waits for a person is offered the form. */
  readonly isLeftAlone: () => boolean;
}

/** Sends `queue-changed`. */
export class QueueFeed implements Subscriber {
  readonly #options: QueueFeedOptions;
  /** Department → how long people waited for it lately; null: those who asked for none. */
  readonly #waits = new Map<string | null, number[]>();
  #places: ReadonlyMap<string, QueuePlace> = new Map();
  #changed = true;
  #readAt = -Infinity;
  /** Wall time at which somebody is to be offered the form next. */
  #formAt = Infinity;
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
    if (message.waited !== null) {
      const { department, milliseconds } = message.waited;
      const group = knownDepartment(department ?? undefined, this.#options.rules().departments);
      this.#waits.set(group, [...(this.#waits.get(group) ?? []), milliseconds].slice(-MOST_WAITS));
    }
    this.#changed = true;
    void this.#wake();
  }

  /** Looks again when it is time. To be called every second or so. */
  sweep(): void {
    const { clock } = this.#options;
    const due = this.#places.size > 0 && (clock.now() - this.#readAt >= LOOK_AGAIN || clock.wallTime() >= this.#formAt);
    if (!due && !this.#changed) return;
    this.#changed = true;
    void this.#wake();
  }

  /** Something that the places depend on has changed. */
  look(): void {
    if (this.#places.size === 0) return;
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
    const { departments, routing } = this.#options.rules();
    const queue = await store.read((database) => readQueue(database, departments, routing));
    this.#readAt = clock.now();
    const before = this.#places;
    const now = clock.wallTime();
    const positions = placesOf(queue);
    this.#formAt = Infinity;
    this.#places = new Map(
      queue.map((visitor, index) => {
        const offeredAt = formOfferedAt(visitor, routing?.overflow ?? []) ?? Infinity;
        if (offeredAt > now) this.#formAt = Math.min(this.#formAt, offeredAt);
        const usual = median(this.#waits.get(visitor.department) ?? []);
        const left = usual === null ? null : Math.ceil((usual - (now - visitor.since)) / MINUTE);
        const place: QueuePlace = {
          position: positions[index] ?? index + 1,
          ...(left !== null && { minutes: Math.max(1, left) }),
          ...((offeredAt <= now || this.#options.isLeftAlone()) && { form: true }),
        };
        return [visitor.conversation, place];
      }),
    );
    for (const connection of connections()) {
      const { conversation, actor } = connection;
      const place = conversation === null ? undefined : this.#places.get(conversation);
      if (conversation === null || place === undefined || !connection.open || actor?.kind !== 'visitor') continue;
      const told = before.get(conversation);
      if (told?.position === place.position && told.minutes === place.minutes && told.form === place.form) continue;
      connection.send(Frame.of({ type: 'queue-changed', conversation, ...place }, 'ephemeral'));
    }
  }
}

function median(waits: readonly number[]): number | null {
  if (waits.length < FEWEST_WAITS) return null;
  const sorted = [...waits].sort((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 2)] ?? null;
}
