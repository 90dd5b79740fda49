/**
 * Playwright's `test` with the real server, its shop and its desk: everything as `npm start` serves it, in memory, on a
 * port of its own. What the browser complains about, policy violations first, fails the test that caused it (X6).
 */
import AxeBuilder from '@axe-core/playwright';
import {
  test as base,
  expect,
  type Browser,
  type BrowserContextOptions,
  type Locator,
  type Page,
} from '@playwright/test';
import type { RunningServer, ServerOptions } from '@support-chat/server';
import { OWNER } from './agent-api.js';
import { startTestServer } from './test-server.js';

/** Rates that do not stand in the way of a test that plays several people from one address. */
const ROOMY = { count: 10_000, seconds: 1 } as const;

/** A person with a browser of their own. */
export interface Person {
  readonly page: Page;
  /** What the page's console and the browser had to complain about so far. */
  readonly complaints: string[];
}

interface ShopFixtures {
  /** What the server says. Default: nothing. */
  readonly logLevel: 'silent' | 'info';
  /** How it sends mail. Default: not. */
  readonly mail: ServerOptions['mail'];
  /** What the time is for the server. Default: the machine's. */
  readonly clock: ServerOptions['clock'];
  readonly server: RunningServer;
  /** Opens a browser of its own; all of them are closed, and their complaints looked at, after the test. */
  readonly person: (options?: BrowserContextOptions) => Promise<Person>;
}

export const test = base.extend<ShopFixtures>({
  logLevel: ['silent', { option: true }],
  mail: [undefined, { option: true }],
  clock: [undefined, { option: true }],
  server: async ({ logLevel, mail, clock }, use) => {
    const server = await startTestServer({
      logLevel,
      mail,
      ...(clock && { clock }),
      owner: OWNER,
      limits: { logins: ROOMY, sessions: ROOMY, requests: ROOMY, messages: ROOMY, sockets: 1000 },
    });
    await use(server);
    await server.close();
  },
  person: async ({ browser, server }, use) => {
    const people: (Person & { close(): Promise<void> })[] = [];
    await use(async (options) => {
      const person = await openPerson(browser, { baseURL: server.url, ...options });
      people.push(person);
      return person;
    });
    // Before closing: the runner then takes a picture, for which it adds a style that the policy refuses.
    const complaints = people.flatMap((person) => person.complaints);
    for (const person of people) await person.close();
    expect(complaints).toEqual([]);
  },
});

export { expect };

/** An answer without an account is how a desk learns that nobody is signed in: the browser reports it, we do not. */
const EXPECTED = /status of 401/;

/** A person in a browser that the test has started itself; what they complain about is the test's to look at. */
export async function openPerson(
  browser: Browser,
  options: BrowserContextOptions,
): Promise<Person & { close(): Promise<void> }> {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    const serious = message.type() === 'error' || message.type() === 'warning';
    if (serious && !EXPECTED.test(message.text())) complaints.push(message.text());
  });
  return { page, complaints, close: () => context.close() };
}

/** Takes back the complaints about what a test broke on purpose. */
export function forgive(complaints: string[], about: RegExp): void {
  complaints.splice(0, complaints.length, ...complaints.filter((complaint) => !about.test(complaint)));
}

/** What axe finds on a page, open shadow roots and the size of targets (Y6) included: one line for each finding. */
export async function axeFindings(page: Page): Promise<string[]> {
  // What is still fading in has other contrasts.
  const fading = (): Promise<number> =>
    page.evaluate(() => {
      const running = document.getAnimations().filter(({ playState }) => playState === 'running');
      return running.filter(({ effect }) => effect?.getTiming().iterations !== Infinity).length;
    });
  await expect.poll(fading).toBe(0);
  const { violations } = await new AxeBuilder({ page })
    .options({ rules: { 'target-size': { enabled: true } } })
    .analyze();
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
}

/** Signs in at the desk. */
export async function enterDesk(
  page: Page,
  { email, password }: { readonly email: string; readonly password: string } = OWNER,
): Promise<void> {
  await page.goto('/desk');
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('tab', { name: 'Waiting' })).toBeVisible();
}

/** Opens the chat on a page of the shop and gives its composer. */
export async function openChat(page: Page): Promise<Locator> {
  await page.bringToFront(); // where several windows share one desktop only the front one has a focus
  await page.getByRole('button', { name: /^Open chat/ }).click();
  const composer = page.getByRole('textbox', { name: 'Message' });
  await expect(composer).toBeFocused();
  return composer;
}
