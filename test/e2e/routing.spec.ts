/** Two agents in two departments, and visitors who are given to them (A3, A8, V6), on the real server. */
import type { Page } from '@playwright/test';
import { postJson, signIn } from '../support/agent-api.js';
import { axeFindings, enterDesk, expect, test } from '../support/shop-test.js';

const ANN = { email: 'ann@shop.example', name: 'Ann', password: 'sells teapots all day' };
const BOB = { email: 'bob@shop.example', name: 'Bob', password: 'mends teapots all day' };

/** The owner's hand: everything by the API, as docs/routing.md says it. */
async function ownerOf(url: string) {
  const Cookie = await signIn(url);
  const write = async (method: string, path: string, body: unknown): Promise<void> => {
    const response = await fetch(`${url}/v1/${path}`, {
      method,
      headers: { 'Content-Type': 'application/json', Cookie },
      body: JSON.stringify(body),
    });
    expect(response.ok, await response.text()).toBe(true);
  };
  return {
    set: (section: string, value: unknown) => write('PUT', `settings/${section}`, value),
    async hire(details: typeof ANN, workplace: object): Promise<void> {
      const made = (await (await postJson(`${url}/v1/agents`, details, { Cookie })).json()) as {
        agent: { id: string };
      };
      await write('PATCH', `agents/${made.agent.id}`, workplace);
    },
  };
}

/** A visitor who chooses a department and writes. */
async function ask(page: Page, department: string, words: string): Promise<void> {
  await page.goto('/');
  await page.getByRole('button', { name: /^Open chat/ }).click();
  await page.getByRole('combobox', { name: 'Department' }).selectOption({ label: department });
  await page.getByRole('button', { name: 'Start the chat' }).click();
  const composer = page.getByRole('textbox', { name: 'Message' });
  await composer.fill(words);
  await composer.press('Enter');
}

test('A3 A8 V6 two departments: given, full, let over, away and back, and the form', async ({ person, server }) => {
  const owner = await ownerOf(server.url);
  await owner.set('departments', [
    { id: 'sales', name: 'Sales' },
    { id: 'service', name: 'Service' },
  ]);
  await owner.set('preChat', { fields: [{ kind: 'department', required: true }] });
  await owner.set('routing', { mode: 'automatic' });
  await owner.hire(ANN, { departments: ['sales'], capacity: 1 });
  await owner.hire(BOB, { departments: ['service'], capacity: 8 });
  const [{ page: ann }, { page: bob }] = [await person(), await person()];
  await enterDesk(ann, ANN);
  await enterDesk(bob, BOB);
  const mine = (desk: Page) => desk.getByRole('tab', { name: /^Mine/ });
  const presence = (desk: Page) => desk.getByRole('combobox', { name: 'Availability' });
  await expect(presence(ann)).toHaveValue('available');

  // Each is given who asked for their department, without a hand.
  const [{ page: first }, { page: second }, { page: third }] = [await person(), await person(), await person()];
  await ask(first, 'Sales', 'How much is the teapot?');
  await expect(mine(ann)).toHaveAccessibleName('Mine 1');
  await ask(second, 'Service', 'My teapot drips.');
  await expect(mine(bob)).toHaveAccessibleName('Mine 1');
  await mine(bob).click();
  await bob.locator('[data-conversation]').click();
  await expect(bob.locator('.pane')).toContainText('You have this chat');
  await expect(bob.locator('.pane').getByRole('log')).toContainText('My teapot drips.');

  // Ann has as many as she may have: the next one waits, and she cannot take it by hand.
  await ask(third, 'Sales', 'Do you wrap presents?');
  await expect(third.getByRole('dialog')).toContainText('You are number 1 in the queue');
  await ann.locator('[data-conversation]').filter({ hasText: 'wrap presents' }).click();
  const waiting = ann.locator('.pane').filter({ hasText: 'Do you wrap presents?' });
  await waiting.getByRole('button', { name: 'Take' }).click();
  await expect(waiting).toContainText('You have as many chats as you may have at once.');
  await expect(mine(ann)).toHaveAccessibleName('Mine 1');

  // The owner offers the form to who waits, then lets them over to the other department.
  const offered = third.getByRole('button', { name: 'Get the answer by e-mail' });
  await expect(offered).toHaveCount(0);
  await owner.set('routing', { mode: 'automatic', overflow: [{ after: 0, to: 'form' }] });
  await expect(offered).toBeVisible();
  const overflow = [{ from: 'sales', after: 0, to: { department: 'service' } }];
  await owner.set('routing', { mode: 'automatic', overflow });
  await expect(mine(bob)).toHaveAccessibleName('Mine 2');
  await expect(offered).toHaveCount(0);

  // Bob goes, by keyboard: nobody is given to him, the chat he has goes on, over a reload too.
  await bob.locator('.pane').getByRole('textbox').press('Escape');
  await bob.keyboard.press('a');
  await expect(presence(bob)).toHaveValue('away');
  expect(await axeFindings(bob), 'away').toEqual([]);
  await bob.reload();
  await expect(presence(bob)).toHaveValue('away');
  const { page: fourth } = await person();
  await fourth.goto('/');
  await fourth.getByRole('button', { name: /^Open chat/ }).click();
  await expect(fourth.getByRole('option', { name: 'Service (away)' })).toBeAttached();
  await fourth.getByRole('combobox', { name: 'Department' }).selectOption({ label: 'Service (away)' });
  await fourth.getByRole('button', { name: 'Start the chat' }).click();
  const composer = fourth.getByRole('textbox', { name: 'Message' });
  await composer.fill('Is the kiln hot?');
  await composer.press('Enter');
  await expect(fourth.getByRole('dialog')).toContainText('You are number 1 in the queue');
  await expect(mine(bob)).toHaveAccessibleName('Mine 2');
  await mine(bob).click();
  await bob.locator('[data-conversation]').filter({ hasText: 'drips' }).click();
  await bob.locator('.pane').getByRole('textbox').fill('Send it to us.');
  await bob.locator('.pane').getByRole('textbox').press('Enter');
  await expect(second.getByRole('log')).toContainText('Send it to us.');

  // It closes for the day: the running chat goes on.
  await owner.set('hours', { timeZone: 'Europe/Berlin', weekly: {} });
  await second.reload();
  await second.getByRole('button', { name: /^Open chat/ }).click();
  const late = second.getByRole('textbox', { name: 'Message' });
  await late.fill('Thank you, I will.');
  await late.press('Enter');
  await expect(bob.locator('.pane').getByRole('log')).toContainText('Thank you, I will.');

  // Bob is back: who waited is his.
  await presence(bob).selectOption('available');
  await expect(mine(bob)).toHaveAccessibleName('Mine 3');
  await expect(fourth.getByRole('dialog')).toContainText('Bob');

  // Ann ends her chat by keyboard and is free for the next one.
  await mine(ann).click();
  await ann.locator('[data-conversation]').filter({ hasText: 'How much' }).click();
  await ann.locator('.pane.active').getByRole('textbox').press('Escape');
  await ann.keyboard.press('Shift+E');
  await expect(mine(ann)).toHaveAccessibleName('Mine 0');
});
