import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openStore } from '../../../packages/server/src/store/open-store.js';
import type { Store } from '../../../packages/server/src/store/store.js';
import { startTestService, type TestService } from '../../support/service-clients.js';

let store: Store;
let test: TestService;
beforeEach(async () => {
  store = await openStore({ dataFolder: ':memory:' });
  test = await startTestService(store);
});
afterEach(() => store.close());

describe('whether somebody is there', () => {
  it('is told to visitors at once when the first agent comes', async () => {
    const visitor = await test.visitor();
    const agent = await test.agent(await test.hire('Ada'));
    await test.agent(await test.hire('Ben'));
    expect(visitor.all('staffed-changed')).toEqual([{ type: 'staffed-changed', staffed: true }]);
    expect(agent.all('staffed-changed')).toEqual([]);
    expect((await test.visitor()).welcome.staffed).toBe(true);
  });

  it('goes on for five seconds when the last one leaves, for a desk that reloads', async () => {
    const visitor = await test.visitor();
    const session = await test.hire('Ada');
    (await test.agent(session)).connection.close();
    test.clock.advance(4_000);
    test.service.sweep();
    const back = await test.agent(session);
    test.clock.advance(4_000);
    test.service.sweep();
    back.connection.close();
    test.clock.advance(4_999);
    test.service.sweep();
    expect(visitor.all('staffed-changed')).toHaveLength(1);
    test.clock.advance(1);
    test.service.sweep();
    test.service.sweep();
    expect(visitor.all('staffed-changed').map(({ staffed }) => staffed)).toEqual([true, false]);
  });
});

describe('the sweep', () => {
  it('X4 closes who says no hello within 5 s', async () => {
    const client = test.client();
    test.clock.advance(4_999);
    test.service.sweep();
    expect(client.closed).toBeNull();
    test.clock.advance(1);
    test.service.sweep();
    expect(client.closed?.code).toBe('hello-missing');
  });

  it('C2 closes who was silent for 90 s and keeps who pings once a minute', async () => {
    const [silent, pinging, ponging] = [await test.visitor(), await test.visitor(), await test.visitor()];
    for (let second = 0; second < 90; second += 45) {
      test.clock.advance(45_000);
      await pinging.say({ type: 'ping' });
      ponging.connection.heard();
      test.service.sweep();
    }
    expect(silent.closed?.code).toBe('connection-silent');
    expect(pinging.closed).toBeNull();
    expect(ponging.closed).toBeNull();
  });

  it('X2 closes an agent whose session has expired', async () => {
    const session = await test.hire('Ada');
    const agent = await test.agent(session);
    test.clock.advance(session.expiresAt - test.clock.wallTime());
    agent.connection.heard();
    test.service.sweep();
    expect(agent.closed?.code).toBe('session-expired');
  });

  it('S1 is not moved by a clock that jumps', async () => {
    const visitor = await test.visitor();
    const wallTime = test.clock.wallTime();
    test.clock.wallTime = () => wallTime + 365 * 24 * 60 * 60 * 1000;
    test.service.sweep();
    expect(visitor.closed).toBeNull();
  });
});

describe('the counters', () => {
  it('count connections that are open and what was stored, repeated and refused', async () => {
    const visitor = await test.visitor();
    await test.agent(await test.hire('Ada'));
    test.client();
    const place = await visitor.write('1', undefined, 'the-first-one');
    await visitor.write('1', undefined, 'the-first-one');
    await visitor.ask({
      type: 'message-send',
      id: 'the-first-one',
      text: 'other',
      conversation: place.conversation,
      epoch: place.epoch,
    });
    expect(test.service.stats()).toMatchObject({
      visitorConnections: 1,
      agentConnections: 1,
      sessionsMade: 1,
      messagesStored: 1,
      commandsRepeated: 1,
      commandsRefused: 1,
    });
    visitor.connection.close();
    visitor.connection.close();
    expect(test.service.stats()).toMatchObject({ visitorConnections: 0, agentConnections: 1 });
  });
});

describe('failures', () => {
  it('a database that fails is told as such, logged without text, and the connection goes on', async () => {
    const visitor = await test.visitor();
    const place = await visitor.write('fine');
    const { write } = store;
    store.write = () => Promise.reject(new Error('surprise'));
    const answer = await visitor.ask({ type: 'message-send', id: 'not-stored', text: 'secret words' });
    expect(answer).toMatchObject({ type: 'refused', id: 'not-stored', problem: { code: 'internal' } });
    store.write = write;
    expect(test.logged).toHaveLength(1);
    expect(JSON.stringify(test.logged)).not.toContain('secret words');
    expect((await visitor.write('secret words', place, 'not-stored')).seq).toBe(2);
  });

  it('a closed store says unavailable, to be tried again', async () => {
    const visitor = await test.visitor();
    await store.close();
    const answer = await visitor.ask({ type: 'message-send', id: 'too-late-now', text: 'x' });
    expect(answer).toMatchObject({ type: 'refused', problem: { code: 'unavailable' } });
  });
});
