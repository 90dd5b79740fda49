/** What every store owes personal offers (A15): who fits gets one, once, whoever looks and however often. */
import type { MessageAdded, PersonalOffer, VisitorProfile } from '@support-chat/protocol';
import type { AgentSession, Store } from '@support-chat/server';
import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startTestService, type TestClient, type TestService } from '../../support/service-clients.js';
import type { OpenTwice } from './routing-contract.js';

const HOUR = 3_600_000;
const COUPON = { kind: 'coupon', title: 'Five off', code: 'FIVE' } as const;

const offer = (id: string, more: Partial<PersonalOffer> = {}): PersonalOffer => ({
  ...{ id, name: `Offer ${id}`, show: 'automatic', card: COUPON },
  ...more,
});
const RICH = offer('rich', { when: { cart: { value: { atLeast: 100 } } } });
const FULL: VisitorProfile = { cart: { value: 120, currency: 'EUR', items: 2 } };

/** Describes personal offers. `open` gives two ways into one fresh, empty database. */
export function describeOffers(name: string, open: OpenTwice): void {
  describe(`personal offers on ${name}`, () => {
    let stores: readonly [Store, Store];
    let test: TestService;
    let elsewhere: TestService;
    let ada: AgentSession;
    beforeEach(async () => {
      stores = await open();
      test = await startTestService(stores[0]);
      elsewhere = await startTestService(stores[1]);
      ada = await test.hire('Ada');
    });
    afterEach(async () => {
      await Promise.all([test.service.stop(), elsewhere.service.stop()]);
      for (const store of new Set(stores)) await store.close();
    });

    /** What the owner sets, as the first server hears of it. */
    async function set(...offers: readonly PersonalOffer[]): Promise<void> {
      await test.service.settings.set('offers', offers);
      await test.service.settingsChanged();
      await test.service.settle();
    }
    /** A chat that has begun, once nothing is under way any more. */
    async function begin(profile: VisitorProfile = {}, token?: string) {
      const visitor = await test.visitor({ profile, ...(token !== undefined && { token }) });
      const conversation = randomUUID();
      await visitor.do({ type: 'message-send', id: randomUUID(), text: 'Hello', conversation });
      await test.service.settle();
      return { visitor, conversation };
    }
    const cardsIn = async (conversation: string): Promise<readonly MessageAdded[]> => {
      const { events } = await test.service.conversations.snapshot(ada.author, conversation, null);
      return events.filter(
        (event): event is MessageAdded => event.type === 'message-added' && event.card !== undefined,
      );
    };
    const shownIn = async (conversation: string) => (await cardsIn(conversation)).map(({ card }) => card?.['offer']);
    const figures = async () =>
      (await test.service.offers.figures()).map(({ id, shown, taken, redeemed }) => [id, shown, taken, redeemed]);
    const told = async (visitor: TestClient, profile: VisitorProfile): Promise<void> => {
      await visitor.say({ type: 'visitor-update', profile });
      await test.service.settle();
    };
    const why = (promise: Promise<unknown>) =>
      promise.then(
        () => null,
        (error: { code?: string; problem?: { detail?: string } }) => [error.code, error.problem?.detail],
      );

    it('A15 who fits sees it once in the chat, who does not sees none', async () => {
      await set(RICH);
      const { visitor, conversation } = await begin(FULL);
      const other = await begin({ cart: { value: 99.99 } });
      const [card, ...more] = await cardsIn(conversation);
      expect(card).toMatchObject({
        ...{ author: { kind: 'bot' }, text: 'Five off\nFIVE' },
        card: { kind: 'coupon', code: 'FIVE', offer: 'rich' },
      });
      expect(more).toEqual([]);
      expect(visitor.events.filter((event) => 'card' in event)).toHaveLength(1);
      expect(await shownIn(other.conversation)).toEqual([]);
      await visitor.write('And now');
      await told(visitor, { cart: { value: 300 } });
      expect(await shownIn(conversation)).toEqual(['rich']);
      expect(await figures()).toEqual([['rich', 1, 0, 0]]);
    });

    it('A15 it comes as soon as more is known, and the visitor goes on waiting for a person', async () => {
      await set(RICH);
      const { visitor, conversation } = await begin();
      expect(await shownIn(conversation)).toEqual([]);
      await told(visitor, FULL);
      expect(await shownIn(conversation)).toEqual(['rich']);
      const [row] = await test.service.conversations.list({ agent: ada, limit: 1 });
      expect(row).toMatchObject({ phase: 'queued', lastMessage: { text: 'Hello' }, unread: 1 });
      expect(row?.waitingSince).toBeDefined();
    });

    it('A15 a chat gets one, the first that fits; a visitor never the same one again', async () => {
      await set(offer('none', { when: { verified: true } }), offer('one'), offer('two'), offer('off', { off: true }));
      const first = await begin();
      expect(await shownIn(first.conversation)).toEqual(['one']);
      test.clock.advance(1000);
      const second = await begin({}, first.visitor.token);
      expect(await shownIn(second.conversation)).toEqual(['two']);
      test.clock.advance(1000);
      expect(await shownIn((await begin({}, first.visitor.token)).conversation)).toEqual([]);
      expect(await shownIn((await begin()).conversation)).toEqual(['one']);
    });

    it('A15 two servers that look at once show it once, also when one of them was away', async () => {
      const { visitor, conversation } = await begin(FULL);
      await test.service.settings.set('offers', [RICH, offer('more')]);
      await Promise.all(
        [test, elsewhere].map(async ({ service }) => {
          await service.settingsChanged();
          await service.settle();
        }),
      );
      expect(await shownIn(conversation)).toEqual(['rich']);
      await Promise.all([told(visitor, { cart: { value: 500 } }), elsewhere.service.settingsChanged()]);
      await elsewhere.service.settle();
      expect(await shownIn(conversation)).toEqual(['rich']);
      expect(await figures()).toEqual([
        ['rich', 1, 0, 0],
        ['more', 0, 0, 0],
      ]);
    });

    it('A15 nobody is written to who has left: the chat is over, or nothing was said in it for half an hour', async () => {
      const [ended, quiet] = [await begin(FULL), await begin(FULL)];
      const place = { conversation: ended.conversation, epoch: ended.visitor.all('message-added')[0]?.epoch ?? '' };
      await ended.visitor.do({ type: 'conversation-end', id: randomUUID(), ...place });
      test.clock.advance(HOUR / 2 + 1);
      const running = await begin(FULL);
      await set(RICH);
      for (const { conversation } of [ended, quiet]) expect(await shownIn(conversation)).toEqual([]);
      expect(await shownIn(running.conversation)).toEqual(['rich']);
      await quiet.visitor.write('Still here');
      await test.service.settle();
      expect(await shownIn(quiet.conversation)).toEqual(['rich']);
    });

    it('A15 there are no more than there may be, and none when its time is over', async () => {
      await set(offer('few', { limit: { total: 2 } }), offer('brief', { validUntil: test.clock.wallTime() + HOUR }));
      const seen = [];
      for (let index = 0; index < 3; index++) seen.push(...(await shownIn((await begin()).conversation)));
      expect(seen).toEqual(['few', 'few', 'brief']);
      const [card] = await cardsIn((await begin()).conversation);
      expect(card?.card).toMatchObject({ offer: 'brief', expiresAt: test.clock.wallTime() + HOUR });
      test.clock.advance(HOUR);
      expect(await shownIn((await begin()).conversation)).toEqual([]);
    });

    it('A15 an agent gives one in a press: the same press again does nothing more, and twice to nobody', async () => {
      await set(offer('kept', { show: 'proposed' }), offer('off', { off: true }));
      const { conversation } = await begin();
      expect(await shownIn(conversation)).toEqual([]);
      const gift = { conversation, message: randomUUID(), offer: 'kept' };
      const { offers } = test.service;
      const { seq } = await offers.give(ada.author, gift);
      await set(
        offer('kept', { show: 'proposed', card: { ...COUPON, title: 'Changed since' } }),
        offer('off', { off: true }),
      );
      expect((await offers.give(ada.author, gift)).seq).toBe(seq);
      const [given, ...more] = await cardsIn(conversation);
      expect(given).toMatchObject({ author: ada.author, card: { title: 'Five off', offer: 'kept' } });
      expect(more).toEqual([]);
      const again = { ...gift, message: randomUUID() };
      expect(await why(offers.give(ada.author, again))).toEqual(['forbidden', 'The visitor has had this offer.']);
      expect(await why(offers.give(ada.author, { ...again, offer: 'off' }))).toEqual([
        ...['forbidden', 'The offer is off or over.'],
      ]);
      expect(await why(offers.give(ada.author, { ...again, offer: 'gone' }))).toEqual([
        ...['not-found', 'There is no such offer.'],
      ]);
      expect(await why(offers.give(ada.author, { ...again, conversation: 'nowhere' }))).toEqual([
        ...['conversation-unknown', undefined],
      ]);
      expect(await figures()).toEqual([
        ['kept', 1, 0, 0],
        ['off', 0, 0, 0],
      ]);
    });

    it('A15 two agents who press at once give as many as there may be', async () => {
      await set(offer('twice', { show: 'proposed', limit: { perVisitor: 2, total: 3 } }));
      const { conversation } = await begin();
      const press = ({ service }: TestService) =>
        why(service.offers.give(ada.author, { conversation, message: randomUUID(), offer: 'twice' }));
      const outcomes = await Promise.all([press(test), press(elsewhere), press(test)]);
      expect(outcomes.filter((one) => one === null)).toHaveLength(2);
      expect(await shownIn(conversation)).toEqual(['twice', 'twice']);
      const other = await begin();
      const press2 = () =>
        why(test.service.offers.give(ada.author, { ...other, message: randomUUID(), offer: 'twice' }));
      expect([await press2(), await press2()]).toEqual([null, ['forbidden', 'There are none of this offer left.']]);
    });

    it('A15 P-K6 taking it counts once, however often a page says so, and only for whose it is', async () => {
      await set(RICH);
      const { visitor, conversation } = await begin(FULL);
      const stranger = await begin();
      const [card] = await cardsIn(conversation);
      const taken = [card?.id ?? ''];
      await told(stranger.visitor, { taken });
      expect(await figures()).toEqual([['rich', 1, 0, 0]]);
      await told(visitor, { taken });
      await told(visitor, { taken });
      // After a reconnection the page says it again.
      await test.visitor({ token: visitor.token, profile: { taken } });
      expect(await figures()).toEqual([['rich', 1, 1, 0]]);
      const { profile } = await stores[0].read((database) =>
        database.selectFrom('visitors').select('profile').where('profile', 'like', '%120%').executeTakeFirstOrThrow(),
      );
      expect(profile).not.toContain('taken');
    });

    it('A15 an order is redeemed once, however often the shop says so, and also when the offer is gone', async () => {
      await set(RICH);
      const { offers } = test.service;
      expect(await why(offers.redeem('gone', 'NP-1'))).toEqual(['not-found', 'There is no such offer.']);
      expect(
        await Promise.all([offers.redeem('rich', 'NP-1'), elsewhere.service.offers.redeem('rich', 'NP-1')]),
      ).toEqual(expect.arrayContaining([{ repeated: false }, { repeated: true }]));
      expect(await offers.redeem('rich', 'NP-2')).toEqual({ repeated: false });
      expect(await figures()).toEqual([['rich', 0, 0, 2]]);
      await set();
      expect(await offers.redeem('rich', 'NP-3')).toEqual({ repeated: false });
      const orders = await stores[0].read((database) => database.selectFrom('offer_redemptions').selectAll().execute());
      expect(JSON.stringify(orders)).not.toContain('NP-');
    });

    it('A15 X1 X9 offers go along with who signs in, and away with who is erased; the figures stay', async () => {
      await set(RICH);
      const { visitor, conversation } = await begin(FULL);
      const { conversations } = test.service;
      const device = { presented: undefined, issued: 'a-device' };
      const identity = { id: '42', name: 'Ada' } as Parameters<typeof conversations.signIn>[0];
      const { visitor: person } = await conversations.signIn(identity, device);
      const session = await stores[0].read((database) =>
        database
          .selectFrom('visitor_sessions')
          .innerJoin('conversations', 'conversations.visitor', 'visitor_sessions.visitor')
          .select('token_hash')
          .where('conversations.id', '=', conversation)
          .executeTakeFirstOrThrow(),
      );
      await conversations.signIn(identity, { presented: session.token_hash, issued: 'another' });
      const owners = () =>
        stores[0].read((database) => database.selectFrom('offer_showings').select('visitor').execute());
      expect(await owners()).toEqual([{ visitor: person }]);
      expect(visitor.closed?.code).toBe('session-unknown');
      await conversations.erase(person);
      expect(await owners()).toEqual([]);
      expect(await figures()).toEqual([['rich', 1, 0, 0]]);
    });

    it('A12 what an owner writes wrong is refused by the name of its field', async () => {
      const { settings } = test.service;
      const wrong: readonly (readonly [string, object])[] = [
        ['offers.0.id', { ...RICH, id: 'with a space' }],
        ['offers.0.when.any.1', { ...RICH, when: { any: [{ verified: true }, { mood: 'good' }] } }],
        ['offers.0.when.cart.value', { ...RICH, when: { cart: { value: {} } } }],
        ['offers.0.when.cart', { ...RICH, when: { cart: {} } }],
        ['offers.0.when.purchases.last', { ...RICH, when: { purchases: { last: {} } } }],
        ['offers.0.card.code', { ...RICH, card: { kind: 'coupon', title: 'No code' } }],
        ['offers.0.limit.total', { ...RICH, limit: { total: 0 } }],
      ];
      for (const [field, value] of wrong) {
        const [code, detail] = (await why(settings.set('offers', [value]))) ?? [];
        expect([code, detail?.split(': ')[0]]).toEqual(['settings-invalid', field]);
      }
      expect(await why(settings.set('offers', [RICH, RICH]))).toEqual([
        ...['settings-invalid', 'offers: expected ids that are unique'],
      ]);
    });
  });
}
