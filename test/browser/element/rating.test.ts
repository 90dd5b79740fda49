/** The rating of an ended conversation in the panel (V16), and the line about previews (V7). */
import { expect } from '@open-wc/testing';
import 'axe-core/axe.min.js';
import type axe from 'axe-core';
import { find, inside, mountChat, nextEvent, part, unmountChats, until } from '../../support/mount-chat.js';

const messages = [
  { from: 'visitor', text: 'Is it there?' },
  { from: 'agent', text: 'It is.' },
] as const;

describe('V16 the rating', function () {
  this.timeout(30_000);
  afterEach(unmountChats);

  const open = async (config = {}, phase: 'ended' | 'live' = 'ended') => {
    const mounted = await mountChat({ script: { messages, phase }, config, attributes: { locale: 'en' } });
    void mounted.chat.show();
    await until(() => mounted.chat.state?.connection.phase === 'online', 'online');
    return mounted;
  };
  const button = (chat: Element, words: string): HTMLButtonElement => {
    const found = [...(chat.shadowRoot?.querySelectorAll<HTMLButtonElement>('[part="rating"] button') ?? [])].find(
      (one) => one.textContent.trim() === words,
    );
    if (!found) throw new Error(`No button ${words}`);
    return found;
  };

  it('V16 is asked for at the end, given once with words, thanked for, and can be changed', async () => {
    const { chat, adapter } = await open(
      {
        rating: { thanks: 'You are kind.', rewardUrl: 'https://shop.example/reward' },
      },
      'live',
    );
    expect(inside(chat).querySelector('[part="rating"]')).to.equal(null);
    adapter.end();
    await until(() => inside(chat).querySelector('[part="rating"] input'), 'asked');
    const group = find(chat, '[part="rating"] [role="radiogroup"]');
    expect(inside(chat).querySelector(`#${group.getAttribute('aria-labelledby')}`)?.textContent).to.equal(
      'How was this conversation?',
    );
    const faces = [...group.querySelectorAll('input')];
    expect(faces.map((face) => face.ariaLabel)).to.deep.equal(['Very bad', 'Bad', 'Okay', 'Good', 'Very good']);
    const axeRun = (): Promise<axe.AxeResults> =>
      (globalThis as unknown as { axe: typeof axe }).axe.run(part(chat, 'rating'));
    expect((await axeRun()).violations.map(({ id }) => id)).to.deep.equal([]);
    faces[3]?.click();
    const comment = find<HTMLTextAreaElement>(chat, '[part="rating"] textarea');
    comment.value = ' Quick answer ';
    comment.dispatchEvent(new Event('input', { bubbles: true }));
    adapter.holdAcks();
    button(chat, 'Send').click();
    await until(() => part(chat, 'rating').textContent.includes('You rated 4 of 5.'), 'thanked before it is stored');
    expect(part(chat, 'rating').textContent).to.contain('You are kind.');
    expect(find<HTMLAnchorElement>(chat, '[part="rating-reward"]').href).to.equal('https://shop.example/reward');
    const rated = nextEvent<unknown>(chat, 'sc-rated');
    adapter.releaseAcks();
    expect((await rated).detail).to.deep.equal({ score: 4, comment: 'Quick answer' });
    expect(adapter.received.map(({ type }) => type)).to.deep.equal(['rating-give']);
    await until(() => part(chat, 'log').textContent.includes('Rated 4 of 5 · Quick answer'), 'in the log');
    expect((await axeRun()).violations.map(({ id }) => id)).to.deep.equal([]);
    button(chat, 'Change rating').click();
    expect(find<HTMLInputElement>(chat, '[part="rating"] input:checked').ariaLabel).to.equal('Good');
    [...inside(chat).querySelectorAll<HTMLInputElement>('[part="rating"] input')][4]?.click();
    button(chat, 'Send').click();
    await until(() => part(chat, 'rating').textContent.includes('You rated 5 of 5.'), 'the newest counts');
    await until(() => adapter.received.length === 2, 'sent');
    expect(adapter.received.at(-1)).to.include({ type: 'rating-give', score: 5 });
  });

  it('V16 can be skipped and stays within reach; a message ends it', async () => {
    const { chat } = await open();
    await until(() => inside(chat).querySelector('[part="rating"] input'), 'asked');
    button(chat, 'Not now').click();
    expect(inside(chat).querySelector('[part="rating"] input')).to.equal(null);
    expect(inside(chat).activeElement).to.equal(button(chat, 'Rate this conversation'));
    button(chat, 'Rate this conversation').click();
    expect(inside(chat).querySelectorAll('[part="rating"] input').length).to.equal(5);
    void chat.send('One more question');
    await until(() => part(chat, 'rating').hidden, 'over');
  });

  it('V16 one that is refused says so in the log, with the ways out', async () => {
    const { chat, adapter } = await open();
    await until(() => inside(chat).querySelector('[part="rating"] input'), 'asked');
    inside(chat).querySelector<HTMLInputElement>('[part="rating"] input')?.click();
    adapter.refuseNext('forbidden');
    button(chat, 'Send').click();
    await until(() => inside(chat).querySelector('.row.failed')?.textContent.includes('1/5'), 'told');
    inside(chat).querySelector<HTMLElement>('[data-action="retry"]')?.click();
    await until(() => adapter.log.at(-1)?.type === 'rating-given', 'given after all');
  });

  it('V16 is not asked for where the owner does not want it', async () => {
    const { chat } = await open({ rating: { enabled: false } });
    await until(() => part(chat, 'log').textContent.includes('It is.'), 'the log');
    // What else stands below an ended chat may have brought its place, with nothing in it.
    const rating = inside(chat).querySelector<HTMLElement>('[part="rating"]');
    expect(rating === null || (rating.hidden && rating.childElementCount === 0)).to.equal(true);
  });
});

describe('V7 the preview of what is typed', function () {
  this.timeout(30_000);
  afterEach(unmountChats);

  it('V7 is sent only where the visitor is told', async () => {
    for (const enabled of [true, false]) {
      const { chat, adapter } = await mountChat({ script: { messages }, config: { typingPreview: { enabled } } });
      void chat.show();
      await until(() => chat.state?.connection.phase === 'online', 'online');
      const input = part<HTMLTextAreaElement>(chat, 'input');
      input.value = 'Not yet said';
      input.dispatchEvent(new Event('input', { bubbles: true }));
      await until(() => adapter.signals.some(({ type }) => type === 'typing'), 'typing told');
      const told = adapter.signals.find((signal) => signal.type === 'typing');
      expect(told && 'preview' in told).to.equal(enabled);
      expect(inside(chat).querySelector('[part="typing-preview"]') !== null).to.equal(enabled);
      unmountChats();
    }
  });
});
