import { expect } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import { showDesk, summary, type DeskFixture } from './desk-fixture.js';

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
    expect(fixture.root.querySelector('.presence')?.textContent).to.equal('Not connected');
    fixture.adapter.goOnline();
    fixture.button('Try now').click();
    await fixture.until(() => !fixture.root.querySelector('.inbox .notice'), 'the line is gone');
    expect(fixture.names()).to.have.length(2);
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
});
