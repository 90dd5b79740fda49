/** What every store owes cards: the first answer that fits is kept, any other is refused (P-K1 to P-K5). Run on each. */
import type { Card, CardAnswer, OwnCard } from '@support-chat/protocol';
import type { Store } from '@support-chat/server';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  placeOf,
  refusal,
  startTestService,
  type Place,
  type TestClient,
  type TestService,
} from '../../support/service-clients.js';

const choices: Card = {
  kind: 'choices',
  choices: [
    { id: 'yes', label: 'Yes' },
    { id: 'no', label: 'No' },
  ],
};
const form: Card = {
  kind: 'form',
  title: 'Your order',
  fields: [
    { type: 'text', id: 'number', label: 'Number', required: true },
    { type: 'email', id: 'email', label: 'E-mail' },
  ],
};

/** Describes the cards. `open` gives a fresh, empty store each time. */
export function describeCards(name: string, open: () => Promise<Store>): void {
  describe(`cards on ${name}`, () => {
    let store: Store;
    let test: TestService;
    let visitor: TestClient;
    let agent: TestClient;
    let place: Place;
    beforeAll(async () => {
      store = await open();
      test = await startTestService(store);
      visitor = await test.visitor();
      place = await visitor.write('Is it there?');
      agent = await test.agent(await test.hire('Ada'), { conversation: place.conversation });
    });
    afterAll(() => store.close());

    const sendCard = async (card: Card | OwnCard, id = randomUUID()): Promise<string> => {
      await agent.do({ type: 'message-send', id, text: 'Shall I?', card, ...placeOf(place) });
      return id;
    };
    const answer = (given: CardAnswer, text = 'Yes', id = randomUUID()) =>
      visitor.ask({ type: 'message-send', id, text, answer: given, ...placeOf(place) });

    it('V15 the first answer is kept, the same again is acked with its place, another one is refused', async () => {
      const to = await sendCard(choices);
      const first = await answer({ to, choice: 'yes' });
      expect(first).toMatchObject({ type: 'ack' });
      const again = await answer({ to, choice: 'yes' });
      expect(again).toMatchObject({ type: 'ack', seq: first.type === 'ack' && first.seq });
      expect(refusal(await answer({ to, choice: 'no' }, 'No'))).toBe('already-answered');
      const answers = agent.events.filter((event) => event.type === 'message-added' && event.answer);
      expect(answers).toMatchObject([{ text: 'Yes', answer: { to, choice: 'yes' } }]);
      expect(agent.events.find((event) => event.type === 'message-added' && event.id === to)).toMatchObject({
        card: choices,
      });
    });

    it('V15 of two answers at once one is kept', async () => {
      const to = await sendCard(choices);
      const second = await test.visitor({ token: visitor.token });
      const tell = (client: TestClient, choice: string) =>
        client.ask({ type: 'message-send', id: randomUUID(), text: choice, answer: { to, choice }, ...placeOf(place) });
      const outcomes = (await Promise.all([tell(visitor, 'yes'), tell(second, 'no')])).map(refusal);
      expect(outcomes.sort()).toEqual(['already-answered', null]);
    });

    it('V15 the same command again gives the same ack, with another answer it is a conflict (L2)', async () => {
      const [to, id] = [await sendCard(choices), randomUUID()];
      const first = await answer({ to, choice: 'yes' }, 'Yes', id);
      expect(await answer({ to, choice: 'yes' }, 'Yes', id)).toEqual(first);
      expect(refusal(await answer({ to, choice: 'no' }, 'Yes', id))).toBe('id-conflict');
    });

    it('V15 what does not fit the card is refused, and the card stays open', async () => {
      const [to, asked] = [await sendCard(choices), await sendCard(form)];
      const plain = await agent.write('No card', place, randomUUID());
      const wrong: readonly CardAnswer[] = [
        { to, choice: 'perhaps' },
        { to, values: {} },
        { to: 'never-sent-1', choice: 'yes' },
        { to: plain.id, choice: 'yes' },
        { to: asked, choice: 'yes' },
        { to: asked, values: {} },
        { to: asked, values: { number: '1', email: 'nowhere' } },
        { to: asked, values: { number: '1', more: 'x' } },
      ];
      for (const one of wrong) expect(refusal(await answer(one)), JSON.stringify(one)).toBe('answer-invalid');
      expect(await answer({ to: asked, values: { number: '1', email: 'a@shop.example' } })).toMatchObject({
        type: 'ack',
      });
      expect(await answer({ to, choice: 'no' }, 'No')).toMatchObject({ type: 'ack' });
    });

    it("V33 a card of a site's own is kept and passed on as it came, and takes no answer (P-K5)", async () => {
      const card = { kind: 'x-parcel', data: { way: 0.5, stops: [{ place: 'Malmö\u0000\ud800' }, null], 'x y': '' } };
      const to = await sendCard(card);
      expect(visitor.events.find((event) => event.type === 'message-added' && event.id === to)).toMatchObject({ card });
      const later = await test.visitor({ token: visitor.token });
      expect(
        later.welcome.conversation?.events.find((event) => event.type === 'message-added' && event.id === to),
      ).toMatchObject({ card });
      for (const one of [
        { to, choice: 'ok' },
        { to, values: {} },
      ]) {
        expect(refusal(await answer(one))).toBe('answer-invalid');
      }
    });

    it('V15 cards are for agents to send and for visitors to answer, each in their own conversation', async () => {
      const to = await sendCard(choices);
      const card = await visitor.ask({
        type: 'message-send',
        id: randomUUID(),
        text: 'x',
        card: choices,
        ...placeOf(place),
      });
      expect(refusal(card)).toBe('forbidden');
      const byAgent = { type: 'message-send', id: randomUUID(), text: 'x', answer: { to, choice: 'yes' } } as const;
      expect(refusal(await agent.ask({ ...byAgent, ...placeOf(place) }))).toBe('forbidden');
      const other = await test.visitor();
      const elsewhere = await other.write('Me too');
      expect(refusal(await other.ask({ ...byAgent, ...placeOf(elsewhere) }))).toBe('answer-invalid');
    });
  });
}
