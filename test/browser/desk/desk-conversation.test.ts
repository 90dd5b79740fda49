import { expect } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import { showDesk, type DeskFixture } from './desk-fixture.js';

describe('conversations on the desk', () => {
  let fixture: DeskFixture;
  afterEach(() => fixture.release());

  const commands = (): string[] => fixture.adapter.received.map(({ type }) => type);

  it('are taken, answered and ended; the row follows', async () => {
    fixture = await showDesk();
    const pane = await fixture.open('Bea');
    fixture.button('Take', pane).click();
    await fixture.until(() => pane.textContent?.includes('You have this chat'), 'taken');
    expect(commands()).to.deep.equal(['conversation-claim']);
    expect(fixture.names()).to.deep.equal(['Ida']);
    await fixture.until(() => fixture.focused() === fixture.field('Bea'), 'the composer has the focus');
    await sendKeys({ type: 'Good morning' });
    await sendKeys({ press: 'Enter' });
    await fixture.until(() => pane.querySelector('.own')?.textContent?.includes('Good morning'), 'the reply');
    expect(fixture.adapter.log.at(-1)).to.include({ type: 'message-added', text: 'Good morning' });
    fixture.button('End chat', pane).click();
    await fixture.until(() => pane.textContent?.includes('This chat has ended'), 'ended');
    expect(commands().at(-1)).to.equal('conversation-end');
    expect(pane.querySelectorAll('[aria-label="End chat"]')).to.have.length(0);
  });

  it('have keys for taking, replying and ending (A13)', async () => {
    fixture = await showDesk();
    const pane = await fixture.open('Bea');
    await sendKeys({ press: 'Escape' });
    await sendKeys({ press: 't' });
    await fixture.until(() => pane.textContent?.includes('You have this chat'), 'taken');
    await sendKeys({ press: 'e' });
    await sendKeys({ press: 'r' });
    expect(fixture.focused()).to.equal(fixture.field('Bea'));
    expect(commands()).to.deep.equal(['conversation-claim']);
    await sendKeys({ press: 'Escape' });
    await sendKeys({ press: 'Shift+E' });
    await fixture.until(() => commands().includes('conversation-end'), 'ended');
  });

  it('show typing both ways (D5)', async () => {
    fixture = await showDesk();
    const pane = await fixture.open('Bea');
    fixture.adapter.visitorTypes();
    await fixture.until(() => pane.querySelector('.typing'), 'the visitor types');
    fixture.field('Bea').focus();
    await sendKeys({ type: 'h' });
    await fixture.until(
      () => fixture.adapter.signals.some((signal) => signal.type === 'typing' && signal.active),
      'the visitor is told',
    );
  });

  it('tell the visitor what was read only while they are in sight (D4)', async () => {
    fixture = await showDesk();
    const told = (cursor: 'delivered' | 'read'): number =>
      Math.max(
        0,
        ...fixture.adapter.signals.map((signal) =>
          signal.type === 'cursors' && signal.conversation === 'conversation-0001' ? signal[cursor] : 0,
        ),
      );
    await fixture.open('Bea');
    await fixture.until(() => told('read') === 1, 'read');
    await fixture.open('Ida');
    // Cursors go together and not at once: the second message carries what the first one did.
    for (const seq of [2, 3]) {
      fixture.adapter.visitorSays('Are you there?');
      await fixture.until(() => told('delivered') === seq, 'delivered');
      await fixture.until(() => fixture.row('Bea').textContent?.includes(`${seq - 1} unread`), 'unread on the row');
    }
    expect(told('read')).to.equal(1);
    fixture.row('Bea').click();
    await fixture.until(() => told('read') === 3, 'read when it is in front again');
  });

  it('stand in tabs or side by side, each with its own draft (A2)', async () => {
    fixture = await showDesk();
    await fixture.open('Bea');
    await fixture.until(() => fixture.focused() === fixture.field('Bea'), 'the composer has the focus');
    await sendKeys({ type: 'for Bea' });
    await fixture.open('Ida');
    await fixture.until(() => fixture.focused() === fixture.field('Ida'), 'the composer has the focus');
    await sendKeys({ type: 'for Ida' });
    expect(fixture.paneOf('Bea') === null).to.equal(true);
    await sendKeys({ press: 'Escape' });
    await sendKeys({ press: '[' });
    await fixture.until(() => fixture.focused() === fixture.field('Bea'), 'the chat before');
    expect(fixture.field('Bea').value).to.equal('for Bea');
    fixture.button('Side by side').click();
    await fixture.until(() => fixture.paneOf('Ida') && fixture.paneOf('Bea'), 'both in sight');
    expect(fixture.field('Ida').value).to.equal('for Ida');
    expect(fixture.pane('Ida').getBoundingClientRect().width).to.be.within(340, 500);
    fixture.field('Ida').focus();
    await fixture.until(() => fixture.pane('Ida').classList.contains('active'), 'the focus decides which is in front');
    await sendKeys({ press: 'Enter' });
    await fixture.until(() => fixture.pane('Ida').querySelector('.own'), 'the reply');
    expect(fixture.adapter.received.at(-1)).to.include({ conversation: 'conversation-0002', text: 'for Ida' });
    expect(fixture.pane('Bea').querySelectorAll('.own')).to.have.length(0);
  });

  it('C3 keep at most four connections beside the inbox, those in front last; the others come back where they were', async () => {
    const others = ['Cleo', 'Dora', 'Ella', 'Finn', 'Gita', 'Hans'];
    fixture = await showDesk({
      agent: { name: 'Anna' },
      visitor: { name: 'Bea' },
      messages: [{ from: 'visitor', text: 'Hello from Bea' }],
      inbox: others.map((name) => ({
        visitor: { name },
        messages: [{ from: 'visitor', text: `Hello from ${name}` }],
      })),
    });
    const { adapter } = fixture;
    await fixture.open('Bea');
    await fixture.until(() => fixture.focused() === fixture.field('Bea'), 'the composer has the focus');
    // Refused for now: what is not sent keeps its connection until it is.
    adapter.refuseNext('unavailable');
    await sendKeys({ type: 'still on its way' });
    await sendKeys({ press: 'Enter' });
    for (const name of others.slice(0, 4)) await fixture.open(name);
    await fixture.until(
      () => adapter.log.some((event) => 'text' in event && event.text === 'still on its way'),
      'sent',
    );
    for (const name of others.slice(4)) await fixture.open(name);
    await fixture.until(() => adapter.connections === 5, 'the inbox and four chats');
    fixture.button('Side by side').click();
    await fixture.until(() => fixture.paneOf('Dora') === null && fixture.paneOf('Ella') !== null, 'four in sight');
    expect(fixture.root.querySelectorAll('.pane:not([inert])')).to.have.length(4);

    adapter.visitorSays('While nobody looked');
    fixture.button('Bea', fixture.root.querySelector('.strip') as HTMLElement).click();
    await fixture.until(() => fixture.paneOf('Bea'), 'the chat that was away');
    const bea = fixture.pane('Bea');
    await fixture.until(() => bea.textContent?.includes('While nobody looked'), 'what came meanwhile');
    expect(bea.textContent).to.contain('Hello from Bea');
    expect(bea.textContent).to.contain('still on its way');
    expect(adapter.connections).to.equal(5);
    expect(fixture.paneOf('Ella') === null).to.equal(true);
  });

  it('say when they cannot be sent to, and let a failed message be tried again (V8)', async () => {
    fixture = await showDesk();
    const pane = await fixture.open('Bea');
    fixture.adapter.refuseNext('forbidden');
    await fixture.until(() => fixture.focused() === fixture.field('Bea'), 'the composer has the focus');
    await sendKeys({ type: 'Hm' });
    await sendKeys({ press: 'Enter' });
    await fixture.until(() => pane.querySelector('.failed'), 'the mark');
    fixture.button('Try again', pane).click();
    await fixture.until(() => !pane.querySelector('.failed'), 'sent');
    expect(fixture.adapter.log.at(-1)).to.include({ text: 'Hm' });
  });

  it('A3 say when the agent has as many as they may have, until it could be taken', async () => {
    fixture = await showDesk();
    const pane = await fixture.open('Bea');
    fixture.adapter.refuseNext('capacity-reached');
    fixture.button('Take', pane).click();
    const said = () => pane.querySelector('.pane-status [role="alert"]')?.textContent?.trim() ?? '';
    await fixture.until(() => said().startsWith('You have as many chats'), 'the refusal');
    fixture.button('Take', pane).click();
    await fixture.until(() => pane.textContent?.includes('You have this chat'), 'taken');
    expect(said()).to.equal('');
  });

  it('tell the page by events that cross shadow roots', async () => {
    const told: string[] = [];
    const listener = (event: Event): void => void told.push(event.type);
    const names = ['sc-signed-in', 'sc-conversation-open', 'sc-conversation-close', 'sc-message-received'];
    for (const name of names) document.addEventListener(name, listener);
    fixture = await showDesk();
    await fixture.open('Bea');
    fixture.adapter.visitorSays('Still there');
    await fixture.until(() => told.includes('sc-message-received'), 'the message');
    fixture.button('Close on this desk').click();
    for (const name of names) document.removeEventListener(name, listener);
    expect(told).to.deep.equal([
      'sc-signed-in',
      'sc-conversation-open',
      'sc-message-received',
      'sc-conversation-close',
    ]);
  });

  it('stand one column at a time on a phone, with a way back that keeps the chat (A13)', async () => {
    fixture = await showDesk({
      width: 390,
      visitor: { name: 'Bea' },
      messages: [{ from: 'visitor', text: 'Hello from Bea' }],
    });
    const visible = (selector: string): boolean => {
      const element = fixture.root.querySelector(selector);
      return element !== null && getComputedStyle(element).visibility === 'visible' && element.clientWidth > 300;
    };
    expect([visible('.inbox'), visible('.work')]).to.deep.equal([true, false]);
    const pane = await fixture.open('Bea');
    expect([visible('.inbox'), visible('.work')]).to.deep.equal([false, true]);
    expect(fixture.focused()).to.equal(fixture.button('Back', pane));
    fixture.button('About the visitor', pane).click();
    await fixture.until(() => visible('.about'), 'the visitor');
    fixture.button('Back', fixture.root.querySelector('.about') as HTMLElement).click();
    await fixture.until(() => visible('.work'), 'the chat');
    fixture.button('Back', pane).click();
    await fixture.until(() => visible('.inbox'), 'the list');
    expect(fixture.focused()).to.equal(fixture.row('Bea'));
    expect(fixture.adapter.connections).to.equal(2);
  });

  it('leave nothing behind: ten times shown and removed, no connection and no key stays', async () => {
    for (let round = 0; round < 10; round++) {
      fixture = await showDesk();
      await fixture.open('Bea');
      expect(fixture.adapter.connections).to.equal(2);
      fixture.release();
      expect(fixture.adapter.connections).to.equal(0);
    }
    await sendKeys({ press: '?' });
    expect(fixture.root.querySelector('dialog')?.open ?? false).to.equal(false);
  });

  it('come back when the element does', async () => {
    fixture = await showDesk();
    fixture.desk.remove();
    expect(fixture.adapter.connections).to.equal(0);
    document.body.append(fixture.desk);
    await fixture.until(() => fixture.names().length === 2, 'the list is there again');
    expect(fixture.adapter.connections).to.equal(1);
  });
});
