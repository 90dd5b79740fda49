/** The statistics on the desk (A10): days, whose chats, and the figures as tiles, charts and tables. */
import { expect } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import 'axe-core/axe.min.js';
import type axe from 'axe-core';
import type { StatisticsSearch, StatisticsSource } from '@support-chat/desk';
import { ProtocolError, type Figures, type StatisticsAnswer } from '@support-chat/protocol';
import { untilAtRest } from '../../support/mount-chat.js';
import { showDesk, THREE, type DeskFixture } from './desk-fixture.js';

const NONE = { count: 0, median: null, p90: null };
const figures = (chats: number): Figures => ({
  ...{ chats, forms: 1, missed: 2, open: 3, passedOn: 4, response: NONE },
  wait: { count: chats, median: 65_000, p90: 3_600_000 },
  handling: { count: chats, median: 86_400_000 + 7_200_000, p90: 86_400_000 },
  scores: [0, 0, 1, 0, 2],
});

const ANSWER: StatisticsAnswer = {
  total: figures(42),
  days: [1, 2, 3].map((day) => ({ day: `2026-11-0${day}`, ...figures(day * 10) })),
  hours: Array.from({ length: 24 }, (_, hour) => ({ hour, ...figures(hour) })),
  departments: [
    { id: 'sales', name: 'Sales', ...figures(30) },
    { id: 'service', name: 'Service', ...figures(12) },
    { id: null, name: null, ...figures(1) },
  ],
  agents: [
    { id: 'agent-ada', name: 'Ada', ...figures(22) },
    { id: 'agent-ben', name: 'Ben', ...figures(20) },
  ],
};

/** Figures that are given by hand. */
class Given implements StatisticsSource {
  readonly asked: StatisticsSearch[] = [];
  answer: unknown = ANSWER;
  failure: ProtocolError | null = null;

  async figures(search: StatisticsSearch): Promise<unknown> {
    this.asked.push(search);
    await Promise.resolve();
    if (this.failure) throw this.failure;
    return this.answer;
  }

  topics = (): Promise<unknown> =>
    Promise.resolve({
      topics: [
        { words: 'gift card', chats: 7 },
        { words: '<b>تذكرة</b>', chats: 3 },
      ],
      questions: 40,
    });

  exportUrl = (search: StatisticsSearch, format: string): string => `/export?${search.from}&${format}`;
}

describe('the statistics on the desk', function () {
  this.timeout(60_000);
  let fixture: DeskFixture;
  let given: Given;
  beforeEach(() => {
    given = new Given();
  });
  afterEach(() => fixture.release());

  const all = (selector: string): Element[] => [...fixture.root.querySelectorAll(`[part~="statistics"] ${selector}`)];
  const texts = (selector: string): string[] =>
    all(selector).map(({ textContent }) => textContent.replaceAll(/\s+/g, ' ').trim());
  const isShown = (): boolean => fixture.root.querySelector('[part~="statistics"]') !== null;
  const selectOf = (label: string): HTMLSelectElement => {
    const found = all('label').find(({ textContent }) => textContent.trim().startsWith(label));
    const select = found?.querySelector('select');
    if (!select) throw new Error(`Nothing is chosen by ${label}.`);
    return select;
  };
  const choose = (label: string, value: string): void => {
    const select = selectOf(label);
    select.value = value;
    select.dispatchEvent(new Event('change', { bubbles: true }));
  };

  async function open(): Promise<void> {
    fixture = await showDesk({ ...THREE, statistics: given });
    fixture.button('Statistics').click();
    await fixture.until(isShown, 'the statistics are there');
    await fixture.until(() => all('.topics li').length > 0, 'everything is counted');
  }

  it('A10 G opens them with the focus where the days are chosen, and goes back to the inbox', async () => {
    fixture = await showDesk({ ...THREE, statistics: given });
    fixture.row('Bea').focus();
    await sendKeys({ press: 'g' });
    await fixture.until(isShown, 'the statistics are there');
    await fixture.until(() => fixture.focused() === selectOf('Days'), 'the days have the focus');
    fixture.button('Back to the inbox').click();
    await fixture.until(() => !isShown(), 'the inbox is back');
    expect(fixture.names()).to.include('Ida');
  });

  it('A10 the button leads back too; they are counted anew each time, and give way to the archive', async () => {
    const never = (): Promise<never> => new Promise(() => undefined);
    fixture = await showDesk({ ...THREE, statistics: given, archive: { find: never } });
    const isArchiveShown = (): boolean => fixture.root.querySelector('[part~="archive"]') !== null;
    fixture.button('Statistics').click();
    await fixture.until(isShown, 'the statistics are there');
    fixture.button('Statistics').click();
    await fixture.until(() => !isShown(), 'the inbox is back');
    const before = given.asked.length;
    fixture.button('Statistics').click();
    await fixture.until(() => isShown() && given.asked.length > before, 'they are counted anew');
    fixture.button('Search all chats').click();
    await fixture.until(() => isArchiveShown() && !isShown(), 'the archive is in their place');
    fixture.button('Statistics').click();
    await fixture.until(() => isShown() && !isArchiveShown(), 'the statistics are in its place');
  });

  it('A10 tiles, charts and tables say the figures; what was asked stays text', async () => {
    await open();
    expect(texts('.tile-value')).to.deep.equal(['42', '1 min 5 sec', '–', '1 day 2 hr', '4.3']);
    // Nobody was answered: there is no 'nine of ten'.
    expect(texts('.tile-wait .tile-more, .tile-response .tile-more')).to.deep.equal(['9 of 10 within 1 hr', '']);
    expect(texts('.tile-chats li')).to.deep.equal(['2 missed', '1 contact form', '3 going on', '4 passed on']);
    expect(texts('.chart:first-of-type tbody td')).to.deep.equal(['10', '20', '30']);
    expect(all('.chart:first-of-type .chart-bar').map((bar) => bar.getAttribute('height'))).to.deep.equal([
      '33.33333333333333',
      '66.66666666666666',
      '100',
    ]);
    const rows = ['tbody th', 'tbody td:nth-of-type(1)'].map((cells) => texts(`.figures-of:first-of-type ${cells}`));
    expect(rows).to.deep.equal([
      ['Sales', 'Service', 'None'],
      ['30', '12', '1'],
    ]);
    expect(texts('.topics li')).to.deep.equal(['gift card 7', '<b>تذكرة</b> 3']);
    choose('The charts show', 'wait');
    await fixture.until(() => texts('.chart h3')[0] === 'Waiting time by day', 'the charts show waits');
    expect(texts('.chart:first-of-type tbody td')).to.deep.equal(['1 min 5 sec', '1 min 5 sec', '1 min 5 sec']);
  });

  it('A10 days, department and agent are asked for, and the file is of the same', async () => {
    await open();
    choose('Agent', 'agent-ben');
    await fixture.until(() => given.asked.at(-1)?.agent === 'agent-ben', 'it was asked for the agent');
    choose('Department', 'sales');
    await fixture.until(() => given.asked.at(-1)?.department === 'sales', 'it was asked for the department');
    choose('Days', 'own');
    await fixture.until(() => all('input[type="date"]').length === 2, 'days can be chosen');
    const [from] = all('input[type="date"]') as HTMLInputElement[];
    if (from === undefined) throw new Error('There is no first day.');
    from.value = '2030-01-01';
    from.dispatchEvent(new Event('change', { bubbles: true }));
    // The last day goes along: it cannot be before the first.
    await fixture.until(() => given.asked.at(-1)?.to === '2030-01-01', 'it was asked for the days');
    expect(given.asked.at(-1)).to.deep.include({ from: '2030-01-01', agent: 'agent-ben', department: 'sales' });
    expect(all('.statistics-export')[0]?.getAttribute('href')).to.equal('/export?2030-01-01&csv');
  });

  it('A10 says when there is nothing, and when it could not be counted, and tries again', async () => {
    given.failure = new ProtocolError('unavailable');
    fixture = await showDesk({ ...THREE, statistics: given });
    fixture.button('Statistics').click();
    await fixture.until(() => isShown() && !texts('.statistics-said').includes('Counting'), 'it has failed');
    expect(texts('.statistics-said')[0]).not.to.equal('');
    given.failure = null;
    given.answer = { ...ANSWER, total: figures(0) };
    fixture.button('Try again').click();
    await fixture.until(() => texts('.statistics-said')[0] === 'No chats began on these days.', 'there is nothing');
    const [nowhere] = ANSWER.departments.slice(-1);
    given.answer = { ...ANSWER, departments: [nowhere] };
    choose('Agent', '');
    await fixture.until(() => texts('.figures-of h3').includes('Agents'), 'there are figures again');
    expect(texts('.figures-of h3')).to.deep.equal(['Agents']); // nobody works in a department: nothing to compare
    given.answer = { total: 'much' };
    fixture.root.querySelector<HTMLSelectElement>('[part~="statistics"] select')?.dispatchEvent(new Event('change'));
    await fixture.until(() => all('.statistics-figures > button').length === 1, 'an answer that is none is a failure');
  });

  it('A10 X6 fits a phone and a desktop, from the right too, and axe finds nothing', async () => {
    await open();
    for (const dir of ['ltr', 'rtl']) {
      document.documentElement.dir = dir;
      choose('The charts show', dir === 'rtl' ? 'chats' : 'wait');
      // As wide as a phone, as wide as a desktop.
      fixture.desk.style.inlineSize = dir === 'rtl' ? '360px' : '1280px';
      await untilAtRest(fixture.desk);
      const run = await (window as unknown as { axe: typeof axe }).axe.run(fixture.desk);
      document.documentElement.dir = 'ltr';
      expect(run.violations.map(({ id, nodes }) => [id, nodes[0]?.html])).to.deep.equal([]);
    }
    const view = all('.statistics-figures')[0];
    expect(view && view.scrollWidth <= view.clientWidth).to.equal(true);
    for (const drawn of all('[style]')) throw new Error(`A style in markup: ${drawn.outerHTML.slice(0, 80)}`);
  });
});
