import { expect } from '@open-wc/testing';
import 'axe-core/axe.min.js';
import type axe from 'axe-core';
import { type LogFixture, showLog, until } from './log-fixture.js';

/** All that a live region has said, in order. */
function listen(region: Element): string[] {
  const said: string[] = [];
  new MutationObserver((records) => {
    for (const { addedNodes } of records) for (const node of addedNodes) said.push(node.textContent ?? '');
  }).observe(region, { childList: true });
  return said;
}

const messagesRegion = ({ root }: LogFixture): Element =>
  root.querySelector('[aria-live="polite"]:not([role])') as Element;

describe('what the log says aloud (Y3, Y4, V8)', function () {
  this.timeout(90_000);
  let log: LogFixture;
  afterEach(() => log.release());

  it('has a log that is not live, and its regions before the first message', async () => {
    log = await showLog();
    expect(log.scroller.getAttribute('aria-live')).to.equal('off');
    expect(log.scroller.getAttribute('aria-label')).to.equal('Conversation');
    for (const role of ['status', 'alert']) expect(log.root.querySelectorAll(`[role="${role}"]`).length).to.equal(1);
  });

  it('says each incoming message once, with its sender, and joins bursts', async () => {
    log = await showLog({ messages: 60 });
    const said = listen(messagesRegion(log));
    log.adapter.agentSays('First');
    await until(() => said.length === 1, 'said');
    expect(said).to.deep.equal(['Ada: First']);
    log.adapter.agentSays('Second');
    log.adapter.agentSays('Third');
    await until(() => said.length === 2, 'said');
    expect(said[1]).to.equal('Ada: Second\nAda: Third');
    for (let index = 0; index < 40; index++) log.adapter.agentSays(`Burst ${index}`);
    await until(() => said.length === 3, 'said');
    expect(said[2]).to.equal('40 new messages from Ada');
  });

  it('says the very first message, which comes with its log', async () => {
    log = await showLog();
    const said = listen(messagesRegion(log));
    log.adapter.agentSays('Hello, can I help?');
    await until(() => said.length === 1, 'said');
    expect(said).to.deep.equal(['Ada: Hello, can I help?']);
  });

  it('does not say own messages, snapshots, history, restored logs or rows that come into sight', async () => {
    log = await showLog({ messages: 400, pageSize: 100 });
    const said = listen(messagesRegion(log));
    log.chat.dispatch({ type: 'send', text: 'Mine' });
    await until(() => log.chat.getState().outbox.length === 0, 'sent');
    log.scroller.scrollTop = 0;
    await until(() => log.rows().length > 200, 'history');
    log.scroller.scrollTop = log.scroller.scrollHeight;
    await log.settled();
    const { epoch } = log.chat.getState().conversation;
    log.adapter.goOffline();
    log.adapter.agentSays('In the log that is restored meanwhile');
    log.adapter.restore();
    log.adapter.goOnline();
    log.chat.dispatch({ type: 'connect' });
    await until(() => log.chat.getState().conversation.epoch !== epoch, 'restored');
    await log.settled();
    // Something that is to be said, as the end of the wait.
    log.adapter.agentSays('The only one');
    await until(() => said.length > 0, 'said');
    expect(said).to.deep.equal(['Ada: The only one']);
  });

  it('says what was missed while away, once', async () => {
    log = await showLog({ messages: 60 });
    const said = listen(messagesRegion(log));
    log.adapter.goOffline();
    log.adapter.agentSays('While you were away');
    log.adapter.goOnline();
    log.chat.dispatch({ type: 'connect' });
    await until(() => said.length > 0, 'said');
    expect(said).to.deep.equal(['Ada: While you were away']);
  });

  it('tells a failure by the alert and progress by the status', async () => {
    log = await showLog({ messages: 60 });
    const alerts = listen(log.root.querySelector('[role="alert"]') as Element);
    const statuses = listen(log.root.querySelector('[role="status"]') as Element);
    log.adapter.refuseNext('message-too-long');
    log.chat.dispatch({ type: 'send', text: 'Too long' });
    await until(() => alerts.length > 0, 'alert');
    expect(alerts).to.deep.equal(['Not sent. The message is longer than 10,000 characters. Please shorten it.']);
    log.adapter.agentSays('By the way');
    await log.settled();
    expect(alerts.length).to.equal(1);
    log.root.querySelector<HTMLElement>('[data-action="retry"]')?.click();
    await until(() => statuses.includes('Sent'), 'sent');
    log.adapter.agentReads();
    await until(() => statuses.includes('Read'), 'read');
    expect(alerts.length).to.equal(1);
  });

  it('moves the marks of closed groups on without rendering them again (D4)', async () => {
    log = await showLog({ messages: 120, pageSize: 200, readByAgent: 0 });
    const marks = [...log.scroller.querySelectorAll<HTMLElement>('.group.closed .mark')];
    expect(marks.length).to.be.greaterThan(10);
    expect(new Set(marks.map(({ dataset }) => dataset.state))).to.deep.equal(new Set(['sent']));
    log.adapter.agentReads();
    await log.settled();
    expect(new Set(marks.map(({ dataset }) => dataset.state))).to.deep.equal(new Set(['read']));
    expect(new Set(marks.map((mark) => mark.getAttribute('aria-label')))).to.deep.equal(new Set(['Read']));
    expect(marks.every((mark) => mark.isConnected)).to.equal(true);
  });

  it('tells whether the end is in sight, so that what arrives there is read and above it is not', async () => {
    log = await showLog({ messages: 60 });
    await until(() => log.chat.getState().widget.reading, 'at the end');
    const unread: number[] = [];
    log.chat.on('unread', (count) => unread.push(count));
    log.adapter.agentSays('Read');
    await log.settled();
    expect(unread).to.deep.equal([]);
    log.scroller.scrollTop = 0;
    await until(() => !log.chat.getState().widget.reading, 'above it');
    log.adapter.agentSays('Unread');
    await log.settled();
    expect(unread).to.deep.equal([1]);
    log.log.scrollToEnd();
    await until(() => log.chat.getState().widget.unread === 0, 'read');
    expect(unread).to.deep.equal([1, 0]);
  });

  for (const scheme of ['light', 'dark']) {
    it(`has no finding by axe in any state, ${scheme}`, async () => {
      // High enough for all rows: axe measures rows that are not laid out as if they were.
      log = await showLog({ messages: 80, pageSize: 200, height: 6_000 });
      log.root.host.setAttribute('color-scheme', scheme);
      log.root.host.setAttribute('lang', 'en');
      (log.root.host as HTMLElement).style.background = scheme === 'dark' ? '#1a1b1e' : '#fff';
      log.adapter.agentSays('Code:\n```\nnpm ci\n```\n> quote\n\n1. one\n2. two `x` https://example.com');
      log.adapter.refuseNext('message-too-long');
      log.chat.dispatch({ type: 'send', text: 'Too long' });
      log.adapter.agentTypes();
      await until(() => log.root.querySelector('.failure') && log.root.querySelector('.typing'), 'all states');
      log.scroller.scrollTop = log.scroller.scrollHeight;
      await log.settled();
      const finite = log.root.getAnimations().filter(({ effect }) => effect?.getTiming().iterations !== Infinity);
      await Promise.all(finite.map(({ finished }) => finished));
      const { violations } = await (window as unknown as { axe: typeof axe }).axe.run(log.root.host as HTMLElement);
      expect(violations.map(({ id, nodes }) => [id, nodes.map((node) => node.html)])).to.deep.equal([]);
    });
  }
});
