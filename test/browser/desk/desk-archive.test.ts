/** The archive on the desk (A9): words, filters and what was found, in the place of the inbox. */
import { expect } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import 'axe-core/axe.min.js';
import type axe from 'axe-core';
import type { ArchiveSearch, ArchiveSource } from '@support-chat/desk';
import { ProtocolError, type ArchiveHit } from '@support-chat/protocol';
import { untilAtRest } from '../../support/mount-chat.js';
import { showDesk, THREE, type DeskFixture } from './desk-fixture.js';

const hit = (index: number, words?: string): ArchiveHit => ({
  ...{ id: `archived-${index}`, epoch: 'epoch-0001', head: 3, phase: 'ended', unread: 0 },
  visitor: { kind: 'visitor', id: `visitor-${index}`, name: `Old ${index}` },
  startedAt: Date.UTC(2025, 0, index),
  lastMessage: { author: { kind: 'visitor', id: `visitor-${index}` }, text: 'Bye', time: Date.UTC(2025, 0, index) },
  ...(words !== undefined && {
    found: { author: { kind: 'visitor', id: `visitor-${index}` }, text: words, time: Date.UTC(2025, 0, index), seq: 1 },
  }),
});

/** An archive of three, asked and answered by hand. */
class Kept implements ArchiveSource {
  readonly asked: ArchiveSearch[] = [];
  failure: ProtocolError | null = null;
  /** Answers wait while it is there. */
  gate: Promise<void> | null = null;

  async find(search: ArchiveSearch, signal: AbortSignal): Promise<unknown> {
    this.asked.push(search);
    await this.gate;
    signal.throwIfAborted();
    if (this.failure) throw this.failure;
    if (search.words === 'rare') {
      const page = Number(search.after ?? '0');
      return page < 3 ? { conversations: [], after: String(page + 1) } : { conversations: [hit(9)] };
    }
    if (search.after !== undefined) return { conversations: [hit(3), hit(2)] };
    if (search.words === 'nothing') return { conversations: [] };
    if (search.words !== undefined) return { conversations: [hit(7, `a ${search.words} that leaks`)] };
    return { conversations: [hit(1), hit(2)], after: 'page-2' };
  }

  exportUrl?: ArchiveSource['exportUrl'] = (search, format) => `/export?${JSON.stringify(search)}&${format}`;
}

describe('the archive on the desk', function () {
  this.timeout(30_000);
  let fixture: DeskFixture;
  let kept: Kept;
  beforeEach(() => {
    kept = new Kept();
  });
  afterEach(() => fixture.release());

  const part = <Kind extends Element>(selector: string): Kind => {
    const found = fixture.root.querySelector<Kind>(selector);
    if (found === null) throw new Error(`There is no ${selector}.`);
    return found;
  };
  const search = (): HTMLInputElement => part('[part~="archive"] input[type="search"]');
  const said = (): string => part('.archive-said').textContent?.trim() ?? '';
  const isShown = (): boolean => fixture.root.querySelector('[part~="archive"]') !== null;

  async function open(options = {}): Promise<void> {
    fixture = await showDesk({ ...THREE, archive: kept, ...options });
    fixture.button('Search all chats').click();
    await fixture.until(isShown, 'the archive is there');
    await fixture.until(() => said() !== 'Searching', 'it has answered');
  }

  it('A9 F opens it with the focus in the field; Escape clears the words, and then goes back to the inbox', async () => {
    fixture = await showDesk({ ...THREE, archive: kept });
    fixture.row('Bea').focus();
    await sendKeys({ press: 'f' });
    await fixture.until(isShown, 'the archive is there');
    await fixture.until(() => fixture.focused() === search(), 'the field has the focus');
    expect(fixture.root.querySelectorAll('[role="tab"]').length).to.equal(0);
    await sendKeys({ type: 'pot' });
    await fixture.until(() => kept.asked.at(-1)?.words === 'pot', 'it was looked up');
    await sendKeys({ press: 'Escape' });
    expect(search().value).to.equal('');
    expect(isShown()).to.equal(true);
    await sendKeys({ press: 'Escape' });
    await fixture.until(() => !isShown(), 'the inbox is back');
    expect(fixture.names()).to.include('Ida');
  });

  it('A9 typing looks once for all letters, Enter at once; an answer that comes late is not shown', async () => {
    await open();
    expect(fixture.names()).to.deep.equal(['Old 1', 'Old 2']);
    search().focus();
    let letGo = (): void => undefined;
    kept.gate = new Promise((resolve) => (letGo = resolve));
    await sendKeys({ type: 'nothing' });
    await sendKeys({ press: 'Enter' });
    await fixture.until(() => kept.asked.at(-1)?.words === 'nothing', 'Enter asks at once');
    kept.gate = null;
    search().select();
    await sendKeys({ type: 'kettle' });
    await fixture.until(() => fixture.names().join() === 'Old 7', 'the newer answer is there');
    letGo();
    await fixture.until(() => said() === '1 chat', 'it says how many');
    expect(fixture.names()).to.deep.equal(['Old 7']);
    expect(kept.asked.filter(({ words }) => words?.startsWith('ke')).map(({ words }) => words)).to.deep.equal([
      'kettle',
    ]);
    expect(fixture.row('Old 7').querySelector('mark')?.textContent).to.equal('kettle');
  });

  it('A9 filters go along with the words, and a mark says that there are some', async () => {
    await open();
    const filters = fixture.button('Filters');
    expect(filters.getAttribute('aria-expanded')).to.equal('false');
    filters.click();
    const [phase, rating] = fixture.root.querySelectorAll<HTMLSelectElement>('.archive-filters select');
    const [from, to] = fixture.root.querySelectorAll<HTMLInputElement>('.archive-filters [type="date"]');
    const choose = (field: HTMLInputElement | HTMLSelectElement | undefined, value: string): void => {
      if (!field) throw new Error('A filter is missing.');
      field.value = value;
      field.dispatchEvent(new Event('change'));
    };
    choose(phase, 'ended');
    choose(rating, '2');
    choose(from, '2025-03-01');
    choose(to, '2025-03-01');
    fixture.root.querySelector<HTMLInputElement>('.archive-mine input')?.click();
    await fixture.until(() => kept.asked.at(-1)?.agent !== undefined, 'all filters were asked for');
    const day = new Date(2025, 2, 1).getTime();
    expect(kept.asked.at(-1)).to.deep.include({
      phase: 'ended',
      rating: 2,
      from: day,
      to: new Date(2025, 2, 2).getTime(),
    });
    expect(part('.filter-mark')).to.exist;
    expect(to?.value).to.equal('2025-03-01');
    choose(phase, '');
    await fixture.until(() => kept.asked.at(-1)?.phase === undefined, 'a filter is taken back');
  });

  it('A9 More brings the next page, and nobody twice', async () => {
    await open();
    expect(said()).to.equal('2 chats, and there may be more');
    fixture.button('More').click();
    await fixture.until(() => fixture.names().length === 3, 'the page is there');
    expect(fixture.names()).to.deep.equal(['Old 1', 'Old 2', 'Old 3']);
    expect(kept.asked.at(-1)?.after).to.equal('page-2');
    expect(said()).to.equal('3 chats');
  });

  it('A9 looks on by itself through pages with nothing in them', async () => {
    await open();
    search().focus();
    await sendKeys({ type: 'rare' });
    await fixture.until(() => fixture.names().join() === 'Old 9', 'the fourth page has it');
    expect(kept.asked.slice(-4).map(({ after }) => after)).to.deep.equal([undefined, '1', '2', '3']);
  });

  it('A9 a chat that no inbox shows opens with the name of its visitor', async () => {
    await open();
    fixture.row('Old 1').click();
    await fixture.until(() => fixture.paneOf('Old 1'), 'the chat is open');
    expect(part('.about-name').textContent?.trim()).to.contain('Old 1');
    expect(fixture.row('Old 1').getAttribute('aria-current')).to.equal('true');
    // Also when the inbox is back.
    fixture.button('Back to the inbox').click();
    await fixture.until(() => !isShown(), 'the inbox is back');
    expect(fixture.paneOf('Old 1') !== null).to.equal(true);
  });

  it('A9 a failure is said and can be tried again; nothing found is said; what was found before stays until then', async () => {
    await open();
    kept.failure = new ProtocolError('unavailable');
    search().focus();
    await sendKeys({ type: 'nothing' });
    await sendKeys({ press: 'Enter' });
    await fixture.until(
      () => fixture.root.querySelector('.archive-more')?.textContent?.includes('again'),
      'it can be tried again',
    );
    expect(said()).not.to.equal('');
    expect(fixture.names()).to.deep.equal(['Old 1', 'Old 2']);
    kept.failure = null;
    fixture.button('Try again').click();
    await fixture.until(() => said() === 'Nothing found.', 'it says that there is nothing');
  });

  it('A9 files are offered to those who may take them along, with what is looked for', async () => {
    await open();
    const links = [...fixture.root.querySelectorAll<HTMLAnchorElement>('.archive-exports a')];
    expect(links.map((link) => link.textContent)).to.deep.equal(['CSV', 'JSON']);
    expect(links.every((link) => link.hasAttribute('download'))).to.equal(true);
    search().focus();
    await sendKeys({ type: 'pot' });
    await fixture.until(() => fixture.names().join() === 'Old 7', 'it was found');
    expect(decodeURI(links[0]?.href ?? '')).to.contain('"words":"pot"');
    fixture.release();
    kept = new Kept();
    delete kept.exportUrl;
    await open();
    expect(fixture.root.querySelector('.archive-exports') === null).to.equal(true);
  });

  it('A9 a desk without an archive has no button, and F does nothing', async () => {
    fixture = await showDesk(THREE);
    expect(fixture.root.querySelector('[part~="archive-button"]') === null).to.equal(true);
    fixture.row('Bea').focus();
    await sendKeys({ press: 'f' });
    expect(isShown()).to.equal(false);
  });

  for (const width of [1200, 390]) {
    it(`Y2 nothing is found by axe at ${width} pixels`, async () => {
      await open({ width });
      fixture.button('Filters').click();
      await untilAtRest(fixture.desk);
      const { violations } = await (window as unknown as { axe: typeof axe }).axe.run(fixture.desk);
      expect(violations.map(({ id, nodes }) => [id, nodes.map((node) => node.html)])).to.deep.equal([]);
    });
  }
});
