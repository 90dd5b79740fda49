/** Plug-ins of a page: messages on their way, and their own looks (V33). */
import { expect, nextFrame } from '@open-wc/testing';
import type { RenderedMessage } from '@support-chat/ui';
import type { SupportChatPlugin } from '@support-chat/element';
import type { Problem } from '@support-chat/protocol';
import {
  find,
  inside,
  mountChat,
  nextEvent,
  part,
  shownMessages,
  unmountChats,
  until,
} from '../../support/mount-chat.js';

const order = { kind: 'x-order', data: { number: 'A-17', state: 'on its way' } } as const;

/** Draws the cards of a shop. */
function orderCards(asked: RenderedMessage[] = []): SupportChatPlugin {
  return {
    name: 'order cards',
    render(message) {
      asked.push(message);
      if (message.card?.kind !== 'x-order') return undefined;
      const card = document.createElement('section');
      card.className = 'order';
      card.textContent = `Order ${String((message.card['data'] as typeof order.data).number)}`;
      return card;
    },
  };
}

describe('V33 plug-ins of a page', function () {
  this.timeout(30_000);
  afterEach(unmountChats);

  const open = async (plugins: readonly SupportChatPlugin[], attributes = {}) => {
    const mounted = await mountChat({ config: { plugins }, attributes: { locale: 'en', ...attributes } });
    await mounted.chat.show();
    await until(() => mounted.chat.state?.connection.phase === 'online', 'online');
    await nextFrame(); // what comes in the frame of the welcome was there before
    return mounted;
  };
  const write = (chat: Element & { shadowRoot: ShadowRoot | null }, text: string): HTMLTextAreaElement => {
    const field = chat.shadowRoot?.querySelector<HTMLTextAreaElement>('[part="input"]');
    if (!field) throw new Error('No field');
    field.value = text;
    field.dispatchEvent(new Event('input', { bubbles: true }));
    field.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true }));
    return field;
  };

  it('V33 a message goes out as a plug-in has made it, and is shown like that', async () => {
    const { chat, adapter } = await open([
      { name: 'mask', outgoing: ({ text, ...more }) => ({ ...more, text: text.replace(/\d/g, '•') }) },
    ]);
    const field = write(chat, 'Card 42');
    expect(field.value).to.equal('');
    await until(() => adapter.received.length === 1, 'sent');
    expect(adapter.received[0]).to.include({ type: 'message-send', text: 'Card ••' });
    await until(() => shownMessages(chat).length === 1, 'shown');
    expect(shownMessages(chat)).to.deep.equal(['Card ••']);
    expect(await chat.send('Card 43')).to.equal(true);
  });

  it('V33 what a plug-in keeps back stays in the field, and send() says that it was not queued', async () => {
    const { chat, adapter } = await open([{ name: 'never', outgoing: () => null }]);
    expect(write(chat, 'Do not send').value).to.equal('Do not send');
    expect(await chat.send('Neither')).to.equal(false);
    expect(adapter.received).to.deep.equal([]);
    expect(chat.state?.outbox).to.deep.equal([]);
  });

  it('V33 a plug-in that fails keeps the words in the field, says so aloud and by sc-error', async () => {
    const { chat } = await open([
      {
        name: 'broken',
        outgoing: () => {
          throw new Error('no dictionary');
        },
      },
    ]);
    const told = nextEvent<Problem>(chat, 'sc-error');
    expect(write(chat, 'Hello').value).to.equal('Hello');
    expect((await told).detail).to.include({ code: 'plugin-failed', detail: 'broken: no dictionary' });
    await until(() => find(chat, '[role="alert"].visually-hidden').textContent.trim() !== '', 'said');
    expect(find(chat, '[role="alert"].visually-hidden').textContent).to.contain('This did not work.');
    await until(() => part(chat, 'status').textContent.includes('This did not work.'), 'shown');
  });

  it('V33 a plug-in draws its cards, once, the words stand for all else and are what is said aloud', async () => {
    const asked: RenderedMessage[] = [];
    const { chat, adapter } = await open([orderCards(asked)]);
    adapter.agentSays('Your order A-17 is on its way.', order);
    await until(() => inside(chat).querySelector('.order'), 'drawn');
    const drawn = find(chat, '.order');
    expect(drawn.closest('[part~="bubble"]')?.textContent.trim()).to.equal('Order A-17');
    await until(
      () => find(chat, '[aria-live="polite"]:not([role])').textContent.includes('Your order A-17'),
      'the words are said',
    );
    for (let index = 0; index < 60; index++) adapter.agentSays(`More ${index}`);
    await until(() => shownMessages(chat).length === 61, 'all shown');
    expect(shownMessages(chat)[1]).to.equal('More 0');
    // The group was closed meanwhile: its rows were rendered again.
    expect(find(chat, '.order')).to.equal(drawn);
    expect(asked.filter(({ card }) => card).length).to.equal(1);
    expect(asked.find(({ card }) => card)).to.deep.include({
      text: 'Your order A-17 is on its way.',
      pending: false,
      locale: 'en',
      card: order,
    });
  });

  it('V33 other words draw it again; where drawing fails the words stand, told once by sc-error', async () => {
    const problems: Problem[] = [];
    const failing: SupportChatPlugin = {
      name: 'failing',
      render: ({ locale }) => {
        if (locale === 'en') throw new Error('no canvas');
        return 'not a node' as never;
      },
    };
    const asked: RenderedMessage[] = [];
    const { chat, adapter } = await open([failing, orderCards(asked)]);
    chat.addEventListener('sc-error', ({ detail }) => problems.push(detail));
    adapter.agentSays('Plain words');
    await until(() => shownMessages(chat).length === 1, 'shown');
    expect(shownMessages(chat)).to.deep.equal(['Plain words']);
    expect(problems.map(({ detail }) => detail)).to.deep.equal(['failing: Error: no canvas']);
    chat.locale = 'ar';
    await until(() => asked.at(-1)?.locale === 'ar', 'asked in the other language');
    expect(asked.at(-1)?.direction).to.equal('rtl');
    expect(problems[1]?.detail).to.contain('has to return a node');
  });
});
