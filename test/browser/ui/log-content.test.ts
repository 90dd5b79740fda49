import { expect } from '@open-wc/testing';
import { type LogFixture, showLog, until } from './log-fixture.js';

describe('what stands in the bubbles (V14, X6)', function () {
  this.timeout(90_000);
  let log: LogFixture;
  afterEach(() => log.release());

  it('renders the subset, and links that give nothing away', async () => {
    log = await showLog({ messages: [{ from: 'agent', text: '**bold** https://shop.example/a\n- one\n- two' }] });
    await until(() => log.scroller.querySelector('strong'), 'Markdown is read');
    const bubble = log.rows().at(-1)?.querySelector('.bubble');
    expect(bubble?.querySelector('strong')?.textContent).to.equal('bold');
    expect([...(bubble?.querySelectorAll('li') ?? [])].map((item) => item.textContent)).to.deep.equal(['one', 'two']);
    const link = bubble?.querySelector('a');
    expect(link?.rel).to.equal('noopener noreferrer nofollow ugc');
    expect(link?.target).to.equal('_blank');
    expect(link?.href).to.equal('https://shop.example/a');
  });

  it('shows a message as it was typed until what reads it has come, and stays where the reader is', async () => {
    log = await showLog({ messages: 120, pageSize: 200 });
    log.scroller.scrollTop = log.scroller.scrollHeight / 2;
    await log.settled();
    const row = log.rows().find((one) => log.offsetOf(one) > 0)!;
    const { id } = row.dataset;
    const offset = log.offsetOf(row);
    log.adapter.agentSays('**bold** words');
    const newest = (): Element | null | undefined => log.rows().at(-1)?.querySelector('.bubble');
    await until(() => newest()?.textContent.includes('words'), 'shown');
    await until(() => newest()?.querySelector('strong'), 'Markdown is read');
    expect(newest()?.textContent).to.equal('bold words');
    await log.settled();
    expect(log.offsetOf(log.scroller.querySelector(`[data-id="${id}"]`)!)).to.be.closeTo(offset, 1);
  });

  it('never makes markup of a text, a name or a picture address', async () => {
    const evil = '<img src=x onerror="window.evil = true"><script>window.evil = true</script>';
    log = await showLog({
      messages: [{ from: 'agent', text: `${evil} **${evil}** \`${evil}\` [${evil}](https://shop.example)` }],
      agent: { name: evil, avatarUrl: 'javascript:window.evil=true' },
    });
    const markup = (): Element | null => log.scroller.querySelector('img, script, [onerror]');
    expect(markup()).to.equal(null);
    await until(() => log.scroller.querySelector('strong'), 'Markdown is read');
    expect(markup()).to.equal(null);
    expect(log.scroller.querySelector('.name')?.textContent.trim()).to.equal(evil);
    expect('evil' in window).to.equal(false);
  });

  it('keeps every direction inside its message (Y9)', async () => {
    log = await showLog({
      messages: [
        { from: 'agent', text: 'שלום, מה שלומך?' },
        { from: 'agent', text: 'Hello' },
      ],
      agent: { name: '\u202eecilA' },
    });
    const bubbles = [...log.scroller.querySelectorAll<HTMLElement>('.bubble')];
    expect(bubbles.map((bubble) => getComputedStyle(bubble).direction)).to.deep.equal(['rtl', 'ltr']);
    expect(bubbles.map((bubble) => getComputedStyle(bubble).unicodeBidi)).to.deep.equal(['isolate', 'isolate']);
    expect(log.scroller.querySelector('.name')?.textContent.trim()).to.equal('ecilA');
  });

  it('copies code and says so, or says that it could not', async () => {
    log = await showLog({ messages: [{ from: 'agent', text: '```\nnpm ci\nnpm start\n```' }] });
    await until(() => log.scroller.querySelector('pre'), 'Markdown is read');
    const copied: string[] = [];
    let refuse = false;
    Object.defineProperty(navigator, 'clipboard', {
      configurable: true,
      value: {
        writeText: (text: string) =>
          refuse ? Promise.reject(new Error('no')) : Promise.resolve(void copied.push(text)),
      },
    });
    try {
      const button = log.scroller.querySelector<HTMLElement>('[data-action="copy"]');
      expect(button?.getAttribute('aria-label')).to.equal('Copy code');
      button?.click();
      await until(() => log.root.querySelector('[role="status"]')?.textContent === 'Copied', 'said');
      expect(copied).to.deep.equal(['npm ci\nnpm start']);
      expect(button?.hasAttribute('data-copied')).to.equal(true);
      refuse = true;
      button?.click();
      await until(
        () => log.root.querySelector('[role="alert"]')?.textContent.startsWith('Copying did not work'),
        'said',
      );
    } finally {
      Reflect.deleteProperty(navigator, 'clipboard');
    }
  });

  it('speaks another language at once, and stays where the reader is', async () => {
    log = await showLog({ messages: 120, pageSize: 200 });
    const { loadLocalizer } = await import('@support-chat/ui');
    log.scroller.scrollTop -= 500;
    await log.settled();
    const row = log.rows().find((candidate) => log.offsetOf(candidate) >= 0) as HTMLElement;
    const before = { id: row.dataset.id, offset: log.offsetOf(row) };
    log.log.setLocalizer(await loadLocalizer('de'));
    await log.settled();
    expect(log.scroller.getAttribute('aria-label')).to.equal('Unterhaltung');
    expect(log.scroller.querySelector('.mark')?.getAttribute('aria-label')).to.equal('Gelesen');
    const again = log.scroller.querySelector<HTMLElement>(`[data-id="${before.id}"]`) as HTMLElement;
    expect(log.offsetOf(again)).to.be.closeTo(before.offset, 1.5);
  });

  it('leaves nothing behind when it is released', async () => {
    log = await showLog({ messages: 60 });
    const container = log.scroller.parentElement as HTMLElement;
    log.release();
    expect(container.childElementCount).to.equal(0);
    log.log.update(log.chat.getState());
    await log.settled();
    expect(container.childElementCount).to.equal(0);
  });
});
