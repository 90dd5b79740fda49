/**
 * Hands the logs over to one bridge: each conversation in its order and one event after the other, several conversations at
 * once, again and again until it is taken. The bus says where something is new, the database what it is (D3).
 */
import { waitAfterFailure } from '../backoff.js';
import { channels, type Bus, type BusMessage, type Subscriber } from '../bus/bus.js';
import type { Clock, Random } from '../clock.js';
import type { Log } from '../connection/host.js';
import { ConversationWork } from '../conversation/conversation-work.js';
import type { Store } from '../store/store.js';
import { attempt } from './attempt.js';
import type { Bridge, BridgedEvent, BridgeError, Delivery } from './bridge.js';
import {
  findBehind,
  holdPlace,
  letGo,
  movePlace,
  noteAttempt,
  postponePlace,
  readNext,
  type Held,
  type PlaceKey,
} from './places.js';

/** Conversations handed over at once. */
const CONCURRENCY = 4;
/** Milliseconds after which it looks again without a reason: for what no notice told of, and for other servers' leftovers. */
const LOOK_AGAIN = 60_000;
/** Conversations found by one look. */
const FOUND_AT_ONCE = 200;
/** Milliseconds before the second attempt, doubled each time, up to an hour. */
const WAITS = { first: 2_000, longest: 60 * 60 * 1000 };
/** Seconds that a bridge can ask for at most. */
const LONGEST_RETRY_AFTER = 24 * 60 * 60;

/** What every reader needs. */
export interface ReaderOptions {
  readonly store: Store;
  readonly bus: Bus;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  /** Adds to each file an address that opens without a credential. */
  readonly linkFiles: (event: BridgedEvent) => Promise<BridgedEvent>;
  /** Milliseconds one attempt may take; 10 s by default. */
  readonly patience?: number | undefined;
}

/** See the module. */
export class LogReader implements Subscriber {
  readonly #options: ReaderOptions;
  readonly #bridge: Bridge;
  /** Of this server, among those that share the database. */
  readonly #node: string;
  readonly #conversations = new ConversationWork(CONCURRENCY, (conversation) => this.#bring(conversation));
  /** Conversation → wall time at which it is tried again. */
  readonly #due = new Map<string, number>();
  readonly #end = new AbortController();
  #lookedAt: number;
  #looking: Promise<void> | null = null;

  constructor(bridge: Bridge, options: ReaderOptions) {
    this.#bridge = bridge;
    this.#options = options;
    this.#node = options.random.id();
    this.#lookedAt = options.clock.now();
    options.bus.subscribe(channels.inbox, this);
    this.look();
  }

  deliver(message: BusMessage): void {
    if (message.kind === 'notice' && message.type === 'conversation-changed')
      this.#conversations.want(message.conversation);
  }

  /** Looks in all conversations whether something is to be handed over. */
  look(): void {
    this.#lookedAt = this.#options.clock.now();
    this.#looking ??= this.#find().finally(() => (this.#looking = null));
  }

  /** Tries at once what failed. */
  hurry(): void {
    this.#due.clear();
    this.look();
  }

  /** Tries again what is due. To be called every second or so. */
  sweep(): void {
    const { clock } = this.#options;
    const now = clock.wallTime();
    for (const [conversation, at] of this.#due) if (at <= now) this.#conversations.want(conversation);
    if (clock.now() - this.#lookedAt >= LOOK_AGAIN) this.look();
  }

  /** Resolves when nothing is under way. */
  async settle(): Promise<void> {
    await this.#looking;
    await this.#conversations.settle();
  }

  /** Hands nothing over any more. What was under way and not taken is handed over again by the next start. */
  async stop(): Promise<void> {
    this.#options.bus.unsubscribe(channels.inbox, this);
    this.#end.abort();
    this.#conversations.end();
    await this.settle();
  }

  async #find(): Promise<void> {
    const { store, clock } = this.#options;
    try {
      const found = await store.read((database) =>
        findBehind(database, this.#bridge.id, clock.wallTime(), FOUND_AT_ONCE),
      );
      for (const conversation of found) this.#conversations.want(conversation);
      // More of them are found when these are done: the look of then does not find these again.
      if (found.length === FOUND_AT_ONCE) this.#lookedAt = -Infinity;
    } catch (error) {
      this.#warn(error, 'bridge-not-read');
    }
  }

  async #bring(conversation: string): Promise<void> {
    const key = { reader: this.#bridge.id, conversation };
    try {
      const held = await this.#hold(key);
      if (held !== null) await this.#handOver(key, held);
    } catch (error) {
      // The database was away: the place is free again when its time is over, and the next look finds it.
      this.#warn(error, 'bridge-failed');
    }
  }

  async #hold(key: PlaceKey): Promise<Held | null> {
    const { store, clock } = this.#options;
    const found = await store.write(
      (transaction) => holdPlace(transaction, key, { node: this.#node, now: clock.wallTime() }),
      this.#order(key),
    );
    this.#due.delete(key.conversation);
    if (typeof found !== 'number') return found;
    this.#due.set(key.conversation, found);
    return null;
  }

  async #handOver(key: PlaceKey, held: Held): Promise<void> {
    const { store } = this.#options;
    let place: Held | null = held;
    const erasure = this.#erasure(key, held);
    if (held.erased && this.#isWanted(erasure)) place = await this.#attempt(key, held, erasure);
    while (place !== null) {
      const from: Held = place;
      const { events, reached } = await store.read((database) => readNext(database, key.conversation, from));
      for (const event of events) {
        if (this.#end.signal.aborted) return this.#free(key);
        if (place !== null && this.#isWanted(event)) place = await this.#attempt(key, place, event);
      }
      if (place === null) return;
      if (reached > place.seq || held.stale) place = await this.#move(key, { ...place, seq: reached });
      if (events.length === 0) return this.#free(key);
    }
  }

  #erasure({ conversation }: PlaceKey, { epoch }: Held): BridgedEvent {
    return { type: 'conversation-erased', conversation, epoch, time: this.#options.clock.wallTime() };
  }

  #isWanted(event: BridgedEvent): boolean {
    // What it said itself it need not hear.
    if ('author' in event && event.author.id === this.#bridge.id) return false;
    return this.#bridge.wants?.(event.type) ?? true;
  }

  /** @returns the new place; null when it was not taken, or the place is somebody else's by now */
  async #attempt(key: PlaceKey, place: Held, event: BridgedEvent): Promise<Held | null> {
    const { clock, random, store, linkFiles, log, patience } = this.#options;
    const { conversation, reader } = key;
    const { attempts, epoch, visitor } = place;
    const seq = 'seq' in event ? event.seq : 0;
    const id = `${conversation}_${epoch}_${seq}`;
    const [triedAt, began] = [clock.wallTime(), clock.now()];
    const failure = await attempt(
      async (signal) => {
        const delivery: Delivery = { id, conversation, visitor, event: await linkFiles(event) };
        await this.#bridge.deliver(delivery, signal);
      },
      { patience, end: this.#end.signal, onFault: (error) => this.#warn(error, 'bridge-faulty') },
    );
    if (this.#end.signal.aborted && failure !== null) {
      await this.#free(key);
      return null;
    }
    const tried = {
      ...{ id: random.id(), conversation, seq, type: event.type, triedAt },
      milliseconds: Math.round(clock.now() - began),
      ...{ problem: failure?.message ?? null, failure: failure?.failure ?? null, status: failure?.status ?? null },
    };
    const now = clock.wallTime();
    const next = { ...place, attempts: 0, seq: Math.max(seq, place.seq) };
    const dueAt = failure === null ? 0 : now + waitAfter(attempts, failure);
    const isMine = await store.write(async (transaction) => {
      await noteAttempt(transaction, reader, tried);
      if (failure === null) return movePlace(transaction, key, { node: this.#node, now, seq: next.seq, epoch });
      await postponePlace(transaction, key, { node: this.#node, attempts: attempts + 1, now, dueAt });
      return false;
    }, this.#order(key));
    if (failure === null) return isMine ? next : null;
    this.#due.set(conversation, dueAt);
    log.warn({ bridge: reader, conversation, seq, problem: failure.message }, 'bridge-refused');
    return null;
  }

  async #move(key: PlaceKey, place: Held): Promise<Held | null> {
    const { store, clock } = this.#options;
    const { seq, epoch } = place;
    const moved = { node: this.#node, now: clock.wallTime(), seq, epoch };
    const isMine = await store.write((transaction) => movePlace(transaction, key, moved), this.#order(key));
    return isMine ? place : null;
  }

  async #free(key: PlaceKey): Promise<void> {
    await this.#options.store.write((transaction) => letGo(transaction, key, this.#node), this.#order(key));
  }

  #order({ reader, conversation }: PlaceKey): { readonly key: string } {
    return { key: `${reader} ${conversation}` };
  }

  #warn(error: unknown, event: string): void {
    this.#options.log.warn({ error, bridge: this.#bridge.id }, event);
  }
}

/** Milliseconds before the next attempt: longer each time, with jitter, so that a thousand conversations do not come back in the same second. */
export function waitAfter(attempts: number, { retryAfter = 0 }: BridgeError, random = Math.random()): number {
  const asked = Math.round(Math.min(retryAfter, LONGEST_RETRY_AFTER) * 1000);
  return Math.max(waitAfterFailure(WAITS, attempts, random), asked);
}
