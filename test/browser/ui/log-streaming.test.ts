import { expect } from '@open-wc/testing';
import { type LogFixture, showLog, until } from './log-fixture.js';

const streamed = ({ root }: LogFixture): HTMLElement | null =>
  root.querySelector<HTMLElement>('[part~="message-streamed"]');
const words = (log: LogFixture): string | undefined => streamed(log)?.querySelector('.bubble')?.textContent.trim();
const atEnd = ({ scroller }: LogFixture): boolean =>
  Math.abs(scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight) <= 1;

describe('a message that grows (V29, P-R11)', function () {
  this.timeout(90_000);
  let log: LogFixture;
  afterEach(() => log.release());

  it('stands at the end with its name, as plain text, and is a message once it is stored', async () => {
    log = await showLog({ messages: [{ from: 'visitor', text: 'When?' }] });
    log.adapter.botStreams('From **Fri');
    await until(() => words(log) === 'From **Fri', 'begun');
    const bubble = streamed(log) as HTMLElement;
    expect(bubble.querySelector('.name')?.textContent).to.equal('Pip');
    log.adapter.botStreams('From **Friday** on.\nShall I');
    await until(() => words(log) === 'From **Friday** on.\nShall I', 'grown');
    expect(streamed(log) === bubble).to.equal(true);
    expect(bubble.querySelector('strong') === null).to.equal(true);
    // Two lines stay two lines.
    expect(getComputedStyle(bubble.querySelector('.preview') as Element).whiteSpaceCollapse).to.equal('preserve');
    log.adapter.botSays('From **Friday** on.\nShall I put one aside?');
    await until(() => log.rows().at(-1)?.querySelector('.bubble strong'), 'stored');
    expect(log.rows().at(-1)?.textContent).to.contain('put one aside?');
    expect(streamed(log) === null).to.equal(true);
  });

  it('never becomes markup', async () => {
    log = await showLog({ messages: 1 });
    log.adapter.botStreams('<img src=x onerror=alert(1)>');
    await until(() => words(log) === '<img src=x onerror=alert(1)>', 'shown');
    expect(streamed(log)?.querySelector('img') === null).to.equal(true);
  });

  it('is said once, when it is stored (Y3)', async () => {
    log = await showLog({ messages: [{ from: 'visitor', text: 'When?' }] });
    const said: string[] = [];
    for (const region of log.root.querySelectorAll('[aria-live]:not([role="log"])')) {
      new MutationObserver((records) => {
        for (const { addedNodes } of records) for (const node of addedNodes) said.push(node.textContent ?? '');
      }).observe(region, { childList: true });
    }
    for (const text of ['From', 'From Fri', 'From Friday on.']) {
      log.adapter.botStreams(text);
      await until(() => words(log) === text, text);
    }
    log.adapter.botSays('From Friday on.');
    await until(() => said.length > 0, 'said');
    expect(said).to.deep.equal(['Pip: From Friday on.']);
  });

  it('is rendered once per frame, however many pieces come', async () => {
    log = await showLog({ messages: 60 });
    let changes = 0;
    const observer = new MutationObserver((records) => (changes += records.length));
    observer.observe(log.scroller, { childList: true, characterData: true, subtree: true });
    let text = '';
    for (let index = 0; index < 500; index++) log.adapter.botStreams((text += `word ${index} `));
    await until(() => words(log)?.endsWith('word 499'), 'shown');
    expect(changes).to.be.lessThan(50);
  });

  it('keeps the end in sight while it grows, and leaves alone who reads above', async () => {
    log = await showLog({ messages: 60 });
    const long = (lines: number): string => Array.from({ length: lines }, (_, index) => `Line ${index}`).join('\n');
    for (const lines of [1, 10, 30]) {
      log.adapter.botStreams(long(lines));
      await until(() => words(log)?.endsWith(`Line ${lines - 1}`), 'grown');
      await log.settled();
      expect(atEnd(log)).to.equal(true);
    }
    log.scroller.scrollTop -= 900;
    await log.settled();
    const { scrollTop } = log.scroller;
    log.adapter.botStreams(long(60));
    await until(() => words(log)?.endsWith('Line 59'), 'grown');
    await log.settled();
    expect(log.scroller.scrollTop).to.be.closeTo(scrollTop, 1);
  });

  it('does not rise again when it is stored: it has been there', async () => {
    log = await showLog({ messages: [{ from: 'visitor', text: 'When?' }] });
    // A calm moment, in which a new row would rise.
    const { timeStamp } = new Event('now');
    await until(() => performance.now() - timeStamp > 400, 'calm');
    log.adapter.botStreams('From Friday on.');
    await until(() => words(log) === 'From Friday on.', 'shown');
    const risen: Element[] = [];
    const { animate } = Element.prototype;
    Element.prototype.animate = function (...args) {
      risen.push(this);
      return animate.apply(this, args);
    };
    try {
      log.adapter.botSays('From Friday on.');
      await until(() => log.rows().at(-1)?.textContent.includes('From Friday on.'), 'stored');
      await log.settled();
      expect(risen.length).to.equal(0);
    } finally {
      Element.prototype.animate = animate;
    }
  });

  it('shows that somebody writes while there is no word yet, and nothing once it is given up', async () => {
    log = await showLog({ messages: [{ from: 'visitor', text: 'When?' }] });
    log.adapter.botStreams('');
    await until(() => log.root.querySelector('.dots'), 'writing');
    expect(streamed(log) === null).to.equal(true);
    log.adapter.botStreams('From');
    await until(() => words(log) === 'From' && !log.root.querySelector('.dots'), 'a word');
    log.adapter.botStreams(null);
    await until(() => !streamed(log), 'gone');
  });
});
