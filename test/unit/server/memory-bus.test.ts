import { describe, expect, it } from 'vitest';
import type { BusMessage, Subscriber } from '../../../packages/server/src/bus/bus.js';
import { Frame } from '../../../packages/server/src/bus/frame.js';
import { createMemoryBus } from '../../../packages/server/src/bus/memory-bus.js';

class Listener implements Subscriber {
  readonly heard: BusMessage[] = [];
  onMessage = (): void => undefined;
  deliver(message: BusMessage): void {
    this.heard.push(message);
    this.onMessage();
  }
}

const frame = (text: string) => new Frame(text, 'exact');

describe('the bus in one process', () => {
  it('tells everybody on a channel once, in order, and nobody else', () => {
    const bus = createMemoryBus();
    const [one, two, other] = [new Listener(), new Listener(), new Listener()];
    for (const listener of [one, one, two]) bus.subscribe('here', listener);
    bus.subscribe('there', other);
    const frames = [frame('1'), frame('2')];
    for (const each of frames) bus.publish('here', each);
    expect(one.heard).toEqual(frames);
    expect(two.heard).toEqual(frames);
    expect(other.heard).toEqual([]);
  });

  it('forgets who leaves, with one listener and with several', () => {
    const bus = createMemoryBus();
    const [one, two] = [new Listener(), new Listener()];
    bus.subscribe('here', one);
    bus.subscribe('here', two);
    bus.unsubscribe('here', one);
    bus.unsubscribe('here', one);
    bus.publish('here', frame('1'));
    bus.unsubscribe('here', two);
    bus.publish('here', frame('2'));
    expect([one.heard.length, two.heard.length]).toEqual([0, 1]);
  });

  it('lets a listener leave while it is told, without skipping the next', () => {
    const bus = createMemoryBus();
    const listeners = [new Listener(), new Listener(), new Listener()];
    for (const listener of listeners) {
      bus.subscribe('here', listener);
      listener.onMessage = () => bus.unsubscribe('here', listener);
    }
    bus.publish('here', frame('1'));
    bus.publish('here', frame('2'));
    expect(listeners.map(({ heard }) => heard.length)).toEqual([1, 1, 1]);
  });
});
