/** Proactive messages at the desk (V20, A12): their list, the form of the rule language, and the preview. */
import { expect } from '@open-wc/testing';
import type { OwnerTriggerRule } from '@support-chat/protocol';
import { SettingsDriver } from './settings-driver.js';
import { SettingsServer } from './settings-server.js';

const CART: OwnerTriggerRule = {
  id: 'cart-help',
  when: {
    all: [
      { cart: { value: { atLeast: 100 } } },
      { any: [{ url: { contains: '/cart' } }, { not: { event: { name: 'video', data: { plan: 'pro', seats: 7 } } } }] },
    ],
  },
  text: 'From 120 € on we pay the postage.',
  author: { name: 'Anna Berg' },
  limit: { days: 7, total: 3 },
};
const LEAVING: OwnerTriggerRule = { id: 'leaving', when: { exitIntent: true }, text: 'May I help?', off: true };

describe('proactive messages at the desk', function () {
  this.timeout(30_000);
  let server: SettingsServer;
  let desk: SettingsDriver;
  beforeEach(() => {
    sessionStorage.clear();
    server = new SettingsServer();
  });
  afterEach(() => desk.release());

  const open = async (options = {}): Promise<void> => {
    desk = await SettingsDriver.open(server, 'Proactive messages', options);
  };
  const stored = () => server.sections.get('triggers') as readonly OwnerTriggerRule[] | undefined;
  const words = (): string[] =>
    [...desk.panel.querySelectorAll('.trigger-words')].map((one) => one.textContent?.trim() ?? '');

  it('V20 one is made: its words, a condition, how often; the server gets what pages read', async () => {
    await open();
    expect(desk.panel.textContent).to.include('There are none');
    desk.press('Add a message');
    expect(desk.fixture.focused()).to.equal(desk.field('Message'));
    await desk.refused('Please enter the words of the message.');
    desk.type('Message', 'Any question left?');
    desk.type('At least (seconds)', '');
    await desk.refused('Please enter one of the bounds.');
    desk.type('At least (seconds)', '-3');
    await desk.refused('Please enter a number from 0.');
    desk.type('At least (seconds)', '20');
    desk.press('Add a condition');
    expect(desk.fixture.focused()?.id).to.equal('trigger-0-when-1-kind');
    await desk.refused('Please enter 1 to 2,048 characters.');
    desk.type('Text', '/cart');
    desk.type('In one visit', '0');
    await desk.refused('Please enter a whole number from 1.');
    desk.type('In one visit', '2');
    desk.type('Short name', 'cart help');
    await desk.refused('Please enter 1 to 64 of A–Z, a–z, 0–9, _ and -.');
    desk.type('Short name', 'cart-help');
    expect(await desk.findings()).to.deep.equal([]);
    expect(server.calls).not.to.include('PUT /settings/triggers');
    await desk.save();
    expect(stored()).to.deep.equal([
      {
        ...{ id: 'cart-help', text: 'Any question left?', limit: { perVisit: 2 } },
        when: { all: [{ timeOnPage: { atLeast: 20 } }, { url: { contains: '/cart' } }] },
      },
    ]);
  });

  it('V20 the order is changed by keyboard, one is switched off and one removed; nothing of the others is touched', async () => {
    const third: OwnerTriggerRule = { id: 'third', when: { visits: { atLeast: 2 } }, text: 'Welcome back' };
    server.set('triggers', [CART, LEAVING, third]);
    await open();
    expect(words()).to.deep.equal([CART.text, LEAVING.text, third.text]);
    desk.press('Move up: cart-help');
    expect(desk.bar).to.equal('');
    desk.press('Move down: cart-help');
    expect(words()).to.deep.equal([LEAVING.text, CART.text, third.text]);
    expect(desk.fixture.focused()?.ariaLabel ?? desk.fixture.focused()?.getAttribute('aria-label')).to.equal(
      'Move down: cart-help',
    );
    expect(desk.told).to.equal('cart-help is number 2 of 3 now.');
    desk.panel.querySelector<HTMLInputElement>('[aria-label="On: cart-help"]')?.click();
    desk.panel.querySelector<HTMLInputElement>('[aria-label="On: leaving"]')?.click();
    desk.press('Remove third');
    expect(await desk.findings()).to.deep.equal([]);
    await desk.save();
    const { off: _off, ...leaving } = LEAVING;
    expect(stored()).to.deep.equal([leaving, { ...CART, off: true }]);
    desk.press('Remove leaving');
    desk.press('Remove cart-help');
    await desk.save();
    expect(stored()).to.equal(undefined);
  });

  it('V20 groups within groups: what is stored stands in the form, and what is wrong deep inside is said there', async () => {
    server.set('triggers', [LEAVING, CART]);
    await open();
    desk.press('Change cart-help');
    expect(desk.field('Value, at least').value).to.equal('100');
    expect(desk.field('Text').value).to.equal('/cart');
    expect(desk.field('With these values').value).to.equal('plan = pro\nseats = 7');
    const nots = desk.panel.querySelectorAll<HTMLInputElement>('[id^="trigger-1-when"][id$="-not"]');
    expect([...nots].map(({ checked }) => checked)).to.deep.equal([false, false, false, true]);
    desk.type('With these values', 'plan = pro\nseats');
    desk.press('Close cart-help');
    // The form opens again where something is wrong.
    await desk.refused('Please enter name = value on each line.');
    desk.type('With these values', 'plan = free');
    desk.choose('It', 'matches');
    desk.type('Text', '*/cart*');
    await desk.save();
    const when = {
      all: [{ url: { matches: '*/cart*' } }, { not: { event: { name: 'video', data: { plan: 'free' } } } }],
    };
    expect(stored()?.[1]).to.deep.equal({
      ...CART,
      when: { all: [{ cart: { value: { atLeast: 100 } } }, { any: when.all }] },
    });
    desk.press('Remove: Cart');
    expect(desk.fixture.focused()?.id).to.equal('trigger-1-when-add');
    desk.press('Remove: Group of conditions');
    await desk.refused('Please add 1 to 50 conditions.');
    desk.press('Discard changes');
    expect(desk.field('Value, at least').value).to.equal('100');
  });

  it('V20 the preview is the chat itself: it shows the words as they are typed', async () => {
    server.set('look', { corner: 'bottom-start' });
    server.set('triggers', [CART]);
    await open();
    desk.press('Change cart-help');
    const frame = desk.panel.querySelector('iframe') as HTMLIFrameElement;
    const chat = (): HTMLElement | null => frame.contentDocument?.querySelector('support-chat') ?? null;
    const teaser = (): string => {
      const found = chat()?.shadowRoot?.querySelector<HTMLElement>('[part~="teaser"]:not([hidden])');
      return found?.textContent ?? '';
    };
    await desk.until(() => teaser().includes('From 120 € on'), 'the message is there');
    expect(teaser()).to.include('Anna Berg');
    await desk.until(() => chat()?.getAttribute('placement') === 'bottom-start', 'it stands where the owner wants it');
    desk.type('Message', 'May we help?');
    await desk.until(() => teaser().includes('May we help?'), 'the new words are there');
    desk.type('Name', 'Ben');
    await desk.until(() => teaser().includes('Ben'), 'the new name is there');
    desk.type('Message', ' ');
    expect(frame.checkVisibility()).to.equal(false);
  });

  it('A12 somebody else has changed the list meanwhile: it is told, and nothing of either is lost', async () => {
    server.set('triggers', [CART]);
    await open();
    desk.press('Change cart-help');
    desk.type('Message', 'Mine');
    server.set('triggers', [CART, LEAVING]);
    desk.press('Save');
    await desk.until(() => desk.bar.startsWith('Somebody else has changed this'), 'it says so');
    expect(stored()).to.deep.equal([CART, LEAVING]);
    expect(desk.field('Message').value).to.equal('Mine');
    desk.press('Take theirs');
    await desk.until(() => words().length === 2, 'theirs stands');
  });

  it('A12 on a phone, in the dark and in German', async () => {
    server.set('triggers', [CART, LEAVING]);
    await open({ width: 390 });
    desk.fixture.desk.colorScheme = 'dark';
    desk.press('Change cart-help');
    expect(desk.panel.querySelector('.settings-page')?.scrollWidth).to.be.at.most(390);
    expect(desk.panel.querySelector('.settings-body')?.scrollWidth).to.be.at.most(390);
    expect(await desk.findings()).to.deep.equal([]);
    desk.fixture.desk.locale = 'de';
    await desk.until(() => desk.panel.textContent?.includes('Wann sie gezeigt wird'), 'it speaks German');
  });
});
