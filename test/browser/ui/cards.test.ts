/** Cards in the log (V15): answered once, then locked, wherever the card is and whatever the connection does. */
import type { Card } from '@support-chat/protocol';
import { expect } from '@open-wc/testing';
import 'axe-core/axe.min.js';
import type axe from 'axe-core';
import { type LogFixture, showLog, until } from './log-fixture.js';

const choices: Card = {
  kind: 'choices',
  choices: [
    { id: 'yes', label: 'Yes, please' },
    { id: 'no', label: 'No' },
    { id: 'later', label: 'Not now' },
  ],
};
const form: Card = {
  kind: 'form',
  title: 'Your order',
  fields: [
    { type: 'text', id: 'name', label: 'Name', required: true },
    { type: 'number', id: 'count', label: 'How many', max: 5 },
    { type: 'select', id: 'size', label: 'Size', options: [{ id: 's', label: 'Small' }] },
    { type: 'checkbox', id: 'terms', label: 'I agree', required: true },
  ],
};
const offer = { title: 'Blue teapot', text: 'Holds a litre.', price: { amount: 39, currency: 'EUR' } };

describe('V15 cards in the log', function () {
  this.timeout(60_000);
  let log: LogFixture;
  afterEach(() => log.release());

  const all = <Found extends HTMLElement>(selector: string): Found[] => [
    ...log.scroller.querySelectorAll<Found>(selector),
  ];
  const button = (words: string): HTMLButtonElement => {
    const found = all<HTMLButtonElement>('.card-slot button').find((one) => one.textContent.trim() === words);
    if (!found) throw new Error(`No button ${words}`);
    return found;
  };
  const shown = (selector: string): Promise<void> => until(() => all(selector).length > 0, selector);
  const locked = (): boolean => all('.choice').every((one) => one.getAttribute('aria-disabled') === 'true');
  const pressed = (): string[] => all('.choice[aria-pressed="true"]').map((one) => one.textContent.trim());

  it('V15 one tap answers, says so, and locks at once, before the server knows', async () => {
    log = await showLog({ messages: [{ from: 'agent', text: 'Shall I put one aside?', card: choices }] });
    await shown('.choice');
    log.adapter.holdAcks();
    button('Yes, please').focus();
    button('Yes, please').click();
    button('No').click();
    await until(locked, 'locked');
    expect(pressed()).to.deep.equal(['Yes, please']);
    expect(log.root.activeElement).to.equal(button('Yes, please'));
    await until(() => log.root.querySelector('[role="status"]')?.textContent === 'Chosen: Yes, please', 'said');
    expect(all('[part="quick-replies"]')[0]?.getAttribute('aria-label')).to.equal('Quick replies. Chosen: Yes, please');
    log.adapter.releaseAcks();
    await until(() => log.chat.getState().outbox.length === 0, 'sent');
    expect(log.adapter.received.map((one) => 'answer' in one && one.answer)).to.deep.equal([
      { to: 'scripted-000001', choice: 'yes' },
    ]);
    expect(log.row('Yes, please').matches('.own')).to.equal(true);
    await log.settled();
    expect(locked() && pressed()).to.deep.equal(['Yes, please']);
  });

  it('V15 offline it is answered as well, once, and sent when the connection is back', async () => {
    log = await showLog({ messages: [{ from: 'agent', text: 'Shall I?', card: choices }] });
    await shown('.choice');
    log.adapter.goOffline();
    button('Not now').click();
    await until(locked, 'locked');
    log.adapter.goOnline();
    log.chat.dispatch({ type: 'connect' });
    await until(() => log.adapter.log.at(-1)?.type === 'message-added' && log.adapter.received.length === 1, 'sent');
    expect(log.adapter.log.at(-1)).to.deep.include({ answer: { to: 'scripted-000001', choice: 'later' } });
  });

  it('V15 an answer from elsewhere that came first locks it, and the own refused one says so', async () => {
    log = await showLog({ messages: [{ from: 'agent', text: 'Shall I?', card: choices }] });
    await shown('.choice');
    log.adapter.refuseNext('already-answered');
    button('No').click();
    await until(() => log.root.textContent.includes('This was answered already.'), 'told');
    await until(() => !locked(), 'open again, for nobody has answered here');
  });

  it('V15 an answer locks its card in a closed group, and a card whose answer is there is locked from the start', async () => {
    const rest = Array.from({ length: 140 }, (_, index) => ({ from: 'agent', text: `Line ${index}` }) as const);
    log = await showLog({ messages: [{ from: 'agent', text: 'Shall I?', card: choices }, ...rest], pageSize: 300 });
    await shown('.group.closed .choice');
    const [card] = all('.group.closed .choices');
    button('No').click();
    await until(locked, 'locked');
    expect(all('.choices')).to.deep.equal([card]);
    const { timeline } = log.chat.getState();
    expect(timeline.closed.length).to.be.greaterThan(1);
    log.adapter.restore();
    await until(() => all('.choices').length === 1 && all('.choices')[0] !== card, 'rendered anew');
    expect(locked() && pressed()).to.deep.equal(['No']);
  });

  it('V15 arrows go from choice to choice and leave at the ends; the group has a name', async () => {
    log = await showLog({
      messages: [
        { from: 'visitor', text: 'Before' },
        { from: 'agent', text: 'Shall I?', card: choices },
      ],
    });
    await shown('.choice');
    const press = (key: string): void => {
      const target = log.root.activeElement as HTMLElement;
      target.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
    };
    button('Yes, please').focus();
    press('ArrowRight');
    expect(log.root.activeElement).to.equal(button('No'));
    press('ArrowDown');
    press('ArrowRight');
    expect(log.root.activeElement).to.equal(button('Not now'));
    log.scroller.dir = 'rtl';
    press('ArrowRight');
    expect(log.root.activeElement).to.equal(button('No'));
    press('ArrowUp');
    press('ArrowUp');
    expect((log.root.activeElement as HTMLElement).matches('.row')).to.equal(true);
    const group = all('[part="quick-replies"]')[0] as HTMLElement;
    expect([group.getAttribute('role'), group.getAttribute('aria-label')]).to.deep.equal(['group', 'Quick replies']);
  });

  it('V15 a form tells what is missing at its field, keeps what was typed and gives way to its answer', async () => {
    log = await showLog({ messages: [{ from: 'agent', text: 'Your order: name, how many', card: form }] });
    await shown('form');
    const input = (name: string): HTMLInputElement => all<HTMLInputElement>(`[id$="-${name}"]`)[0] as HTMLInputElement;
    const type = (name: string, value: string): void => {
      input(name).value = value;
      input(name).dispatchEvent(new Event(input(name).localName === 'select' ? 'change' : 'input', { bubbles: true }));
    };
    type('count', '7');
    button('Send').click();
    await shown('.field-fault');
    expect(all('.field-fault').map((one) => one.textContent.trim())).to.deep.equal([
      'Please fill this in.',
      'Please enter 5 or less.',
      'Please tick this.',
    ]);
    expect(log.root.activeElement).to.equal(input('name'));
    expect(input('name').getAttribute('aria-describedby')).to.equal(all('.field-fault')[0]?.id);
    expect(log.adapter.received).to.deep.equal([]);
    type('name', ' Ada ');
    type('count', '2,5');
    type('size', 's');
    input('terms').click();
    // Whatever else happens in the log, nothing typed is lost.
    log.adapter.agentSays('Take your time');
    await until(() => log.rows().length > 2, 'a row more');
    expect(input('name').value).to.equal(' Ada ');
    button('Send').click();
    await until(() => log.adapter.received.length === 1, 'sent');
    expect(log.adapter.received[0]).to.deep.include({
      text: 'Name: Ada\nHow many: 2.5\nSize: Small\nI agree: Yes',
      answer: { to: 'scripted-000001', values: { name: 'Ada', count: 2.5, size: 's', terms: true } },
    });
    await shown('.form-answer');
    expect(all('form').length).to.equal(0);
    expect(all('.form-answer dd').map((one) => one.textContent)).to.deep.equal(['Ada', '2.5', 'Small', 'Yes']);
    expect((log.root.activeElement as HTMLElement).matches('.row')).to.equal(true);
  });

  it('V15 coupon, offers and a price are shown instead of the words that stand for them', async () => {
    const expiresAt = Date.now() - 86_400_000;
    log = await showLog({
      messages: [
        { from: 'agent', text: 'TEA10', card: { kind: 'coupon', title: 'Ten off', code: 'TEA10' } },
        { from: 'agent', text: 'OLD', card: { kind: 'coupon', title: 'Old', code: 'OLD', expiresAt } },
        { from: 'agent', text: 'Offers', card: { kind: 'carousel', offers: [offer, offer, offer] } },
        { from: 'agent', text: 'Repair', card: { kind: 'confirm', title: 'Repair', price: offer.price } },
      ],
    });
    await until(() => all('.card-slot .card').length === 6, 'cards');
    expect(all('.bubble').every((bubble) => getComputedStyle(bubble).display === 'none')).to.equal(true);
    expect(all('.coupon button').length).to.equal(1);
    expect(log.scroller.textContent).to.contain('Expired on');
    const carousel = all('.carousel')[0] as HTMLElement;
    expect(carousel.tabIndex).to.equal(0);
    expect(carousel.scrollWidth).to.be.greaterThan(carousel.clientWidth);
    expect(getComputedStyle(carousel).scrollSnapType).to.contain('x');
    expect(log.scroller.scrollWidth).to.equal(log.scroller.clientWidth);
    button('OK').click();
    await until(() => log.adapter.received.length === 1, 'sent');
    expect(log.adapter.received[0]).to.deep.include({ text: 'OK, €39.00' });
    const results = await (globalThis as unknown as { axe: typeof axe }).axe.run(log.scroller);
    expect(results.violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).to.deep.equal([]);
  });

  it('A15 P-K6 the server is told that a personal offer was taken, and of other cards nothing', async () => {
    const coupon = { kind: 'coupon', title: 'Ten off', code: 'TEA10' } as const;
    log = await showLog({
      messages: [
        { from: 'agent', text: 'TEA10', card: coupon },
        { from: 'agent', text: 'FIRST10', card: { ...coupon, offer: 'first' } as Card },
      ],
    });
    await until(() => all('.coupon button').length === 2, 'coupons');
    const [ordinary, personal] = all<HTMLButtonElement>('.coupon button');
    ordinary?.click();
    personal?.click();
    const told = () => log.adapter.signals.filter(({ type }) => type === 'visitor-update');
    await until(() => told().length > 0, 'told');
    expect(told()).to.deep.equal([{ type: 'visitor-update', profile: { taken: ['scripted-000002'] } }]);
  });

  it('V15 a card that this version cannot show leaves the words', async () => {
    log = await showLog({ messages: [{ from: 'agent', text: 'In words', card: { kind: 'hologram' } as never }] });
    await shown('.card-slot.unreadable');
    expect(getComputedStyle(log.row('In words').querySelector('.bubble') as Element).display).not.to.equal('none');
  });
});
