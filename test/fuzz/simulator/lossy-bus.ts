/** The bus with its failures: messages get lost or come twice, never out of their order (D3). */
import type { SeededRandom } from '@support-chat/testkit';
import { createMemoryBus, type Bus } from '@support-chat/server';

export interface BusWeather {
  loss: number;
  duplication: number;
}

/** Makes a bus. */
export function createLossyBus(random: SeededRandom, weather: BusWeather): Bus {
  const bus = createMemoryBus();
  return {
    subscribe: (channel, subscriber) => bus.subscribe(channel, subscriber),
    unsubscribe: (channel, subscriber) => bus.unsubscribe(channel, subscriber),
    publish(channel, message) {
      if (random.chance(weather.loss)) return;
      bus.publish(channel, message);
      if (random.chance(weather.duplication)) bus.publish(channel, message);
    },
  };
}
