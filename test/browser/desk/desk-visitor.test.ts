/** What the desk shows of a visitor beside the chat (A6): pages, device, what the site tells, other chats. */
import { expect } from '@open-wc/testing';
import 'axe-core/axe.min.js';
import type axe from 'axe-core';
import type { VisitorSource } from '@support-chat/desk';
import { ProtocolError, type VisitorDetails } from '@support-chat/protocol';
import { untilAtRest } from '../../support/mount-chat.js';
import { smallTargets } from '../../support/small-targets.js';
import { showDesk, summary, THREE, type DeskFixture } from './desk-fixture.js';

const TIME = new Date(2026, 0, 15, 9).getTime();
const EARLIER = summary({ id: 'conversation-earlier', phase: 'ended', rating: 5, startedAt: TIME - 86_400_000 });
const DETAILS: VisitorDetails = {
  pages: [
    { url: 'https://shop.example/teapot', title: 'The round teapot', time: TIME },
    { url: 'javascript:alert(1)', title: '<img src=x onerror=alert(1)>', time: TIME - 60_000 },
    { url: 'https://shop.example/', title: 'Pots', time: TIME - 120_000, referrer: 'https://search.example/?q=pots' },
  ],
  device: { kind: 'mobile', browser: 'Firefox 128', system: 'Android' },
  attributes: { Plan: 'Gold', '<b>Level</b>': '7' },
  cart: { value: 119.9, currency: 'EUR', items: 3, lines: [{ name: 'Teapot, celadon', quantity: 2, price: 40 }] },
  purchases: [{ id: 'NP-000123', value: 28, currency: 'EUR', items: 1 }],
  conversations: [EARLIER],
};

/** Knows what it is given, one answer after the other, the last one for ever. */
class Known implements VisitorSource {
  answers: unknown[] = [DETAILS];
  readonly asked: string[] = [];

  load(conversation: string): Promise<unknown> {
    this.asked.push(conversation);
    const answer = this.answers.length > 1 ? this.answers.shift() : this.answers[0];
    return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
  }
}

describe('the visitor at the desk', function () {
  this.timeout(30_000);
  let fixture: DeskFixture;
  let known: Known;
  beforeEach(() => (known = new Known()));
  afterEach(() => fixture.release());

  const show = async (width = 1280): Promise<void> => {
    fixture = await showDesk({ ...THREE, visitors: known, width });
  };
  const about = (): HTMLElement => {
    const found = fixture.root.querySelector<HTMLElement>('aside.about');
    if (!found) throw new Error('There is no column about the visitor.');
    return found;
  };
  const part = (title: string): HTMLElement | undefined =>
    [...about().querySelectorAll<HTMLElement>('.about-section')].find(
      (section) => section.querySelector('h3')?.textContent === title,
    );
  const wordsOf = (element: Element | undefined): string => element?.textContent?.replace(/\s+/g, ' ').trim() ?? '';

  it('A6 shows what is known, as plain text whatever it is', async () => {
    await show();
    await fixture.open('Bea');
    await fixture.until(() => part('Pages'), 'the pages');
    expect(wordsOf(about())).to.contain('Firefox 128 · Android · Phone');
    expect(wordsOf(part('From the site'))).to.equal('From the site Plan Gold <b>Level</b> 7');
    expect(wordsOf(part('Cart'))).to.equal('Cart 3 items · €119.90 2 × Teapot, celadon €40.00');
    expect(wordsOf(part('Purchases'))).to.match(/^Purchases NP-000123 ?1 item · €28.00$/);
    const pages = [...(part('Pages')?.querySelectorAll('li') ?? [])];
    expect(pages.map((row) => row.querySelector('a')?.getAttribute('href') ?? '')).to.eql([
      'https://shop.example/teapot',
      '',
      'https://shop.example/',
    ]);
    expect(wordsOf(pages[1])).to.contain('<img src=x onerror=alert(1)>');
    expect(wordsOf(pages[2])).to.contain('from search.example');
    expect(about().querySelector('img[src=x]') === null).to.equal(true);
  });

  it('A6 asks again when the row says that more is known, and for nothing else', async () => {
    const more = { ...DETAILS, cart: { items: 0 } };
    known.answers = [DETAILS, more];
    await show();
    await fixture.open('Bea');
    await fixture.until(() => part('Cart'), 'the cart');
    const id = known.asked[0] ?? '';
    const say = (change: object): void =>
      fixture.adapter.emit({ type: 'inbox-changed', conversation: summary({ id, ...change }) });
    say({ head: 2 });
    say({ head: 3, about: 'another' });
    await fixture.until(() => wordsOf(part('Cart')) === 'Cart Empty', 'the empty cart');
    expect(known.asked).to.eql([id, id]);
  });

  it('A6 opens another chat of the visitor, which is in no inbox', async () => {
    await show();
    await fixture.open('Bea');
    await fixture.until(() => part('Other chats'), 'the other chats');
    expect(wordsOf(part('Other chats'))).to.match(/\d, 9:00.AM · ★ 5 ?Rated 5 of 5/);
    part('Other chats')?.querySelector('button')?.click();
    await fixture.until(() => known.asked.at(-1) === EARLIER.id, 'the other chat');
  });

  it('A6 says that it could not be loaded, and loads it when asked again', async () => {
    known.answers = [new ProtocolError('unavailable'), DETAILS];
    await show();
    await fixture.open('Bea');
    await fixture.until(() => about().querySelector('.about-failed'), 'the failure');
    expect(wordsOf(about().querySelector('.about-failed') ?? undefined)).to.equal(
      'The rest could not be loaded. Try again',
    );
    about().querySelector<HTMLElement>('.about-failed button')?.click();
    await fixture.until(() => part('Pages'), 'the pages');
    expect(about().querySelector('.about-failed') === null).to.equal(true);
  });

  it('A6 what is answered late is not shown of somebody else', async () => {
    let answer: ((details: VisitorDetails) => void) | undefined;
    known.load = (conversation) => {
      known.asked.push(conversation);
      return known.asked.length === 1
        ? new Promise((resolve) => (answer = resolve))
        : Promise.resolve({ ...DETAILS, pages: [] });
    };
    await show();
    await fixture.open('Bea');
    await fixture.until(() => answer, 'the question');
    await fixture.open('Ida');
    await fixture.until(() => part('Cart'), 'the cart');
    answer?.(DETAILS);
    await untilAtRest(fixture.desk);
    expect(part('Pages') === undefined).to.equal(true);
  });

  for (const width of [1280, 400]) {
    it(`Y8 A6 axe finds nothing and every target is large enough at ${width} px`, async () => {
      await show(width);
      await fixture.open('Bea');
      if (width === 400) fixture.button('About the visitor', fixture.pane('Bea')).click();
      await fixture.until(() => part('Pages'), 'the pages');
      await untilAtRest(fixture.desk);
      const rules = { 'target-size': { enabled: true } };
      const { violations } = await (globalThis as unknown as { axe: typeof axe }).axe.run(fixture.desk, { rules });
      expect(violations.map(({ id, nodes }) => `${id} ${nodes[0]?.html}`)).to.eql([]);
      expect(smallTargets(fixture.root)).to.eql([]);
    });
  }
});
