/**
 * Virtual time. Everything of a simulated world happens in one queue, ordered by time and then by when it was asked
 * for; between two happenings all promises are settled, so that a run depends on nothing but its seed. A `Lane` is one
 * process in that world: it can be frozen, and it can die with all that it was waiting for.
 */

interface Happening {
  readonly at: number;
  readonly order: number;
  run: (() => void) | null;
}

/** The queue of one world. */
export class Scheduler {
  /** Virtual monotonic milliseconds. */
  now = 0;
  readonly #settle: () => Promise<void>;
  readonly #heap: Happening[] = [];
  #order = 0;

  /** @param settle - resolves when every promise that can settle has; the platform's, e.g. `setImmediate` */
  constructor(settle: () => Promise<void>) {
    this.#settle = settle;
  }

  /** Runs something after that many milliseconds; the returned function takes it back. */
  after(delay: number, run: () => void): () => void {
    return this.at(this.now + delay, run);
  }

  /** Runs something at that time; at equal times what was asked for first comes first. */
  at(time: number, run: () => void): () => void {
    const happening: Happening = { at: Math.max(this.now, time), order: this.#order++, run };
    this.#push(happening);
    return () => {
      happening.run = null;
    };
  }

  /** Lives through the time up to `end`, or until `done` says so after some happening. */
  async run(end: number, done: () => boolean = () => false): Promise<boolean> {
    await this.#settle();
    for (let next = this.#heap[0]; next !== undefined && next.at <= end; next = this.#heap[0]) {
      this.#pop();
      if (next.run === null) continue;
      this.now = next.at;
      next.run();
      await this.#settle();
      if (done()) return true;
    }
    this.now = Math.max(this.now, end);
    return done();
  }

  #push(happening: Happening): void {
    const heap = this.#heap;
    let index = heap.push(happening) - 1;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      const above = heap[parent] as Happening;
      if (!before(happening, above)) break;
      heap[index] = above;
      index = parent;
    }
    heap[index] = happening;
  }

  #pop(): void {
    const heap = this.#heap;
    const last = heap.pop();
    if (last === undefined || heap.length === 0) return;
    let index = 0;
    for (;;) {
      let child = 2 * index + 1;
      const [left, right] = [heap[child], heap[child + 1]];
      if (left === undefined) break;
      if (right !== undefined && before(right, left)) child++;
      const below = heap[child] as Happening;
      if (!before(below, last)) break;
      heap[index] = below;
      index = child;
    }
    heap[index] = last;
  }
}

function before(one: Happening, other: Happening): boolean {
  return one.at < other.at || (one.at === other.at && one.order < other.order);
}

/** One process: a tab, or a server node. What is asked for here happens only while it runs. */
export class Lane {
  readonly name: string;
  readonly scheduler: Scheduler;
  #dead = false;
  #frozen = false;
  #thawing = false;
  readonly #late: (() => void)[] = [];

  constructor(scheduler: Scheduler, name: string) {
    this.scheduler = scheduler;
    this.name = name;
  }

  get alive(): boolean {
    return !this.#dead;
  }

  get frozen(): boolean {
    return this.#frozen;
  }

  /** Runs something after that many milliseconds; when frozen then, after the thaw; never after death. */
  after(delay: number, run: () => void): () => void {
    return this.at(this.scheduler.now + delay, run);
  }

  /** The same, at that time. */
  at(time: number, run: () => void): () => void {
    let wanted = true;
    const once = (): void => {
      if (!wanted || this.#dead) return;
      if (this.#frozen) this.#late.push(once);
      else {
        wanted = false;
        run();
      }
    };
    const cancel = this.scheduler.at(time, once);
    return () => {
      wanted = false;
      cancel();
    };
  }

  /** Resolves after that many milliseconds; never, when the process dies before. */
  sleep(delay: number): Promise<void> {
    return new Promise((resolve) => this.after(delay, resolve));
  }

  freeze(): void {
    this.#frozen = true;
    this.#thawing = false;
  }

  /** Goes on, beginning with what came due meanwhile, in its order. */
  thaw(): void {
    if (!this.#frozen || this.#thawing) return;
    this.#thawing = true;
    this.#catchUp();
  }

  /** Nothing of it ever happens again. */
  kill(): void {
    this.#dead = true;
    this.#late.length = 0;
  }

  /** One after the other, so that promises settle in between; what comes due meanwhile waits behind. */
  #catchUp(): void {
    if (this.#dead || !this.#thawing) return;
    const run = this.#late.shift();
    if (run === undefined) {
      this.#frozen = this.#thawing = false;
      return;
    }
    this.#frozen = false;
    run();
    this.#frozen = true;
    this.scheduler.after(0, () => this.#catchUp());
  }
}
