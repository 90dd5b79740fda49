import { expect } from '@open-wc/testing';
import { inTasks, type LogFixture, showBusyLog, showLog, until } from './log-fixture.js';

/** Elements that were added to or removed from closed groups, and to the open one. */
function watchGroups(scroller: HTMLElement): { readonly closed: () => number; readonly added: () => number } {
  let closed = 0;
  let added = 0;
  const count = (records: readonly MutationRecord[]): void => {
    for (const { target, addedNodes, removedNodes } of records) {
      if (!(target instanceof HTMLElement) || !target.classList.contains('group')) continue;
      const rows = [...addedNodes, ...removedNodes].filter(
        (node) => node instanceof HTMLElement && node.matches('.row'),
      );
      // A group that closes now takes its last rows in the same frame, before it is called closed and sealed.
      if (target.dataset.sealed !== undefined) closed += rows.length;
      else added += rows.length;
    }
    for (const group of scroller.querySelectorAll<HTMLElement>('.group.closed')) {
      if (group.childElementCount > 0) group.dataset.sealed = '';
    }
  };
  const observer = new MutationObserver(count);
  observer.observe(scroller, { childList: true, subtree: true });
  return {
    closed: () => (count(observer.takeRecords()), closed),
    added: () => (count(observer.takeRecords()), added),
  };
}

const texts = (log: LogFixture): string[] => log.rows().map((row) => row.querySelector('.bubble')?.textContent ?? '');

describe('the log with 10,000 messages', function () {
  this.timeout(90_000);
  let log: LogFixture;
  afterEach(() => log.release());

  it('renders live messages once: one DOM row each, closed groups never touched again', async function () {
    log = await showLog({ messages: [{ from: 'agent', text: 'Welcome' }] });
    const watch = watchGroups(log.scroller);
    await inTasks(10_000, (index) => log.adapter.agentSays(`Live ${index}`));
    const last = (): boolean => log.rows().at(-1)?.textContent.includes('Live 9999') === true;
    await until(() => last() && log.rows().length === 10_002, 'all in the document');

    expect(watch.closed()).to.equal(0);
    expect(watch.added()).to.equal(10_000);
    const live = texts(log).filter((text) => text.startsWith('Live'));
    expect(live).to.deep.equal(Array.from({ length: 10_000 }, (_, index) => `Live ${index}`));
    const largest = Math.max(...[...log.scroller.querySelectorAll('.group')].map((group) => group.childElementCount));
    expect(largest).to.be.at.most(52);
  });

  it('shows the newest of a long history first, and has all of it in order soon after', async function () {
    let becomeIdle: () => void;
    [log, becomeIdle] = await showBusyLog({ messages: 10_000, pageSize: 10_001 });
    // Messages stand as typed until the part that formats them has come, and are another height then.
    await until(() => log.scroller.querySelector('.bubble li'), 'a list as such');
    await log.settled();
    const first = log.rows();
    expect(first.length).to.be.within(30, 100);
    expect(first.at(-1)?.textContent).to.contain('(10000)');
    expect(log.scroller.scrollTop + log.scroller.clientHeight).to.be.closeTo(log.scroller.scrollHeight, 1);

    const top = log.scroller.scrollTop;
    becomeIdle();
    // A live collection, because asking for a new list each time would keep the page from being idle.
    const rows = log.scroller.getElementsByClassName('row');
    await until(() => rows.length === 10_001, 'all in the document');
    // Groups have their place before they have their rows.
    expect(log.scroller.scrollTop).to.be.closeTo(top, 1);
    const positions = log.rows().map((row) => Number(row.getAttribute('aria-posinset')));
    expect(positions).to.deep.equal(Array.from({ length: 10_001 }, (_, index) => index + 1));
  });

  it('renders once per frame, whatever arrived', async () => {
    log = await showLog({ messages: [{ from: 'agent', text: 'Welcome' }] });
    const end = log.scroller.querySelector('.group.open') as Element;
    let batches = 0;
    const observer = new MutationObserver(() => batches++);
    observer.observe(end, { childList: true });
    for (let index = 0; index < 20; index++) log.adapter.agentSays(`Burst ${index}`);
    expect(observer.takeRecords()).to.deep.equal([]);
    await log.settled();
    expect(batches).to.equal(1);
    observer.disconnect();
  });

  it('keeps the times of closed groups true, and can still join them with earlier pages', async () => {
    const interval = window.setInterval;
    const now = Date.now;
    const ticks: (() => void)[] = [];
    const start = now();
    window.setInterval = ((tick: () => void) => ticks.push(tick)) as unknown as typeof setInterval;
    try {
      const messages = Array.from({ length: 260 }, (_, index) => ({
        from: 'agent' as const,
        text: `Line ${index + 1}`,
        time: start - (260 - index) * 10_000,
      }));
      log = await showLog({ messages, pageSize: 120, manualHistory: true });
      window.setInterval = interval;
      const meta = (): string | undefined => log.row('Line 260').querySelector('.meta time')?.textContent.trim();
      log.adapter.visitorSays('A visitor ends the group');
      for (let index = 0; index < 60; index++) log.adapter.agentSays(`Later ${index}`);
      await until(() => log.row('Line 260').closest('.group.closed'), 'a closed group');
      expect(meta()).to.equal('Now');

      Date.now = () => now() + 12 * 60_000;
      for (const tick of ticks) tick();
      expect(meta()).to.equal('12 min');
      Date.now = () => now() + 48 * 3_600_000;
      for (const tick of ticks) tick();
      expect(meta()).to.match(/^\d+:\d\d/);
      const days = [...log.scroller.querySelectorAll('.day')].map((day) => day.textContent.trim());
      expect(days).to.not.include('Today');

      const loaded = log.rows().length;
      log.chat.dispatch({ type: 'load-history' });
      await until(() => log.rows().length > loaded, 'an earlier page');
      await log.settled();
      expect(meta()).to.match(/^\d+:\d\d/);
    } finally {
      window.setInterval = interval;
      Date.now = now;
    }
  });
});
