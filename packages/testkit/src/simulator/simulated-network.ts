/**
 * The network between simulated tabs and a simulated server: wires with two ordered directions, as a socket or an
 * event stream has them, and single trips, as POSTs are. Owns delay, loss and silence; knows no frames.
 */
import type { Lane, Scheduler } from './scheduler.js';
import type { SeededRandom } from './seeded-random.js';

export type Direction = 'up' | 'down';

/** One end of a wire. */
export interface WireEnd {
  readonly lane: Lane;
  /** The other side, or the network, has ended the wire. At most once, after everything that still arrived. */
  ended(): void;
}

interface Pipe {
  /** Nothing arrives before this: order is kept. */
  arrival: number;
  silent: boolean;
  /** Cancels what is on its way, oldest first. */
  readonly flying: Set<() => void>;
}

/** All wires, and the weather on them. */
export class SimulatedNetwork {
  readonly scheduler: Scheduler;
  readonly random: SeededRandom;
  readonly wires = new Set<Wire>();
  /** Connection attempts fail. */
  refusing = false;
  /** Most milliseconds of one way. */
  latency = 60;
  /** Probability that a single trip, or its answer, gets lost. */
  loss = 0;
  /** Probability that a single trip arrives twice. */
  duplication = 0;

  constructor(scheduler: Scheduler, random: SeededRandom) {
    this.scheduler = scheduler;
    this.random = random;
  }

  /** A delay of one way, now and then a long one. */
  delay(): number {
    return this.random.between(1, this.random.chance(0.03) ? this.latency * 20 : this.latency);
  }

  /** One way of a single trip to a process: may get lost, come twice, and overtake others. */
  trip(to: Lane, arrive: () => void): void {
    if (!this.random.chance(this.loss)) to.after(this.delay(), arrive);
    if (this.random.chance(this.duplication)) to.after(this.delay() * 10, arrive);
  }
}

/** A connection of the transport level. */
export class Wire {
  readonly #network: SimulatedNetwork;
  readonly #pipes: Readonly<Record<Direction, Pipe>> = {
    up: { arrival: 0, silent: false, flying: new Set() },
    down: { arrival: 0, silent: false, flying: new Set() },
  };
  readonly #ends: Readonly<Record<Direction, WireEnd>>;
  #cut = false;
  readonly #told = new Set<Direction>();

  /** @param ends - whom each direction leads to */
  constructor(network: SimulatedNetwork, ends: { readonly up: WireEnd; readonly down: WireEnd }) {
    this.#network = network;
    this.#ends = ends;
    network.wires.add(this);
  }

  /** Sends something one way. */
  send(direction: Direction, arrive: () => void): void {
    const pipe = this.#pipes[direction];
    const { scheduler } = this.#network;
    if (this.#cut || pipe.silent) return;
    pipe.arrival = Math.max(pipe.arrival, scheduler.now + this.#network.delay());
    const { lane } = this.#ends[direction];
    const cancel = lane.at(pipe.arrival, () => {
      pipe.flying.delete(cancel);
      if (!this.#told.has(direction)) arrive();
    });
    pipe.flying.add(cancel);
  }

  /** One side ends it in order: the other hears of it after everything that was sent. */
  end(from: Direction): void {
    this.#told.add(from === 'up' ? 'down' : 'up');
    this.send(from, () => this.#tell(from));
  }

  /** The network ends it: of what is on its way only a random first part arrives. */
  cut(): void {
    if (this.#cut) return;
    this.#cut = true;
    const { random, scheduler } = this.#network;
    for (const direction of ['up', 'down'] as const) {
      const { flying, arrival } = this.#pipes[direction];
      let survivors = random.between(0, flying.size);
      for (const cancel of flying) if (survivors-- <= 0) cancel();
      const { lane } = this.#ends[direction];
      lane.at(Math.max(arrival, scheduler.now) + random.between(0, 3000), () => this.#tell(direction));
    }
    this.#network.wires.delete(this);
  }

  /** One way goes silent for good, and nobody is told: only a heartbeat finds out. */
  silence(direction: Direction): void {
    const pipe = this.#pipes[direction];
    pipe.silent = true;
    for (const cancel of pipe.flying) cancel();
    pipe.flying.clear();
  }

  /** Everything one way waits that long. */
  stall(direction: Direction, milliseconds: number): void {
    const pipe = this.#pipes[direction];
    pipe.arrival = Math.max(pipe.arrival, this.#network.scheduler.now) + milliseconds;
  }

  /** The wire has ended for that side. */
  #tell(direction: Direction): void {
    this.#network.wires.delete(this);
    if (this.#told.has(direction)) return;
    this.#told.add(direction);
    this.#ends[direction].ended();
  }
}
