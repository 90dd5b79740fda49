/** Shortcuts on the real server: the visitor's language decides, an agent uses what the owner has written (A5). */
import { postJson, signIn } from '../support/agent-api.js';
import { axeFindings, enterDesk, expect, forgive, openChat, test } from '../support/shop-test.js';
import { readFile } from 'node:fs/promises';

const AGENT = { email: 'ada@shop.example', password: 'correct horse battery' } as const;

test('A5 an agent answers in the language of the visitor with a slash and a name', async ({ person, server }) => {
  const cookie = await signIn(server.url);
  await postJson(`${server.url}/v1/agents`, { ...AGENT, name: 'Ada', role: 'agent' }, { Cookie: cookie });
  const [{ page: shop }, { page: desk }] = [await person({ locale: 'fr-FR' }), await person()];
  await shop.goto('/');
  await shop.evaluate(() => document.querySelector('support-chat')?.setAttribute('locale', 'fr'));
  await shop.getByRole('button', { name: /chat/i }).click();
  const question = shop.getByRole('textbox', { name: 'Message' });
  await question.fill('Bonjour');
  await question.press('Enter');

  await enterDesk(desk, AGENT);
  await desk.locator('[data-conversation]').click();
  const reply = desk.locator('.pane').getByRole('textbox');
  await reply.pressSequentially('/hel');
  await expect(desk.locator('.pane').getByRole('listbox').getByRole('option')).toHaveText(
    '/hello Bonjour\u00a0! Je suis Ada. Comment puis-je vous aider ?',
  );
  await reply.press('Enter');
  await reply.press('Enter');
  await expect(shop.getByRole('log')).toContainText('Je suis Ada. Comment puis-je vous aider ?');

  // Agents find them all in the dialog, by key, and change none.
  await desk.keyboard.press('Escape');
  await desk.keyboard.press('/');
  const dialog = desk.getByRole('dialog', { name: 'Shortcuts' });
  await expect(dialog.getByText('/wait')).toBeVisible();
  await expect(dialog.getByRole('button', { name: 'New shortcut' })).toHaveCount(0);
  expect(await axeFindings(desk)).toEqual([]);
});

test('A5 an owner writes one on a phone, exports all and finds a wrong file refused', async ({ person }) => {
  const [{ page: shop }, { page: desk, complaints }] = [
    await person(),
    await person({ viewport: { width: 390, height: 844 }, acceptDownloads: true }),
  ];
  await shop.goto('/');
  const question = await openChat(shop);
  await question.fill('How much is shipping?');
  await question.press('Enter');
  await enterDesk(desk);
  await desk.locator('[data-conversation]').click();
  await desk.getByRole('button', { name: 'Shortcuts' }).click();
  const dialog = desk.getByRole('dialog', { name: 'Shortcuts' });
  await dialog.getByRole('button', { name: 'New shortcut' }).click();
  await dialog.getByLabel('Name, as it is typed behind /').fill('two words');
  await dialog.getByLabel('Text', { exact: true }).fill('Shipping is free, {visitor.name|dear customer}.');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog.getByRole('alert')).toContainText('name:');
  await dialog.getByLabel('Name, as it is typed behind /').fill('shipping');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog.getByRole('status')).toHaveText('shipping is saved.');
  expect(await axeFindings(desk)).toEqual([]);

  const download = desk.waitForEvent('download');
  await dialog.getByRole('button', { name: 'Export' }).click();
  const file = JSON.parse(await readFile(await (await download).path(), 'utf8')) as { shortcuts: { name: string }[] };
  expect(file.shortcuts).toHaveLength(37);
  const choose = (text: string) =>
    dialog.locator('input[type="file"]').setInputFiles({
      name: 'shortcuts.json',
      mimeType: 'application/json',
      buffer: Buffer.from(text),
    });
  await choose(JSON.stringify({ shortcuts: [{ name: 'a', text: 'b', locale: '??' }] }));
  await expect(dialog.getByRole('alert')).toContainText('shortcuts.0.locale');
  await choose(JSON.stringify(file));
  await expect(dialog.getByRole('status')).toHaveText('Imported: 0 new, 0 changed.');

  await dialog.getByRole('searchbox').fill('shipping');
  await dialog.getByRole('searchbox').press('Enter');
  await desk.locator('.pane').getByRole('textbox').press('Enter');
  await expect(shop.getByRole('log')).toContainText('Shipping is free, dear customer.');
  // Refusals are answers of the server, which the browser reports.
  forgive(complaints, /status of 400/);
});
