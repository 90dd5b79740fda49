import { expect } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import { showDesk, summary, THREE, type DeskFixture } from './desk-fixture.js';
import { SettingsServer } from './settings-server.js';

describe('the inbox of the desk (A2)', () => {
  let fixture: DeskFixture;
  afterEach(() => fixture.release());

  it('parts conversations into waiting, mine and all, with counts; the longest wait stands first', async () => {
    fixture = await showDesk();
    expect(fixture.names()).to.deep.equal(['Ida', 'Bea']);
    const tabs = [...fixture.root.querySelectorAll('[role="tab"]')];
    expect(tabs.map((tab) => tab.textContent?.trim())).to.deep.equal(['Waiting 2', 'Mine 1', 'All 3', 'Tickets 0']);
    fixture.button('Mine').click();
    await fixture.desk.updateComplete;
    expect(fixture.names()).to.deep.equal(['Max']);
    fixture.button('All').click();
    await fixture.desk.updateComplete;
    expect(fixture.names()).to.have.members(['Bea', 'Ida', 'Max']);
  });

  it('V31 has a word for a recording, in rows and aloud, and none for what only looks like one', async () => {
    fixture = await showDesk();
    const said = (text: string): ReturnType<typeof summary> => {
      const visitor = { kind: 'visitor', id: 'visitor-0009', name: 'Zoe' } as const;
      const lastMessage = { author: visitor, text, time: Date.UTC(2026, 0, 15, 10) };
      return { ...summary({ id: 'conversation-0009', visitor }), lastMessage };
    };
    const shows = async (text: string, words: string): Promise<void> => {
      fixture.adapter.emit({ type: 'inbox-changed', conversation: said(text) });
      await fixture.until(
        () => fixture.names().includes('Zoe') && fixture.row('Zoe').textContent?.includes(words),
        words,
      );
    };
    await shows('voice-message.weba', 'Voice message');
    expect(fixture.row('Zoe').textContent?.includes('voice-message')).to.equal(false);
    await shows('Listen, voice-message.m4a, jug.png', 'Listen, Voice message, jug.png');
    await shows('my-voice-message.weba', 'my-voice-message.weba');
    await shows('voice-message.weba is broken', 'voice-message.weba is broken');
    fixture.desk.locale = 'de';
    await shows('voice-message.weba', 'Sprachnachricht');
  });

  it('says what to do where a tab is empty', async () => {
    fixture = await showDesk({ phase: 'none' });
    expect(fixture.root.querySelector('.rows')?.textContent).to.contain('Nobody is waiting');
  });

  it('marks what is unread, and what was read no more', async () => {
    fixture = await showDesk();
    expect(fixture.row('Bea').textContent).to.contain('1 unread message');
    await fixture.open('Bea');
    await fixture.until(() => !fixture.row('Bea').textContent?.includes('unread'), 'read');
  });

  it('is live: a new chat comes in, is announced once and counted in the title', async () => {
    document.title = 'A page';
    fixture = await showDesk();
    const told: number[] = [];
    fixture.desk.addEventListener('sc-attention', ({ detail }) => told.push(detail.count));
    expect(document.title).to.equal('(2) A page');
    const zoe = summary({ id: 'conversation-0009', visitor: { kind: 'visitor', id: 'visitor-0009', name: 'Zoe' } });
    fixture.adapter.emit({ type: 'inbox-changed', conversation: zoe });
    await fixture.until(() => fixture.names().includes('Zoe'), 'the new row');
    expect(document.title).to.equal('(3) A page');
    expect(told).to.deep.equal([3]);
    const voice = fixture.root.querySelector('.announcements') as HTMLElement;
    expect(voice.textContent).to.equal('New chat: Zoe');
    fixture.adapter.emit({ type: 'inbox-changed', conversation: { ...zoe, unread: 2 } });
    await fixture.until(() => fixture.row('Zoe').textContent?.includes('2 unread'), 'the second message');
    expect(voice.textContent).to.equal('New chat: Zoe');
    fixture.release();
    expect(document.title).to.equal('A page');
  });

  it('lets waiting turn warm, then hot', async () => {
    fixture = await showDesk({ phase: 'none' });
    const waits = { Calm: 0, Warm: 3, Hot: 6 };
    Object.entries(waits).forEach(([name, minutes], index) => {
      const visitor = { kind: 'visitor', id: `visitor-${index}`, name } as const;
      const waitingSince = Date.now() - minutes * 60_000;
      fixture.adapter.emit({
        type: 'inbox-changed',
        conversation: summary({ id: `conversation-100${index}`, visitor, waitingSince }),
      });
    });
    await fixture.until(() => fixture.names().length === 3, 'three rows');
    const levels = ['Hot', 'Warm', 'Calm'].map((name) => fixture.row(name).querySelector('.chat-time')?.className);
    expect(levels).to.deep.equal(['chat-time hot', 'chat-time warm', 'chat-time calm']);
    expect(fixture.names()).to.deep.equal(['Hot', 'Warm', 'Calm']);
    expect(fixture.row('Hot').textContent).to.contain('Waiting since 6 min');
  });

  it('is walked by J and K, by arrows, Home and End; Enter opens (A13)', async () => {
    fixture = await showDesk();
    await sendKeys({ press: 'j' });
    expect(fixture.focused()).to.equal(fixture.row('Ida'));
    await sendKeys({ press: 'j' });
    expect(fixture.focused()).to.equal(fixture.row('Bea'));
    await sendKeys({ press: 'j' });
    expect(fixture.focused()).to.equal(fixture.row('Bea'));
    await sendKeys({ press: 'k' });
    expect(fixture.focused()).to.equal(fixture.row('Ida'));
    await sendKeys({ press: 'ArrowDown' });
    expect(fixture.focused()).to.equal(fixture.row('Bea'));
    await sendKeys({ press: 'Home' });
    expect(fixture.focused()).to.equal(fixture.row('Ida'));
    await sendKeys({ press: 'End' });
    await sendKeys({ press: 'Enter' });
    await fixture.until(() => fixture.focused() === fixture.field('Bea'), 'the composer has the focus');
  });

  it('has one tab stop, and arrows between its tabs', async () => {
    fixture = await showDesk();
    const stops = () => fixture.root.querySelectorAll('[data-conversation][tabindex="0"], [role="tab"][tabindex="0"]');
    expect(stops().length).to.equal(2);
    fixture.button('Waiting').focus();
    await sendKeys({ press: 'ArrowRight' });
    await fixture.until(() => fixture.names().includes('Max'), 'the second tab');
    expect(fixture.focused()).to.equal(fixture.button('Mine'));
    expect(stops().length).to.equal(2);
    await sendKeys({ press: '3' });
    await fixture.until(() => fixture.names().length === 3, 'the third tab by its key');
  });

  it('keeps keys for those who write: a J in a field is a letter', async () => {
    fixture = await showDesk();
    await fixture.open('Bea');
    await fixture.until(() => fixture.focused() === fixture.field('Bea'), 'the composer has the focus');
    await sendKeys({ type: 'jk?t' });
    expect(fixture.field('Bea').value).to.equal('jk?t');
    expect(fixture.root.querySelector('dialog')?.open).to.equal(false);
    await sendKeys({ press: 'Escape' });
    expect(fixture.focused()).to.equal(fixture.row('Bea'));
    expect(fixture.field('Bea').value).to.equal('jk?t');
    await sendKeys({ press: 'Escape' });
    await fixture.until(() => !fixture.root.querySelector('.pane'), 'the chat is off the desk');
    expect(fixture.focused()).to.equal(fixture.row('Bea'));
  });

  it('shows all keys on ?, and Esc closes only them', async () => {
    fixture = await showDesk();
    await fixture.open('Ida');
    await sendKeys({ press: 'Escape' });
    await sendKeys({ press: '?' });
    const dialog = fixture.root.querySelector('dialog') as HTMLDialogElement;
    expect(dialog.open).to.equal(true);
    expect(dialog.textContent).to.contain('Next chat in the list');
    await sendKeys({ press: 'Escape' });
    await fixture.until(() => !dialog.open, 'the dialog is closed');
    expect(fixture.pane('Ida')).to.be.instanceOf(HTMLElement);
  });

  it('says so when the connection is away for long, and goes on when it is back (Y4)', async () => {
    fixture = await showDesk();
    fixture.adapter.goOffline('protocol-unsupported');
    await fixture.until(() => fixture.root.querySelector('.inbox .notice'), 'the line');
    expect(fixture.root.querySelector('.inbox [role="status"] .notice')?.textContent).to.contain('Reload');
    expect(fixture.root.querySelector('.presence')?.textContent?.trim()).to.equal('Not connected');
    fixture.adapter.goOnline();
    fixture.button('Try now').click();
    await fixture.until(() => !fixture.root.querySelector('.inbox .notice'), 'the line is gone');
    expect(fixture.names()).to.have.length(2);
  });

  it('V5 names the department of a visitor as its owner does, and by its id until that is known', async () => {
    const site = { departments: [{ id: 'sales', name: 'Sales & advice' }] };
    fixture = await showDesk({ site, messages: [{ from: 'visitor', text: 'Hello' }], visitor: { name: 'Bea' } });
    const visitor = { kind: 'visitor', id: 'visitor-0001', name: 'Bea' } as const;
    await fixture.open('Bea');
    await fixture.until(() => !fixture.row('Bea').textContent?.includes('unread'), 'read');
    for (const [department, name] of [
      ['sales', 'Sales & advice'],
      ['closed-since', 'closed-since'],
    ] as const) {
      fixture.adapter.emit({
        type: 'inbox-changed',
        conversation: { ...summary({ id: 'conversation-0001', visitor }), department },
      });
      const about = fixture.root.querySelector('.about') as HTMLElement;
      await fixture.until(() => about.querySelector('dl')?.textContent?.includes(name), name);
    }
  });

  it('shows hostile names and titles as text, and links only to web pages (X6)', async () => {
    fixture = await showDesk();
    await fixture.open('Bea');
    await fixture.until(() => !fixture.row('Bea').textContent?.includes('unread'), 'read');
    const name = '<img src=x onerror=alert(1)>\u202eevil';
    fixture.adapter.emit({
      type: 'inbox-changed',
      conversation: summary({
        id: 'conversation-0001',
        visitor: { kind: 'visitor', id: 'visitor-0001', name },
        page: { url: 'javascript:alert(1)', title: '<b>title</b>' },
      }),
    });
    await fixture.until(() => fixture.names().some((shown) => shown.includes('<img')), 'the name as text');
    expect(fixture.names().join('')).not.to.contain('\u202e');
    const about = fixture.root.querySelector('.about') as HTMLElement;
    expect(about.textContent).to.contain('<b>title</b>').and.to.contain('javascript:alert(1)');
    expect(fixture.root.querySelectorAll('.inbox img, .pane-head img, .about :is(a, b, img)')).to.have.length(0);
    fixture.adapter.emit({
      type: 'inbox-changed',
      conversation: summary({ id: 'conversation-0001', page: { url: 'https://example.org/a', title: 'A page' } }),
    });
    await fixture.until(() => about.querySelector('a'), 'a link to a web page');
    expect(about.querySelector('a')?.rel).to.equal('noopener noreferrer nofollow ugc');
  });

  it('who works here, and whether they are available, has room beside every button', async () => {
    const never = (): Promise<never> => new Promise(() => undefined);
    fixture = await showDesk({
      ...THREE,
      agent: { name: 'Anna Ferreira' },
      archive: { find: never },
      statistics: { figures: never },
      settings: new SettingsServer(),
    });
    const bar = fixture.root.querySelector('.agent-bar') as HTMLElement;
    expect(bar.querySelectorAll('button')).to.have.length(4);
    const name = bar.querySelector('.agent-name') as HTMLElement;
    expect(name.textContent).to.equal('Anna Ferreira');
    expect(name.scrollWidth).to.be.at.most(name.clientWidth);
    expect(bar.querySelector('.agent-who')?.getBoundingClientRect().width).to.be.at.least(150);
  });
});
