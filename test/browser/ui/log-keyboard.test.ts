import { expect } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import { type LogFixture, showBusyLog, showLog, until } from './log-fixture.js';

describe('the log by keyboard (Y3b, Y5)', function () {
  this.timeout(90_000);
  let log: LogFixture;
  afterEach(() => log.release());

  const press = async (...keys: string[]): Promise<void> => {
    for (const key of keys) await sendKeys({ press: key });
  };
  const position = (): number => Number(log.root.activeElement?.getAttribute('aria-posinset'));

  it('has one row in the tab order: the newest', async () => {
    log = await showLog({ messages: 60 });
    expect(log.rows().filter((row) => row.tabIndex === 0)).to.deep.equal([log.rows().at(-1)]);
    log.adapter.agentSays('One more');
    await log.settled();
    expect(log.rows().filter((row) => row.tabIndex === 0)).to.deep.equal([log.rows().at(-1)]);
  });

  it('walks message by message over group borders, and tells true positions', async () => {
    log = await showLog({ messages: 260, pageSize: 300 });
    const size = log.chat.getState().timeline.head;
    log.rows().at(-1)?.focus();
    expect(position()).to.equal(size);
    await press('ArrowUp', 'ArrowUp');
    expect(position()).to.equal(size - 2);
    await press('ArrowDown');
    expect(position()).to.equal(size - 1);
    for (let page = 1; page <= 8; page++) {
      await press('PageUp');
      expect(position()).to.equal(size - 1 - 10 * page);
    }
    await press('PageDown');
    expect(position()).to.equal(size - 71);
    await press('Home');
    expect(position()).to.equal(1);
    expect(log.root.activeElement?.getAttribute('aria-setsize')).to.equal(String(size));
    const row = log.root.activeElement as HTMLElement;
    await log.settled();
    expect(log.offsetOf(row)).to.be.within(-1, log.scroller.clientHeight);
    await press('ArrowUp');
    expect(position()).to.equal(1);
    await press('End');
    expect(position()).to.equal(size);
  });

  it('reaches rows that wait for an idle moment, and keeps the focus on them', async () => {
    let becomeIdle: () => void;
    [log, becomeIdle] = await showBusyLog({ messages: 5_000, pageSize: 6_000 });
    log.rows().at(-1)?.focus();
    // In one task, so that nothing comes into sight on the way.
    for (let page = 0; page < 30; page++) {
      log.root.activeElement?.dispatchEvent(new KeyboardEvent('keydown', { key: 'PageUp', bubbles: true }));
    }
    expect(position()).to.equal(5_001 - 300);
    await press('Home');
    const row = log.root.activeElement as HTMLElement;
    expect(position()).to.equal(1);
    becomeIdle();
    await until(() => log.rows().length === 5_001, 'all rows');
    log.adapter.agentSays('News far below');
    await log.settled();
    expect(log.root.activeElement).to.equal(row);
    expect(row.getAttribute('aria-setsize')).to.equal('5002');
  });

  it('Y2 never moves the focus for a new message', async () => {
    log = await showLog({ messages: 60 });
    const outside = document.createElement('button');
    outside.textContent = 'Elsewhere';
    document.body.append(outside);
    outside.focus();
    log.adapter.agentSays('Look at me');
    await log.settled();
    expect(document.activeElement).to.equal(outside);
    outside.remove();
  });

  it('keeps the focus on a message that goes from the outbox into the log', async () => {
    log = await showLog({ messages: 60 });
    log.adapter.refuseNext('message-too-long');
    log.chat.dispatch({ type: 'send', text: 'Second try' });
    await until(() => log.root.querySelector('[data-action="retry"]'), 'a failed message');
    const button = log.root.querySelector<HTMLElement>('[data-action="retry"]');
    button?.focus();
    await press('Enter');
    await until(() => log.chat.getState().outbox.length === 0, 'sent');
    await log.settled();
    expect(log.root.activeElement).to.equal(log.row('Second try'));
  });

  it('discards a failed message and leaves the focus in the log', async () => {
    log = await showLog({ messages: 60 });
    log.adapter.refuseNext('message-too-long');
    log.chat.dispatch({ type: 'send', text: 'Never mind' });
    await until(() => log.root.querySelector('[data-action="discard"]'), 'a failed message');
    log.root.querySelector<HTMLElement>('[data-action="discard"]')?.focus();
    await press('Enter');
    await until(() => log.chat.getState().outbox.length === 0, 'discarded');
    await log.settled();
    expect(log.scroller.contains(log.root.activeElement)).to.equal(true);
  });
});
