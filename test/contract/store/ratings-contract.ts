/** What every store owes ratings (V16) and those who wait (V6). Run on each. */
import type { Store } from '@support-chat/server';
import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  placeOf,
  refusal,
  startTestService,
  type Place,
  type TestClient,
  type TestService,
} from '../../support/service-clients.js';

/** Describes ratings and the queue. `open` gives a fresh, empty store each time. */
export function describeRatings(name: string, open: () => Promise<Store>): void {
  describe(`ratings and the queue on ${name}`, () => {
    let store: Store;
    let test: TestService;
    beforeEach(async () => {
      store = await open();
      test = await startTestService(store);
    });
    afterEach(() => store.close());

    const rate = (client: TestClient, place: Place, score: number, text = '', id = randomUUID()) =>
      client.ask({ type: 'rating-give', id, score, text, ...placeOf(place) });
    const end = (client: TestClient, place: Place) =>
      client.do({ type: 'conversation-end', id: randomUUID(), conversation: place.conversation, epoch: place.epoch });
    const placeIn = (client: TestClient) => client.all('queue-changed').map(({ position }) => position);

    it('V16 a rating is kept once, the newest counts, and the inbox shows it', async () => {
      const visitor = await test.visitor();
      const place = await visitor.write('Hello');
      const session = await test.hire('Ada');
      const agent = await test.agent(session, { conversation: place.conversation });
      expect(refusal(await rate(visitor, place, 5))).toBe('forbidden');
      await end(agent, place);
      const id = randomUUID();
      const first = await rate(visitor, place, 2, 'Slow', id);
      expect(first).toMatchObject({ type: 'ack' });
      expect(await rate(visitor, place, 2, 'Slow', id)).toEqual(first);
      expect(refusal(await rate(visitor, place, 3, 'Slow', id))).toBe('id-conflict');
      expect(refusal(await rate(agent, place, 5))).toBe('forbidden');
      // Written again meanwhile: what was waiting to be sent is taken all the same.
      await visitor.write('One more thing', place);
      await rate(visitor, place, 4);
      const ratings = agent.events.filter(({ type }) => type === 'rating-given');
      expect(ratings).toMatchObject([
        { score: 2, text: 'Slow' },
        { score: 4, text: '' },
      ]);
      const inbox = await test.agent(session);
      expect(inbox.all('inbox-snapshot')[0]?.conversations[0]).toMatchObject({ rating: 4, phase: 'queued' });
    });

    it('V16 a rating makes no conversation', async () => {
      const visitor = await test.visitor();
      const answer = await visitor.ask({ type: 'rating-give', id: randomUUID(), score: 5, text: '' });
      expect(refusal(answer)).toBe('forbidden');
      expect((await test.visitor({ token: visitor.token })).welcome.conversation).toBeNull();
    });

    it('V6 who waits is told their place, and again when it changes, and nobody else is', async () => {
      const visitors: { client: TestClient; place: Place }[] = [];
      for (const text of ['first', 'second', 'third']) {
        const client = await test.visitor();
        visitors.push({ client, place: await client.write(text) });
        test.clock.advance(1_000);
      }
      const [first, second, third] = visitors as [(typeof visitors)[0], (typeof visitors)[0], (typeof visitors)[0]];
      await expect.poll(() => placeIn(third.client)).toEqual([3]);
      const agent = await test.agent(await test.hire('Ada'), { conversation: first.place.conversation });
      await agent.write('Here I am', first.place);
      await expect.poll(() => placeIn(third.client)).toEqual([3, 2]);
      await end(second.client, second.place);
      await expect.poll(() => placeIn(third.client)).toEqual([3, 2, 1]);
      expect([placeIn(first.client), placeIn(second.client), placeIn(agent)]).toEqual([[1], [2, 1], []]);
      const back = await test.visitor({ token: third.client.token });
      expect(back.welcome.queue).toEqual({ position: 1 });
      expect((await test.visitor({ token: first.client.token })).welcome.queue).toBeUndefined();
    });

    it('V6 how long it takes is said when a few were answered, and goes down', async () => {
      const agent = await test.agent(await test.hire('Ada'));
      const answerAfter = async (minutes: number): Promise<void> => {
        const visitor = await test.visitor();
        const place = await visitor.write('Hello');
        test.clock.advance(minutes * 60_000);
        await agent.write('Hello', place);
      };
      const minutesOf = async (): Promise<number | undefined> => {
        const client = await test.visitor();
        await client.write('And I?');
        const { queue } = (await test.visitor({ token: client.token })).welcome;
        expect(queue).toBeDefined();
        return queue?.minutes;
      };
      await answerAfter(4);
      await answerAfter(30);
      expect(await minutesOf()).toBeUndefined();
      await answerAfter(5);
      expect(await minutesOf()).toBe(5);
      const waiting = await test.visitor();
      await waiting.write('Me too');
      await expect.poll(() => waiting.all('queue-changed').at(-1)?.minutes).toBe(5);
      test.clock.advance(2 * 60_000);
      waiting.connection.heard();
      test.service.sweep();
      await expect.poll(() => waiting.all('queue-changed').at(-1)?.minutes).toBe(3);
    });
  });
}
