/**
 * A team at work on the real server: three agents, two departments, ten visitors at once, all of them in browsers of their own.
 * The test writes down what they do (`TeamRecord`); the statistics and the archive have to say the same.
 */
import type { Locator, Page } from '@playwright/test';
import type { ArchivePage, Figures, StatisticsAnswer } from '@support-chat/protocol';
import { signIn } from '../support/agent-api.js';
import { countChats } from '../support/count-chats.js';
import { createManualClock } from '../support/manual-clock.js';
import { axeFindings, enterDesk, expect, test } from '../support/shop-test.js';
import {
  AGENTS,
  DEPARTMENTS,
  emailOf,
  PASSWORD,
  POTS,
  SECOND,
  setUpTeam,
  Team,
  VISITORS,
  type AgentName,
  type VisitorName,
} from '../support/team-at-work.js';
import type { RecordedTalk } from '../support/team-record.js';

/** How long a connection was silent is still the machine's to say. */
const clock = { ...createManualClock(), now: () => performance.now() };
test.setTimeout(600_000);
// A recorder for each of thirteen browsers would cost more than what they do.
test.use({ trace: 'off', clock });

/** The zone where it is about noon, so that no day ends while the test runs. */
function zoneAtNoon(time: number): string {
  const east = 12 - new Date(time).getUTCHours();
  return east === 0 ? 'Etc/GMT' : `Etc/GMT${east > 0 ? '-' : '+'}${Math.abs(east)}`;
}

test('A2 A3 A4 V6 V16 A9 A10 three agents, two departments, ten visitors at once: the figures are those that were counted', async ({
  person,
  server,
}) => {
  const begun = clock.wallTime();
  const zone = zoneAtNoon(begun);
  const ids = await setUpTeam(server.url);
  const desks = new Map<AgentName, Page>();
  for (const agent of Object.keys(AGENTS) as AgentName[]) {
    const { page } = await person({ timezoneId: zone });
    await enterDesk(page, { email: emailOf(agent), password: PASSWORD });
    desks.set(agent, page);
  }
  const shops = new Map<VisitorName, Page>();
  for (const visitor of VISITORS) {
    const { page } = await person();
    await page.goto('/');
    shops.set(visitor, page);
  }
  const team = new Team({ desks, shops, ids, clock });
  const presence = team.desk('Cleo').getByRole('combobox', { name: 'Availability' });
  const isPresent = async (wanted: string): Promise<void> => {
    const headers = { Cookie: await signIn(server.url) };
    const read = async () => {
      const answer = (await (await fetch(`${server.url}/v1/agent/team`, { headers })).json()) as {
        agents: { name: string; presence: string; here: boolean }[];
      };
      return answer.agents.filter(({ here }) => here).map(({ name, presence: is }) => `${name} ${is}`);
    };
    await expect.poll(read).toEqual(['Ann available', 'Bob available', `Cleo ${wanted}`]);
  };
  await presence.selectOption('away');
  await isPresent('away');

  // Everybody comes. Ann and Bob have as many as they may have, the others wait.
  await team.asks('Vera', 'sales', { by: 'Ann' });
  await team.asks('Wilma', 'service', { by: 'Bob' });
  await team.asks('Xenia', 'sales', { by: 'Ann' });
  await team.asks('Yuri', 'service', { by: 'Bob' });
  await team.asks('Zora', 'sales', { place: 1 });
  await team.asks('Alma', 'service', { place: 1 });
  await team.asks('Boris', 'sales', { place: 2 });
  await team.asks('Cyrus', 'service', { place: 2 });
  await team.asks('Dora', 'sales', { place: 3 });
  await team.asks('Emil', 'service', { place: 3 });

  // Cleo is away and takes one by hand; then she is there and is given the one who waits longest.
  await team.takes('Cleo', 'Zora');
  await team.waits('Boris', 1);
  await team.waits('Dora', 2);
  await presence.selectOption('available');
  await isPresent('available');
  await team.isGiven('Cleo', 'Alma');
  clock.advance(SECOND);
  await team.waits('Cyrus', 1);
  await team.waits('Emil', 2);
  await team.leaves('Emil');

  await team.answers('Ann', 'Vera');
  await team.answers('Bob', 'Wilma');
  await team.answers('Cleo', 'Zora');
  await team.answers('Ann', 'Xenia');
  await team.answers('Bob', 'Yuri');
  await team.answers('Cleo', 'Alma');
  await team.notes('Ann', 'Vera', 'May she have a discount?', 'Cleo');
  await team.notes('Cleo', 'Vera', 'Yes, ten percent.', 'Ann');
  await team.writesOn('Vera', 'Ann');

  // Whoever ends a chat is given the next one of their department.
  await team.ends('Ann', 'Vera');
  await team.isGiven('Ann', 'Boris');
  await team.rates('Vera', [5, 'Very good'], 'Ann');
  await team.ends('Bob', 'Wilma');
  await team.isGiven('Bob', 'Cyrus');
  await team.rates('Wilma', [2, 'Bad'], 'Bob');
  await team.ends('Cleo', 'Zora');
  await team.isGiven('Cleo', 'Dora');
  await team.rates('Zora', [4, 'Good'], 'Cleo');
  await team.answers('Ann', 'Boris');
  await team.answers('Bob', 'Cyrus');
  await team.answers('Cleo', 'Dora');

  // To a colleague, and to a department, where Ann has waited for a chat longer than Cleo.
  await team.ends('Bob', 'Yuri');
  clock.advance(SECOND);
  await team.passesOn('Ann', 'Xenia', 'Bob');
  await team.isGiven('Bob', 'Xenia');
  clock.advance(SECOND);
  await team.answers('Bob', 'Xenia');
  await team.ends('Cleo', 'Alma');
  await team.rates('Alma', [3, 'Okay'], 'Cleo');
  await team.passesOn('Bob', 'Cyrus', 'sales');
  await team.isGiven('Ann', 'Cyrus');
  clock.advance(SECOND);
  await team.answers('Ann', 'Cyrus');

  // All but one end; one is opened again.
  await team.ends('Ann', 'Boris');
  await team.rates('Boris', [5, 'Very good'], 'Ann');
  await team.ends('Ann', 'Cyrus');
  await team.ends('Bob', 'Xenia');
  await team.rates('Xenia', [1, 'Very bad'], 'Bob');
  await team.asksAgain('Wilma', 'Bob');
  await team.answers('Bob', 'Wilma');
  await team.leaves('Wilma');
  await team.rates('Wilma', [4, 'Good'], 'Bob');
  expect(clock.wallTime() - begun, 'an agent of whom nothing is heard for a minute is not there').toBeLessThan(
    60 * SECOND,
  );

  const day = new Date(begun).toLocaleDateString('sv-SE', { timeZone: zone });
  await agrees(team, new Books(server.url, { zone, day }));
});

/** What the server and the desk say of all this. */
class Books {
  readonly #url: string;
  readonly days: { readonly zone: string; readonly day: string };

  constructor(url: string, days: { readonly zone: string; readonly day: string }) {
    this.#url = url;
    this.days = days;
  }

  async figures(agent: AgentName, query: object = {}): Promise<StatisticsAnswer> {
    const { zone, day } = this.days;
    return (await this.#read(agent, 'statistics', { from: day, to: day, zone, ...query })) as StatisticsAnswer;
  }

  /** Names of the visitors whose conversations are found. */
  async found(agent: AgentName, query: object): Promise<readonly (string | undefined)[]> {
    const { conversations } = (await this.#read(agent, 'archive', query)) as ArchivePage;
    return conversations.map(({ visitor }) => visitor.name).sort();
  }

  /** What was said, by visitor. */
  async said(agent: AgentName): Promise<Readonly<Record<string, unknown>>> {
    const all = (await this.#read(agent, 'archive/export', { format: 'json' })) as Exported[];
    return Object.fromEntries(
      all.map(({ visitor, events }) => [
        visitor.name,
        events.flatMap(({ type, author, text }) => (type === 'message-added' ? [{ by: author?.kind, text }] : [])),
      ]),
    );
  }

  async #read(agent: AgentName, path: string, query: object): Promise<unknown> {
    const headers = { Cookie: await signIn(this.#url, { email: emailOf(agent), password: PASSWORD }) };
    const url = `${this.#url}/v1/agent/${path}?${new URLSearchParams(query as Record<string, string>)}`;
    const response = await fetch(url, { headers });
    expect(response.status, url).toBe(200);
    return response.json();
  }
}

interface Exported {
  readonly visitor: { readonly name: string };
  readonly events: readonly { readonly type: string; readonly author?: { readonly kind: string }; text?: string }[];
}

/** The archive and the statistics say what the record says: over HTTP to each who may know it, and on the pages. */
async function agrees(team: Team, books: Books): Promise<void> {
  const { talks } = team.record;
  const { zone, day } = books.days;
  const counted = (filter: { agent?: string; department?: string } = {}): StatisticsAnswer =>
    countChats({ talks, agents: team.ids, departments: DEPARTMENTS }, { ...filter, zone, days: [day] });
  const all = counted();
  expect({ ...all.total, wait: all.total.wait.count }, 'the record itself').toMatchObject({
    ...{ chats: 11, missed: 1, open: 1, passedOn: 2, forms: 0, wait: 10 },
  });
  expect(await books.figures('Cleo')).toEqual(all);
  for (const department of Object.keys(DEPARTMENTS)) {
    expect(await books.figures('Cleo', { department }), department).toEqual(counted({ department }));
  }
  for (const name of Object.keys(AGENTS) as AgentName[]) {
    const agent = team.idOf(name);
    expect(await books.figures('Cleo', { agent }), name).toEqual(counted({ agent }));
    // Without a name agents get their own, leads everybody's.
    expect(await books.figures(name), name).toEqual(name === 'Cleo' ? all : counted({ agent }));
  }

  expect(await books.said('Cleo')).toEqual(Object.fromEntries(talks.map(({ visitor, said }) => [visitor, said])));
  const visitorsOf = (wanted: (talk: RecordedTalk) => boolean): string[] =>
    talks
      .filter(wanted)
      .map(({ visitor }) => visitor)
      .sort();
  const tookPart = (name: AgentName) =>
    visitorsOf(({ chats }) => chats.some(({ had }) => had.some(({ by }) => by === team.idOf(name))));
  const last = ({ chats }: RecordedTalk) => chats.at(-1);
  for (const { visitor } of talks) {
    expect(await books.found('Ann', { words: POTS[visitor as VisitorName] })).toEqual([visitor]);
  }
  for (const department of Object.keys(DEPARTMENTS)) {
    expect(await books.found('Ann', { department })).toEqual(visitorsOf((talk) => talk.department === department));
  }
  for (const name of Object.keys(AGENTS) as AgentName[]) {
    expect(await books.found('Ann', { agent: team.idOf(name) }), name).toEqual(tookPart(name));
  }

  const cleo = team.desk('Cleo');
  await cleo.getByRole('button', { name: /^Search all chats/ }).click();
  const archive = cleo.locator('[part~="archive"]');
  const shows = async (wanted: readonly string[]): Promise<void> => {
    await expect(archive.getByRole('status')).toHaveText(`${wanted.length} ${wanted.length === 1 ? 'chat' : 'chats'}`);
    const names = await archive.locator('[data-conversation] .chat-name').allInnerTexts();
    expect(names.map((name) => name.trim()).sort()).toEqual(wanted);
  };
  await shows(visitorsOf(() => true));
  const words = archive.getByRole('searchbox');
  await words.fill('goblet');
  await shows(['Cyrus']);
  await words.fill('');
  await shows(visitorsOf(() => true));
  await archive.getByRole('button', { name: 'Filters' }).click();
  await archive.getByRole('combobox', { name: 'Rating' }).selectOption('5');
  await shows(visitorsOf((talk) => last(talk)?.score === 5));
  await archive.getByRole('combobox', { name: 'Rating' }).selectOption('');
  await archive.getByRole('combobox', { name: 'Chats' }).selectOption('open');
  await shows(visitorsOf((talk) => last(talk)?.ended === null));
  await archive.getByRole('combobox', { name: 'Chats' }).selectOption('');
  await archive.getByRole('checkbox', { name: 'Only those in which I took part' }).check();
  await shows(tookPart('Cleo'));
  expect(await axeFindings(cleo), 'the archive').toEqual([]);

  await showsFigures(cleo, all);
  expect(await axeFindings(cleo), 'the statistics').toEqual([]);
  await showsFigures(team.desk('Ann'), counted({ agent: team.idOf('Ann') }));
}

/** The page of the statistics has these figures. */
async function showsFigures(desk: Page, { total, departments, agents }: StatisticsAnswer): Promise<void> {
  await desk.getByRole('button', { name: /^Statistics/ }).click();
  const page = desk.locator('[part~="statistics"]');
  const tile = (name: string): Locator => page.locator(`.tile-${name}`);
  const seconds = (value: number | null): string => (value === null ? '–' : `${value / SECOND} sec`);
  await expect(tile('chats').locator('.tile-value')).toHaveText(String(total.chats));
  await expect(tile('chats').getByRole('listitem')).toHaveText([
    `${total.missed} missed`,
    `${total.forms} contact forms`,
    `${total.open} going on`,
    `${total.passedOn} passed on`,
  ]);
  for (const name of ['wait', 'response', 'handling'] as const) {
    await expect(tile(name).locator('.tile-value')).toHaveText(seconds(total[name].median));
    await expect(tile(name).locator('.tile-more')).toHaveText(`9 of 10 within ${seconds(total[name].p90)}`);
  }
  const ratings = ({ scores }: Figures): number => scores.reduce((sum, count) => sum + count, 0);
  const mean = (figures: Figures): string =>
    ratings(figures) === 0
      ? '–'
      : (figures.scores.reduce((sum, count, index) => sum + count * (index + 1), 0) / ratings(figures)).toFixed(1);
  await expect(tile('rating').locator('.tile-value')).toHaveText(mean(total));
  await expect(tile('rating').locator('.tile-more')).toHaveText(`${ratings(total)} ratings`);
  for (const [name, rows] of [
    ['Departments', departments],
    ['Agents', agents],
  ] as const) {
    const cells = rows.map((row) => [
      ...[row.name ?? '', String(row.chats), seconds(row.wait.median), seconds(row.response.median)],
      ...[seconds(row.handling.median), mean(row)],
    ]);
    const table = page.getByRole('region', { name, exact: true });
    await expect(table.getByRole('row')).toHaveCount(cells.length + 1);
    const shown = await table
      .locator('tbody tr')
      .evaluateAll((found) => found.map((row) => [...row.children].map(({ textContent }) => textContent.trim())));
    expect(shown, name).toEqual(cells);
  }
}
