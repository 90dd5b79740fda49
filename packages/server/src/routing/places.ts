/** Places in the queue (V6): whom a visitor stands behind is who waits longer for the same agents. Pure. */
import type { WaitingVisitor } from './reach.js';

/**
 * The place of each, 1 is next. Who asked for a department stands behind those of the same one and behind those who
 * asked for none: every agent suits them.
 *
 * @param queue - the longest wait first
 */
export function placesOf(queue: readonly Pick<WaitingVisitor, 'department'>[]): readonly number[] {
  const ahead = new Map<string | null, number>();
  return queue.map(({ department }, index) => {
    const own = ahead.get(department) ?? 0;
    ahead.set(department, own + 1);
    return department === null ? index + 1 : own + (ahead.get(null) ?? 0) + 1;
  });
}
