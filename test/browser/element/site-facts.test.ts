/** What a site tells of its visitor (A6): it reaches the back end whatever else the page says, and each thing once. */
import { expect } from '@open-wc/testing';
import type { SupportChatElement } from '@support-chat/element';
import type { VisitorProfile } from '@support-chat/protocol';
import { mountChat, unmountChats, until } from '../../support/mount-chat.js';

describe('facts of the site', () => {
  afterEach(unmountChats);

  const known = ({ state }: SupportChatElement): VisitorProfile => state?.visitor.profile ?? {};

  it('A6 what has no place there is left out, and what has is told', async () => {
    const { chat } = await mountChat();
    const attributes = {
      plan: 'Gold',
      since: 2019,
      paid: true,
      secret: { nested: 1 },
      long: 'x'.repeat(300),
      none: null,
    };
    chat.visitor = { name: 'Ada', attributes: attributes as never };
    chat.track('cart', {
      ...{ value: Number.NaN, currency: 'eur', items: -1, extra: 'no' },
      lines: [
        { name: 'Pot', quantity: 2, price: '3' },
        { price: 4 },
        'Cup',
        null,
        ...Array.from({ length: 30 }, () => ({ name: 'Lid' })),
      ],
    });
    chat.track('purchase', { id: 7, value: 28 });
    await chat.show();
    await until(() => known(chat).cart, 'it is told');
    expect(known(chat)).to.deep.include({
      name: 'Ada',
      attributes: { plan: 'Gold', since: '2019', paid: 'true', long: 'x'.repeat(256) },
      purchases: [{ id: '7', value: 28 }],
    });
    expect(known(chat).cart).to.deep.equal({
      currency: 'EUR',
      lines: [{ name: 'Pot', quantity: 2 }, ...Array.from({ length: 19 }, () => ({ name: 'Lid' }))],
    });
  });

  it('A6 news are told while the chat runs, each once, and nothing else is', async () => {
    const { chat, adapter } = await mountChat();
    await chat.show();
    await until(() => chat.state?.connection.phase === 'online');
    const told = (): unknown[] =>
      adapter.signals.flatMap((signal) =>
        signal.type === 'visitor-update' && signal.profile ? [signal.profile.cart?.items] : [],
      );
    for (const items of [1, 1, 2]) {
      chat.track('look');
      chat.track('cart', { items });
      await until(() => told().includes(items), `${items} in the cart`);
    }
    chat.track('cart', 'nothing that could be read');
    await until(() => told().length === 3);
    expect(told()).to.eql([1, 2, undefined]);
  });

  it('A6 whoever comes next is told of only when the site says so', async () => {
    const { chat } = await mountChat();
    chat.visitor = { id: 'ada', attributes: { plan: 'Gold' } };
    await chat.show();
    await until(() => known(chat).attributes, 'the first is known');
    chat.visitor = { id: 'ben', name: 'Ben' };
    await until(() => known(chat).name === 'Ben', 'the second is known');
    await until(() => Object.keys(known(chat).attributes ?? {}).length === 0, 'nothing of the first is left');
  });
});
