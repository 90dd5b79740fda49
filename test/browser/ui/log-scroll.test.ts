import { expect } from '@open-wc/testing';
import { framePainted, type LogFixture, showLog, until } from './log-fixture.js';

const atEnd = ({ scroller }: LogFixture): boolean =>
  Math.abs(scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight) <= 1;

/** The first row that is wholly in sight. */
function firstInSight(log: LogFixture): HTMLElement {
  const row = log.rows().find((candidate) => log.offsetOf(candidate) >= 0);
  if (!row) throw new Error('No row in sight');
  return row;
}

async function scrollTo(log: LogFixture, top: number): Promise<void> {
  log.scroller.scrollTop = top;
  await log.settled();
}

describe('the place in the log', function () {
  this.timeout(90_000);
  let log: LogFixture;
  afterEach(() => log.release());

  it('follows the end while the reader is there', async () => {
    log = await showLog({ messages: 60 });
    expect(atEnd(log)).to.equal(true);
    for (let index = 0; index < 5; index++) {
      log.adapter.agentSays(`More\nthan\none line ${index}`);
      await log.settled();
      expect(atEnd(log)).to.equal(true);
    }
  });

  it('stays where the reader is when messages arrive, and shows the way to them', async () => {
    log = await showLog({ messages: 60 });
    await scrollTo(log, log.scroller.scrollTop - 600);
    const row = firstInSight(log);
    const offset = log.offsetOf(row);
    log.adapter.agentSays('Something new');
    await log.settled();
    expect(log.offsetOf(row)).to.be.closeTo(offset, 1);

    const button = log.root.querySelector<HTMLElement>('.jump');
    expect(button?.textContent.trim()).to.equal('New messages');
    button?.click();
    await log.settled();
    expect(atEnd(log)).to.equal(true);
    expect(log.root.querySelector('.jump')).to.equal(null);
    expect(log.root.activeElement).to.equal(log.rows().at(-1));
  });

  it('holds the row under the eyes while earlier pages come in above it', async () => {
    log = await showLog({ messages: 700, pageSize: 100, manualHistory: true });
    for (let page = 1; page <= 4; page++) {
      await scrollTo(log, 0);
      const row = firstInSight(log);
      const offset = log.offsetOf(row);
      const before = log.chat.getState().timeline.closed.length;
      expect(log.actions.at(-1)).to.deep.equal({ type: 'load-history' });
      log.chat.dispatch({ type: 'load-history' });
      await until(() => log.chat.getState().timeline.closed.length > before, 'an earlier page');
      // Every frame on the way, and not only the last, has the row where it was.
      for (let frame = 0; frame < 6; frame++) {
        await framePainted();
        expect(log.offsetOf(row), `page ${page}, frame ${frame}`).to.be.closeTo(offset, 1.5);
      }
    }
  });

  it('holds it while heights above change late, as pictures do', async () => {
    log = await showLog({ messages: 100, pageSize: 200 });
    await scrollTo(log, log.scroller.scrollTop - 500);
    const row = firstInSight(log);
    const offset = log.offsetOf(row);
    const above = row.previousElementSibling?.previousElementSibling as HTMLElement;
    above.style.paddingBlockEnd = '333px';
    await log.settled();
    expect(log.offsetOf(row)).to.be.closeTo(offset, 1);
  });

  it('keeps the end in sight when the viewport shrinks, as with a keyboard', async () => {
    log = await showLog({ messages: 60 });
    const container = log.scroller.parentElement as HTMLElement;
    container.style.blockSize = '200px';
    await log.settled();
    expect(atEnd(log)).to.equal(true);
    container.style.display = 'none';
    log.adapter.agentSays('While hidden');
    await log.settled();
    container.style.display = '';
    await log.settled();
    expect(atEnd(log)).to.equal(true);
  });

  it('keeps the place above the end while the panel is closed', async () => {
    log = await showLog({ messages: 100, pageSize: 200 });
    await scrollTo(log, log.scroller.scrollTop - 700);
    const row = firstInSight(log);
    const offset = log.offsetOf(row);
    const container = log.scroller.parentElement as HTMLElement;
    container.style.display = 'none';
    log.adapter.agentSays('While hidden');
    await log.settled();
    container.style.display = '';
    await log.settled();
    expect(log.offsetOf(row)).to.be.closeTo(offset, 1);
  });

  it('joins the groups at a history border without a seam', async () => {
    const messages = Array.from({ length: 450 }, (_, index) => ({
      from: 'agent' as const,
      text: `Line ${index + 1}`,
      time: Date.UTC(2026, 0, 15, 9) + index * 1000,
    }));
    log = await showLog({ messages, pageSize: 30, height: 300, manualHistory: true });
    expect(log.scroller.querySelectorAll('.name').length).to.equal(1);
    while (!log.chat.getState().timeline.atStart) {
      const loaded = log.rows().length;
      log.chat.dispatch({ type: 'load-history' });
      await until(() => log.rows().length > loaded, 'an earlier page');
    }
    await until(() => log.rows().length === 451, 'all rows');
    // One group over all chunks: one name at its first message, one time at its last, one day.
    expect(log.scroller.querySelectorAll('.name').length).to.equal(1);
    expect(log.scroller.querySelectorAll('.row:not(.system) > .meta').length).to.equal(1);
    expect(log.scroller.querySelectorAll('.day').length).to.equal(1);
    expect(log.row('Line 1').querySelector('.name')).to.not.equal(null);
    expect(log.row('Line 450').querySelector('.meta')).to.not.equal(null);
  });

  it('D2 keeps its place when the log is replaced by a restored one', async () => {
    log = await showLog({ messages: 100, pageSize: 200 });
    await scrollTo(log, log.scroller.scrollTop - 700);
    const row = firstInSight(log);
    const offset = log.offsetOf(row);
    const { id } = row.dataset;
    log.adapter.restore();
    await until(() => !row.isConnected, 'the log was rendered anew');
    await log.settled();
    const again = log.scroller.querySelector<HTMLElement>(`[data-id="${id}"]`);
    expect(again && log.offsetOf(again)).to.be.closeTo(offset, 1);
  });
});
