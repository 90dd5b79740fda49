/** A message that its connection does not take (`resume`): again at once, for the cause goes with it, and then with patience. */
import { describe, expect, it } from 'vitest';
import { ChatDriver, snapshot } from '../../support/chat-driver.js';

const sent = (driver: ChatDriver) => driver.all('send').map(({ command }) => command.id);

describe('L5 a refusal that asks for another window', () => {
  it.each(['connection-unknown', 'epoch-stale'] as const)(
    '%s goes again at once, and from the second time on waits like any other refusal',
    (code) => {
      const driver = new ChatDriver().online();
      const id = driver.send('Hello');
      const resumed = () =>
        driver.input({ type: 'resumed', generation: driver.state.link.generation, snapshot: snapshot([]) });
      driver.refuse(id, code);
      resumed();
      expect(sent(driver)).toHaveLength(2);
      driver.random = 0.999;
      const waits = [1_000, 2_000, 4_000].map((bound, index) => {
        driver.refuse(id, code);
        resumed();
        expect(sent(driver)).toHaveLength(2 + index);
        const { at } = driver;
        while (sent(driver).length === 2 + index) driver.pass(1);
        return [bound, driver.at - at] as const;
      });
      for (const [bound, wait] of waits) expect(wait).toBeCloseTo(bound * 0.999, -1);
      driver.ack(id, 1);
      driver.refuse(driver.send('Again'), code);
      resumed();
      expect(driver.phase(driver.state.outbox.at(-1)?.id ?? '')).toBe('sending');
    },
  );

  it('first words that the connection does not take go again, at once and then with patience', () => {
    const driver = new ChatDriver().online(null);
    const id = driver.send('Hello');
    driver.refuse(id, 'connection-unknown');
    expect(sent(driver)).toEqual([id, id]);
    driver.refuse(id, 'connection-unknown');
    expect(driver.phase(id)).toBe('queued');
    driver.pass(1_000);
    expect(sent(driver)).toEqual([id, id, id]);
  });

  it('C1 a back end that cannot resume is asked by a new connection, which waits like any other from the second on', () => {
    const driver = new ChatDriver().online(snapshot([]), { resume: false });
    const id = driver.send('Hello');
    driver.refuse(id, 'connection-unknown');
    expect(driver.state.connection.phase).toBe('connecting');
    driver.welcome(snapshot([]), { resume: false });
    expect(sent(driver)).toEqual([id, id]);
    driver.refuse(id, 'connection-unknown');
    expect(driver.state.connection).toMatchObject({ phase: 'waiting', attempt: 2 });
    driver.pass(1_000);
    driver.welcome(snapshot([]), { resume: false });
    expect(sent(driver)).toEqual([id, id, id]);
  });
});
