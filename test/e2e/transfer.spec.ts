/** Passing a chat on, on the real server (A4): two agents in two browsers; the visitor sees that somebody has joined. */
import { postJson, signIn } from '../support/agent-api.js';
import { axeFindings, enterDesk, expect, forgive, openChat, test } from '../support/shop-test.js';

const ADA = { email: 'ada@shop.example', password: 'correct horse battery' } as const;
/** In every word that the visitor must not get. */
const CANARY = 'heron-2718';

for (const { name, viewport } of [
  { name: 'on a desktop', viewport: { width: 1280, height: 800 } },
  { name: 'on a phone', viewport: { width: 390, height: 844 } },
]) {
  test(`A4 an agent passes a chat on ${name}, is told when that cannot be, and the visitor hears of a joining only`, async ({
    person,
    server,
  }) => {
    const cookie = await signIn(server.url);
    await postJson(`${server.url}/v1/agents`, { ...ADA, name: 'Ada', role: 'agent' }, { Cookie: cookie });
    const [{ page: shop }, { page: owner, complaints }, { page: ada }] = [
      await person(),
      await person({ viewport }),
      await person({ viewport }),
    ];
    const wire: string[] = [];
    shop.on('websocket', (socket) => {
      socket.on('framereceived', ({ payload }) => void wire.push(String(payload)));
    });
    await shop.goto('/');
    const question = await openChat(shop);
    await question.fill('My teapot leaks.');
    await question.press('Enter');
    await enterDesk(owner);
    await enterDesk(ada, ADA);
    await owner.locator('[data-conversation]').click();
    await owner.getByRole('button', { name: 'Take', exact: true }).click();

    // Ada is available when the dialog is opened, and away when the chat is passed on.
    await owner.locator('.pane-head').getByRole('button', { name: 'Pass on' }).click();
    const dialog = owner.getByRole('dialog', { name: 'Pass on' });
    await dialog.getByRole('radio', { name: /^Ada/ }).check();
    await dialog.getByRole('textbox', { name: /^Why/ }).fill(`${CANARY}: knows leaks`);
    expect(await axeFindings(owner)).toEqual([]);
    const presence = ada.getByRole('combobox', { name: 'Availability' });
    await presence.selectOption({ label: 'Away' });
    await expect.poll(async () => presenceOf(await team(server.url, cookie))).toBe('away');
    await dialog.getByRole('button', { name: 'Pass on' }).click();
    await expect(dialog.getByRole('alert')).toHaveText('Ada is away.');
    await presence.selectOption({ label: 'Available' });
    await expect.poll(async () => presenceOf(await team(server.url, cookie))).toBe('available');
    await dialog.getByRole('button', { name: 'Close' }).click();
    await owner.locator('.pane-head').getByRole('button', { name: 'Pass on' }).click();
    await dialog.getByRole('radio', { name: /^Ada/ }).check();
    await dialog.getByRole('textbox', { name: /^Why/ }).fill(`${CANARY}: knows leaks`);
    await dialog.getByRole('button', { name: 'Pass on' }).click();
    await expect(dialog).toHaveCount(0);
    forgive(complaints, /status of 409/);

    await expect(shop.getByRole('log')).toContainText('Ada');
    await ada.getByRole('tab', { name: 'Mine' }).click();
    await ada.locator('[data-conversation]').click();
    await expect(ada.getByRole('article', { name: /passed the chat on to Ada/ })).toContainText('knows leaks');
    await ada.locator('.pane').getByRole('textbox').fill('Send it to us.');
    await ada.locator('.pane').getByRole('textbox').press('Enter');
    await expect(shop.getByRole('log')).toContainText('Send it to us.');
    expect(wire.some((piece) => piece.includes('Send it to us.'))).toBe(true);
    expect(wire.filter((piece) => piece.includes(CANARY))).toEqual([]);
  });
}

interface Team {
  readonly agents: readonly { readonly name: string; readonly presence: string }[];
}

async function team(url: string, cookie: string): Promise<Team> {
  return (await (await fetch(`${url}/v1/agent/team`, { headers: { Cookie: cookie } })).json()) as Team;
}

function presenceOf({ agents }: Team): string | undefined {
  return agents.find(({ name }) => name === 'Ada')?.presence;
}
