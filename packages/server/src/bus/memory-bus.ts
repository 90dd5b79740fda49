/** The bus inside one process: delivers at once, in order, and remembers nothing. */
import type { Bus, BusMessage, Subscriber } from './bus.js';

/** A new bus without subscribers. */
export function createMemoryBus(): Bus {
  // Most channels have exactly one listener, and there are as many as connections: a set for each would double them.
  const listeners = new Map<string, Subscriber | Set<Subscriber>>();
  return {
    subscribe(channel, subscriber) {
      const present = listeners.get(channel);
      if (present === undefined) listeners.set(channel, subscriber);
      else if (present instanceof Set) present.add(subscriber);
      else if (present !== subscriber) listeners.set(channel, new Set([present, subscriber]));
    },
    unsubscribe(channel, subscriber) {
      const present = listeners.get(channel);
      if (present === subscriber) listeners.delete(channel);
      else if (present instanceof Set && present.delete(subscriber) && present.size === 0) listeners.delete(channel);
    },
    publish(channel, message: BusMessage) {
      const present = listeners.get(channel);
      if (present instanceof Set) {
        // A copy: a listener may leave, or make another leave, while it is told.
        for (const subscriber of [...present]) subscriber.deliver(message);
      } else present?.deliver(message);
    },
  };
}
