/**
 * The store as a server process sees it: the same database, behind a disk that takes its time and may refuse. What was
 * not committed when the process dies never happens; what was committed stays, whether anybody heard of it or not.
 */
import type { Lane, SeededRandom } from '@support-chat/testkit';
import { ProtocolError } from '@support-chat/protocol';
import type { Store } from '@support-chat/server';

/** How the disk behaves at the moment. */
export interface DiskWeather {
  /** Most milliseconds of one read, and of each half of a write. */
  delay: number;
  /** Probability that a call fails; a write fails before or after its commit. */
  failure: number;
}

/** Wraps a store for one process. */
export function createSlowStore(store: Store, lane: Lane, random: SeededRandom, weather: DiskWeather): Store {
  let started = 0;
  let finished = 0;
  const until = (time: number): Promise<void> => new Promise((resolve) => lane.at(time, resolve));
  const fails = (): boolean => random.chance(weather.failure);
  const unavailable = (): ProtocolError => new ProtocolError('unavailable');
  return {
    dialect: store.dialect,
    async read(work) {
      if (fails()) throw unavailable();
      const found = await store.read(work);
      if (weather.delay > 0) await lane.sleep(random.between(0, weather.delay));
      return found;
    },
    async write(work, options) {
      const { scheduler } = lane;
      if (fails()) throw unavailable();
      // Commits and their answers keep the order of the calls, as the real stores do.
      started = Math.max(started, scheduler.now + random.between(0, weather.delay));
      if (started > scheduler.now) await until(started);
      const outcome = await store.write(work, options).then(
        (value) => ({ value }),
        (error: unknown) => ({ error }),
      );
      finished = Math.max(finished, scheduler.now + random.between(0, weather.delay));
      if (finished > scheduler.now) await until(finished);
      if ('error' in outcome) throw outcome.error;
      // The connection broke while it committed, and nobody knows.
      if (fails()) throw unavailable();
      return outcome.value;
    },
    scrub: () => store.scrub(),
    ping: () => store.ping(),
    close: () => Promise.resolve(),
  };
}
