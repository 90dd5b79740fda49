/**
 * A team and its visitors at work in real browsers, each act as a person does it: in the widget, and at the desk. What happened
 * is written down in a `TeamRecord`; the clock of the server goes on by a second after each act, and by nothing else.
 */
import type { Locator, Page } from '@playwright/test';
import { postJson, signIn } from './agent-api.js';
import type { ManualClock } from './manual-clock.js';
import { expect } from './shop-test.js';
import { TeamRecord } from './team-record.js';

export const SECOND = 1000;
export const DEPARTMENTS = { sales: 'Sales', service: 'Service' };
export type Department = keyof typeof DEPARTMENTS;
export const PASSWORD = 'sells teapots all day';
export const AGENTS = {
  Ann: { role: 'agent', departments: ['sales'] },
  Bob: { role: 'agent', departments: ['service'] },
  Cleo: { role: 'lead', departments: ['sales', 'service'] },
} as const;
export type AgentName = keyof typeof AGENTS;
/** In the order in which they come: what each asks about, by turns in sales and in service. */
export const POTS = {
  ...{ Vera: 'teapot', Wilma: 'pitcher', Xenia: 'saucer', Yuri: 'kettle', Zora: 'tureen' },
  ...{ Alma: 'beaker', Boris: 'creamer', Cyrus: 'goblet', Dora: 'ramekin', Emil: 'casserole' },
} as const;
export type VisitorName = keyof typeof POTS;
export const VISITORS = Object.keys(POTS) as VisitorName[];

/** Hires everybody and sets the rules, by the API. Gives the agents' ids by name. */
export async function setUpTeam(url: string): Promise<Map<string, { readonly id: string }>> {
  const Cookie = await signIn(url);
  const write = async (method: string, path: string, body: unknown): Promise<void> => {
    const headers = { 'Content-Type': 'application/json', Cookie };
    const response = await fetch(`${url}/v1/${path}`, { method, headers, body: JSON.stringify(body) });
    expect(response.ok, await response.text()).toBe(true);
  };
  const departments = Object.entries(DEPARTMENTS).map(([id, name]) => ({ id, name }));
  await write('PUT', 'settings/departments', departments);
  await write('PUT', 'settings/preChat', {
    fields: [
      { kind: 'name', required: true },
      { kind: 'department', required: true },
    ],
  });
  await write('PUT', 'settings/routing', { mode: 'automatic', capacity: 2 });
  const agents = new Map<string, { readonly id: string }>();
  for (const [name, { role, departments: own }] of Object.entries(AGENTS)) {
    const details = { name, role, email: emailOf(name), password: PASSWORD };
    const made = (await (await postJson(`${url}/v1/agents`, details, { Cookie })).json()) as { agent: { id: string } };
    await write('PATCH', `agents/${made.agent.id}`, { departments: own });
    agents.set(name, made.agent);
  }
  return agents;
}

export const emailOf = (agent: string): string => `${agent.toLowerCase()}@shop.example`;

interface TeamOptions {
  /** Signed in. */
  readonly desks: ReadonlyMap<AgentName, Page>;
  /** The shop, its chat closed. */
  readonly shops: ReadonlyMap<VisitorName, Page>;
  /** Of the agents. */
  readonly ids: ReadonlyMap<string, { readonly id: string }>;
  /** Of the server. */
  readonly clock: Pick<ManualClock, 'wallTime' | 'advance'>;
}

/** Everybody, and what they do: an act is over, and in the record, when it resolves. */
export class Team {
  readonly record: TeamRecord;
  readonly ids: TeamOptions['ids'];
  readonly #desks: TeamOptions['desks'];
  readonly #shops: TeamOptions['shops'];
  readonly #clock: TeamOptions['clock'];

  constructor({ desks, shops, ids, clock }: TeamOptions) {
    this.ids = ids;
    this.#desks = desks;
    this.#shops = shops;
    this.#clock = clock;
    this.record = new TeamRecord(() => clock.wallTime());
  }

  desk(agent: AgentName): Page {
    return this.#desks.get(agent) as Page;
  }

  shop(visitor: VisitorName): Page {
    return this.#shops.get(visitor) as Page;
  }

  idOf(agent: AgentName): string {
    return this.ids.get(agent)?.id ?? '';
  }

  /** A visitor chooses a department and asks; then they wait at a place, or somebody has been given the chat. */
  async asks(visitor: VisitorName, department: Department, then: { place: number } | { by: AgentName }): Promise<void> {
    const shop = this.shop(visitor);
    const text = `Is the ${POTS[visitor]} still there?`;
    await shop.getByRole('button', { name: /^Open chat/ }).click();
    await shop.getByRole('textbox', { name: 'Name' }).fill(visitor);
    await shop.getByRole('combobox', { name: 'Department' }).selectOption({ label: DEPARTMENTS[department] });
    await shop.getByRole('button', { name: 'Start the chat' }).click();
    await this.#write(shop.getByRole('textbox', { name: 'Message' }), text);
    this.record.asks(visitor, department, text);
    if ('by' in then) await this.isGiven(then.by, visitor);
    else await this.waits(visitor, then.place);
    this.#clock.advance(SECOND);
  }

  /** A visitor writes into a conversation that has ended, and is given to somebody. */
  async asksAgain(visitor: VisitorName, by: AgentName): Promise<void> {
    const text = `Is there a lid for the ${POTS[visitor]}?`;
    await this.#write(this.shop(visitor).getByRole('textbox', { name: 'Message' }), text);
    this.record.asks(visitor, this.record.of(visitor).department, text);
    await this.isGiven(by, visitor);
    this.#clock.advance(SECOND);
  }

  async waits(visitor: VisitorName, place: number): Promise<void> {
    await expect(this.shop(visitor).getByRole('dialog')).toContainText(`You are number ${place} in the queue`);
  }

  /** The server has given a chat to an agent. */
  async isGiven(agent: AgentName, visitor: VisitorName): Promise<void> {
    await this.#row(agent, 'Mine', visitor);
    this.record.takes(this.idOf(agent), visitor);
    const had = this.record.of(visitor).chats.flatMap((chat) => chat.had.filter(({ by }) => by === this.idOf(agent)));
    await expect(this.shop(visitor).getByRole('log').getByText(`${agent} joined`)).toHaveCount(had.length);
  }

  /** An agent takes a chat by hand. */
  async takes(agent: AgentName, visitor: VisitorName): Promise<void> {
    const pane = await this.pane(agent, 'Waiting', visitor);
    await pane.getByRole('button', { name: 'Take', exact: true }).click();
    await expect(pane).toContainText('You have this chat');
    await this.isGiven(agent, visitor);
    this.#clock.advance(SECOND);
  }

  async answers(agent: AgentName, visitor: VisitorName): Promise<void> {
    const text = `There is one ${POTS[visitor]} left.`;
    const pane = await this.pane(agent, 'Mine', visitor);
    await this.#write(pane.getByRole('textbox'), text);
    await expect(this.shop(visitor).getByRole('log')).toContainText(text);
    this.record.answers(this.idOf(agent), visitor, text);
    this.#clock.advance(SECOND);
  }

  async writesOn(visitor: VisitorName, agent: AgentName): Promise<void> {
    const text = `Then I take the ${POTS[visitor]}.`;
    await this.#write(this.shop(visitor).getByRole('textbox', { name: 'Message' }), text);
    await expect((await this.pane(agent, 'Mine', visitor)).getByRole('log')).toContainText(text);
    this.record.writes(visitor, text);
    this.#clock.advance(SECOND);
  }

  /** A note that a colleague reads; who reads it is not in the chat. */
  async notes(agent: AgentName, visitor: VisitorName, text: string, reader: AgentName): Promise<void> {
    const pane = await this.pane(agent, 'All', visitor);
    await pane.getByRole('button', { name: 'Note', exact: true }).click();
    await this.#write(pane.getByRole('textbox', { name: 'Note' }), text);
    const read = await this.pane(reader, 'All', visitor);
    await expect(read.getByRole('article', { name: new RegExp(`^Note by ${agent}`) })).toContainText(text);
    await pane.getByRole('button', { name: 'Reply', exact: true }).click();
    this.#clock.advance(SECOND);
  }

  /** An agent passes a chat on. Who gets it is written down by who asks. */
  async passesOn(agent: AgentName, visitor: VisitorName, to: AgentName | Department): Promise<void> {
    const pane = await this.pane(agent, 'Mine', visitor);
    await pane.getByRole('button', { name: 'Pass on' }).click();
    const dialog = this.desk(agent).getByRole('dialog', { name: 'Pass on' });
    const department = to in DEPARTMENTS ? (to as Department) : undefined;
    await dialog.getByRole('radio', { name: new RegExp(`^${department ? DEPARTMENTS[department] : to}`) }).check();
    await dialog.getByRole('textbox', { name: /^Why/ }).fill('You know more about it.');
    await dialog.getByRole('button', { name: 'Pass on' }).click();
    await expect(dialog).toHaveCount(0);
    this.record.passes(visitor, department);
  }

  async ends(agent: AgentName, visitor: VisitorName): Promise<void> {
    const pane = await this.pane(agent, 'Mine', visitor);
    await pane.getByRole('button', { name: 'End chat' }).click();
    await expect(this.shop(visitor).getByRole('log')).toContainText(`${agent} ended the conversation`);
    this.record.ends(visitor);
  }

  async leaves(visitor: VisitorName): Promise<void> {
    const shop = this.shop(visitor);
    await shop.getByRole('button', { name: 'More options' }).click();
    await shop.getByRole('menuitem', { name: 'End conversation' }).click();
    await expect(shop.getByRole('radio', { name: 'Very good' })).toBeAttached();
    this.record.ends(visitor);
    this.#clock.advance(SECOND);
  }

  /** A visitor rates a chat that has ended, and an agent sees it. */
  async rates(visitor: VisitorName, [score, word]: readonly [number, string], agent: AgentName): Promise<void> {
    const shop = this.shop(visitor);
    await shop.getByRole('radio', { name: word, exact: true }).check();
    await shop.locator('[part="rating-send"]').click();
    const pane = await this.pane(agent, 'All', visitor);
    await expect(pane.getByRole('log')).toContainText(`Rated ${score} of 5`);
    this.record.rates(visitor, score);
    this.#clock.advance(SECOND);
  }

  /** Opens a chat from the inbox. */
  async pane(agent: AgentName, tab: 'Waiting' | 'Mine' | 'All', visitor: VisitorName): Promise<Locator> {
    await (await this.#row(agent, tab, visitor)).click();
    const pane = this.desk(agent).getByRole('region', { name: visitor, exact: true });
    await expect(pane).toBeVisible();
    return pane;
  }

  async #row(agent: AgentName, tab: string, visitor: VisitorName): Promise<Locator> {
    const desk = this.desk(agent);
    await desk.getByRole('tab', { name: tab }).click();
    const row = desk.locator('[data-conversation]').filter({ hasText: visitor });
    await expect(row).toBeVisible();
    return row;
  }

  async #write(field: Locator, text: string): Promise<void> {
    await field.fill(text);
    await field.press('Enter');
  }
}
