import { expect } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import type { SupportChatElement } from '@support-chat/element';
import type { Problem } from '@support-chat/protocol';
import {
  chooseFromMenu,
  find,
  inside,
  mountChat,
  nextEvent,
  part,
  shownMessages,
  unmountChats,
  until,
} from '../../support/mount-chat.js';
import { setViewport } from '../../support/set-viewport.js';

const focused = (chat: SupportChatElement): Element | null => inside(chat).activeElement;
const settled = (chat: SupportChatElement): Promise<void> =>
  until(() => chat.state?.connection.phase === 'online', 'the chat is online');

describe('<support-chat> panel', () => {
  beforeEach(() => setViewport({ width: 1000, height: 700 }));
  afterEach(unmountChats);

  it('Y2 is a named dialog that is not modal; opening focuses the composer', async () => {
    const { chat } = await mountChat();
    await chat.show();
    const panel = part<HTMLDialogElement>(chat, 'panel');
    expect(panel.localName).to.equal('dialog');
    expect(panel.open).to.equal(true);
    expect(panel.matches(':modal')).to.equal(false);
    expect(panel.ariaLabel).to.equal('Chat');
    expect(focused(chat) === part(chat, 'input'), 'focus').to.equal(true);
    expect(part(chat, 'input').ariaLabel).to.equal('Message');
  });

  it('Y2 closes on Escape and gives the focus back to what had it', async () => {
    const opener = document.createElement('button');
    document.body.append(opener);
    const { chat } = await mountChat();
    opener.focus();
    await chat.show();
    await sendKeys({ press: 'Escape' });
    expect(chat.open).to.equal(false);
    expect(document.activeElement === opener, 'focus').to.equal(true);
    opener.remove();
  });

  it('Y2 gives the focus to the launcher when what had it is gone', async () => {
    const opener = document.createElement('button');
    document.body.append(opener);
    const { chat } = await mountChat();
    opener.focus();
    await chat.show();
    opener.remove();
    chat.hide();
    expect(focused(chat) === part(chat, 'launcher'), 'focus').to.equal(true);
  });

  it('Y2 does not take the focus when the page opens it while loading, nor when it closes without having it', async () => {
    const field = document.createElement('input');
    document.body.append(field);
    field.focus();
    const { chat } = await mountChat({ attributes: { open: '' } });
    expect(part<HTMLDialogElement>(chat, 'panel').open).to.equal(true);
    expect(document.activeElement === field, 'focus').to.equal(true);
    chat.hide();
    expect(document.activeElement === field, 'focus').to.equal(true);
    field.remove();
  });

  it('Y2 new messages never move the focus', async () => {
    const { chat, adapter } = await mountChat({ script: { messages: 3 } });
    await chat.show();
    await settled(chat);
    find(chat, '.menu-button').focus();
    adapter.agentSays('One more');
    await until(() => shownMessages(chat).includes('One more'));
    expect(focused(chat) === find(chat, '.menu-button'), 'focus').to.equal(true);
  });

  it('Y5 opens, writes, sends and closes by keyboard alone', async () => {
    const { chat, adapter } = await mountChat();
    part(chat, 'launcher').focus();
    await sendKeys({ press: 'Enter' });
    await until(() => inside(chat).activeElement?.localName === 'textarea');
    await sendKeys({ type: 'Hello there' });
    await sendKeys({ press: 'Enter' });
    await until(() => adapter.log.length === 1);
    await until(() => shownMessages(chat).includes('Hello there'));
    await sendKeys({ press: 'Escape' });
    expect(chat.open).to.equal(false);
    expect(focused(chat) === part(chat, 'launcher'), 'focus').to.equal(true);
  });

  it('shows the greeting and a log that is there before the first message (Y3)', async () => {
    const { chat } = await mountChat({ config: { greeting: 'Good morning', welcome: 'What can we do?' } });
    await chat.show();
    await settled(chat);
    await until(() => !find(chat, '.home').hidden);
    expect(find(chat, '.home').textContent).to.contain('Good morning').and.to.contain('What can we do?');
    expect(part(chat, 'log').role).to.equal('log');
    await chat.send('Hi');
    await until(() => find(chat, '.home').hidden);
  });

  it('shows what the owner has set on the server, and what the page has set over it', async () => {
    const site = { panel: { title: 'Lumen', greeting: 'Good morning', replyTime: 'In a minute' } };
    const { chat } = await mountChat({ script: { site }, config: { greeting: 'Hello from this page' } });
    await chat.show();
    await until(() => find(chat, '.title').textContent === 'Lumen');
    expect(find(chat, '.home').textContent).to.contain('Hello from this page');
    expect(find(chat, '.truth').textContent).to.contain('In a minute');
    expect(part(chat, 'panel').ariaLabel).to.equal('Lumen');
  });

  it('tells the truth in the header: away, here, taken, ended', async () => {
    const { chat, adapter } = await mountChat({ script: { staffed: false, agent: { name: 'Anna Berg' } } });
    const line = (): string => find(chat, '.truth').textContent.trim();
    await chat.show();
    await until(() => line() === 'We answer as soon as we are back');
    adapter.setStaffed(true);
    await until(() => line() === 'We are here');
    chat.config = { ...chat.config, title: 'Lumen', replyTime: 'Usually answers in 2 minutes' };
    await until(() => line() === 'Usually answers in 2 minutes');
    expect(part(chat, 'panel').ariaLabel).to.equal('Lumen');
    await chat.send('Hi');
    await until(() => adapter.log.length > 0);
    adapter.agentJoins();
    await until(() => line() === 'Anna Berg is here');
    adapter.end();
    await until(() => line() === 'This conversation has ended');
    expect(chat.matches(':state(ended)')).to.equal(true);
  });

  it('starts again by writing after the end', async () => {
    const { chat } = await mountChat({ script: { messages: 2, phase: 'ended' } });
    await chat.show();
    await until(() => inside(chat).textContent.includes('Write to start again.'));
    await chat.send('One more thing');
    await until(() => chat.state?.conversation.phase === 'queued');
    await until(() => !inside(chat).textContent.includes('Write to start again.'));
  });

  it('V11 stays open when a file picker is left without a choice; a close request of the browser closes it', async () => {
    const { chat } = await mountChat({ script: { messages: 2 } });
    await chat.show();
    const picker = document.createElement('input');
    picker.type = 'file';
    part(chat, 'composer').append(picker);
    picker.dispatchEvent(new Event('cancel', { bubbles: true }));
    expect(chat.open).to.equal(true);
    part(chat, 'panel').dispatchEvent(new Event('cancel', { cancelable: true }));
    expect(chat.open).to.equal(false);
  });

  it('Y5 works the menu by arrow keys, and Escape closes the menu before the panel', async () => {
    const { chat } = await mountChat({ script: { messages: 2 } });
    await chat.show();
    await settled(chat);
    find(chat, '.menu-button').focus();
    await sendKeys({ press: 'Enter' });
    const items = (): HTMLElement[] => [...inside(chat).querySelectorAll<HTMLElement>('[role="menuitem"]')];
    await until(() => focused(chat) === items()[0]);
    await sendKeys({ press: 'ArrowDown' });
    expect(focused(chat) === items()[1], 'focus').to.equal(true);
    await sendKeys({ press: 'End' });
    expect(focused(chat) === items().at(-1), 'focus').to.equal(true);
    await sendKeys({ press: 'ArrowDown' });
    expect(focused(chat) === items()[0], 'focus').to.equal(true);
    await sendKeys({ press: 'Escape' });
    expect(items().length).to.equal(0);
    expect(focused(chat) === find(chat, '.menu-button'), 'focus').to.equal(true);
    expect(chat.open).to.equal(true);
  });

  it('ends the conversation and mutes from the menu; muting outlives the element', async () => {
    const { chat, adapter } = await mountChat({ script: { messages: 2 } });
    await chat.show();
    await settled(chat);
    await chooseFromMenu(chat, 'Turn sound off');
    await until(() => chat.state?.widget.muted);
    await chooseFromMenu(chat, 'End conversation');
    await until(() => adapter.log.at(-1)?.type === 'conversation-ended');
    const { storageKey = '' } = chat.config;
    chat.remove();
    const again = await mountChat({ storageKey, attributes: { open: '' } });
    expect(again.chat.state?.widget.muted).to.equal(true);
  });

  it('Y3b shows the whole conversation as plain text and comes back from it', async () => {
    const { chat } = await mountChat({ script: { messages: [{ from: 'agent', text: 'Plain and **simple**' }] } });
    await chat.show();
    await until(() => shownMessages(chat).length === 1);
    await chooseFromMenu(chat, 'Show whole conversation as text');
    await until(() => inside(chat).querySelector('.page'));
    expect(find(chat, '.page').textContent).to.contain('Plain and **simple**');
    expect(focused(chat) === find(chat, '.page-back'), 'focus').to.equal(true);
    await sendKeys({ press: 'Escape' });
    expect(inside(chat).querySelectorAll('.page').length).to.equal(0);
    expect(focused(chat) === find(chat, '.menu-button'), 'focus').to.equal(true);
    expect(chat.open).to.equal(true);
  });

  it('Y4 says that the connection is lost only after three seconds, in words, and that it is back', async () => {
    const { chat, adapter } = await mountChat({ script: { messages: 2 } });
    await chat.show();
    await settled(chat);
    const status = (): string =>
      [...inside(chat).querySelectorAll('dialog [role="status"]')].map((one) => one.textContent).join('');
    const cutAt = performance.now();
    adapter.goOffline();
    await until(() => inside(chat).querySelector('.line.connection'), 'the line');
    expect(performance.now() - cutAt).to.be.greaterThan(2900);
    expect(part(chat, 'status').textContent).to.contain('your messages are sent when it is back');
    expect(status()).to.contain('Connection lost');
    adapter.goOnline();
    find(chat, '[part~="status"] button').click();
    await settled(chat);
    await until(() => !inside(chat).querySelector('.line.connection'));
    expect(status()).to.equal('Connected again');
  });

  for (const writes of [false, true]) {
    it(`Y4 takes away what it said of the line when that is over${writes ? ', unless something was said since' : ''}`, async () => {
      const { chat, adapter } = await mountChat({ script: { messages: 1, phase: 'queued' } });
      await chat.show();
      const said = (): string => find(chat, '.visually-hidden[role="status"]').textContent;
      await until(() => said() === 'Someone will be with you shortly.', 'waiting is said');
      if (writes) {
        adapter.holdAcks();
        await chat.send('Hi');
        await until(() => inside(chat).textContent.includes('Hi'), 'the words are there');
        adapter.releaseAcks();
        await until(() => said() === 'Sent', 'sending is said');
      }
      adapter.agentJoins();
      await until(() => !inside(chat).querySelector('.line.waiting'), 'the line is over');
      expect(said()).to.equal(writes ? 'Sent' : '');
    });
  }

  it('C1 says at once, as an alert, that a permanent refusal has stopped it, and tries again by hand', async () => {
    const { chat, adapter } = await mountChat({ script: { messages: 2 } });
    adapter.goOffline('origin-refused');
    await chat.show();
    await until(() => chat.state?.connection.phase === 'stopped');
    await until(() => inside(chat).querySelector('.line.stopped'));
    expect(find(chat, '[role="alert"].visually-hidden').textContent).to.equal('The chat is not allowed on this page.');
    adapter.goOnline();
    find(chat, '.line.stopped button').click();
    await settled(chat);
  });

  it('without adapter and server, or with an address that is none, says that it cannot go on', async () => {
    const { chat } = await mountChat();
    chat.adapter = undefined;
    await chat.show();
    await until(() => inside(chat).querySelector('.line.stopped'));
    expect(find(chat, '.line.stopped').textContent).to.contain('This did not work.');
    const told = nextEvent<Problem>(chat, 'sc-error');
    chat.server = 'http://';
    const { code, detail } = (await told).detail;
    expect(code).to.equal('not-found');
    expect(detail).to.contain('server="http://"');
  });

  it('V24 changes its language while open, texts and all', async () => {
    const { chat } = await mountChat({ script: { messages: 2 } });
    await chat.show();
    await settled(chat);
    chat.locale = 'de';
    await until(() => part(chat, 'input').ariaLabel === 'Nachricht');
    await until(() => part(chat, 'panel').lang === 'de');
    await until(() => find(chat, '.title').textContent === 'Kundenservice');
  });

  it('design 4 fills its slots and answers to its parts', async () => {
    const names = ['header', 'welcome', 'before-log', 'after-log', 'footer'];
    const children = names.map((slot) => Object.assign(document.createElement('p'), { slot, textContent: slot }));
    const { chat } = await mountChat({ children });
    await chat.show();
    await settled(chat);
    await until(() => children.every((child) => child.assignedSlot && child.getClientRects().length > 0));
    await chat.send('A message');
    await until(() => shownMessages(chat).length === 1);
    const style = document.createElement('style');
    const parts = ['launcher', 'panel', 'header', 'log', 'message', 'bubble', 'meta', 'composer', 'input', 'status'];
    style.textContent = parts.map((name) => `support-chat::part(${name}) { outline: 3px solid red }`).join('');
    document.head.append(style);
    for (const name of parts) expect(getComputedStyle(part(chat, name)).outlineColor, name).to.equal('rgb(255, 0, 0)');
    style.remove();
  });

  it('V25 takes its colours from the custom properties of the page', async () => {
    const { chat } = await mountChat({ script: { messages: [{ from: 'visitor', text: 'Mine' }] } });
    chat.style.setProperty('--sc-accent', 'rgb(1, 120, 60)');
    await chat.show();
    await until(() => shownMessages(chat).length === 1);
    expect(getComputedStyle(part(chat, 'launcher')).backgroundColor).to.equal('rgb(1, 120, 60)');
    expect(getComputedStyle(part(chat, 'bubble-own')).backgroundColor).to.equal('rgb(1, 120, 60)');
  });

  it('V4 fills a phone: modal, the page behind held still, and let go again', async () => {
    await setViewport({ width: 390, height: 700 });
    const { chat } = await mountChat();
    await chat.show();
    const panel = part(chat, 'panel');
    expect(panel.matches(':modal')).to.equal(true);
    await until(() => panel.getBoundingClientRect().width === innerWidth, 'the motion is over');
    const box = panel.getBoundingClientRect();
    expect([box.x, box.y, box.height]).to.deep.equal([0, 0, innerHeight]);
    expect(document.documentElement.style.overflow).to.equal('hidden');
    expect(focused(chat) === part(chat, 'input'), 'focus').to.equal(true);
    await setViewport({ width: 1000, height: 700 });
    await until(() => !panel.matches(':modal'));
    expect(document.documentElement.style.overflow).to.equal('');
    expect(focused(chat) === part(chat, 'input'), 'focus').to.equal(true);
    expect(chat.open).to.equal(true);
  });

  it('Y7 has a usable composer and nothing to scroll sideways at 320 × 256', async () => {
    await setViewport({ width: 320, height: 256 });
    const { chat } = await mountChat({ script: { messages: 6 } });
    await chat.show();
    await until(() => shownMessages(chat).length > 1);
    const field = part(chat, 'input').getBoundingClientRect();
    expect(field.height).to.be.greaterThan(23);
    expect(field.bottom).to.be.lessThan(257);
    expect(part(chat, 'log').scrollWidth).to.equal(part(chat, 'log').clientWidth);
    expect(document.documentElement.scrollWidth).to.equal(innerWidth);
    expect(part(chat, 'log').clientHeight).to.be.greaterThan(90);
  });
});
