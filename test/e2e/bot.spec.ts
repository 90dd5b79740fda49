/** The knowledge bot, from the owner's file to the agent who takes over (A16, V29), on the real server. */
import { signIn } from '../support/agent-api.js';
import { axeFindings, enterDesk, expect, openChat, test } from '../support/shop-test.js';

const HELP = `# Help

## Returns

Goods can be returned within 30 days. <img src=x onerror="document.title='hacked'">

## Opening hours

The shop is open on Saturday.`;

test('V29 A16 a visitor asks, sees where the answer is from, and gets a person who sees it all', async ({
  person,
  server,
}) => {
  const Cookie = await signIn(server.url);
  const put = async (path: string, type: string, body: BodyInit): Promise<void> => {
    const headers = { Cookie, 'Content-Type': type };
    const response = await fetch(`${server.url}/v1/${path}`, { method: 'PUT', headers, body });
    expect(response.ok, await response.text()).toBe(true);
  };
  // A file that a real browser has made.
  const { page: printer } = await person();
  await printer.setContent(
    '<h1>Spare parts</h1><p>Spare lids are kept in stock for ten years.</p><h1>Gift wrapping</h1><p>Wrapping costs two euros.</p>',
  );
  const pdf = await printer.pdf({ format: 'A4' });
  await put('bot/texts/help-text?name=help.md', 'text/markdown', HELP);
  await put('bot/texts/parts-text?name=parts.pdf', 'application/pdf', new Blob([new Uint8Array(pdf)]));
  await put('settings/bot', 'application/json', JSON.stringify({ on: true, name: 'Pip' }));

  const { page: visitor } = await person();
  await visitor.goto('/');
  const composer = await openChat(visitor);
  const chat = visitor.getByRole('dialog');
  const log = chat.getByRole('log');
  await composer.fill('Can I return the goods?');
  await composer.press('Enter');
  // The answer grows before it is there, and nobody is waited for.
  await expect(log).toContainText('Goods can be returned within 30 days.');
  await expect(log.getByRole('link', { name: 'Help – Returns' })).toBeVisible();
  await expect(chat).not.toContainText('queue');
  expect(await visitor.title()).not.toBe('hacked');
  expect(await axeFindings(visitor)).toEqual([]);
  const [source] = await Promise.all([
    visitor.context().waitForEvent('page'),
    log.getByRole('link', { name: 'Help – Returns' }).click(),
  ]);
  await expect(source.locator('body')).toContainText('The shop is open on Saturday.');
  expect(await source.title()).not.toBe('hacked');
  await source.close();

  await composer.fill('Are spare lids kept?');
  await composer.press('Enter');
  await expect(log).toContainText('kept in stock for ten years');

  // The words of the quick reply stand under every answer; one of them is enough.
  await log.getByRole('button', { name: 'Talk to a person' }).last().click();
  await expect(log).toContainText('I am passing your question on to the team.');
  await expect(chat).toContainText('You are number 1 in the queue');

  const { page: desk } = await person();
  await enterDesk(desk);
  await desk.locator('[data-conversation]').click();
  const pane = desk.locator('.pane');
  await expect(pane.getByRole('log')).toContainText('Can I return the goods?');
  await expect(pane.getByRole('log')).toContainText('Goods can be returned within 30 days.');
  await expect(pane.getByRole('log')).toContainText('kept in stock for ten years');
  await pane.getByRole('button', { name: 'Take' }).click();
  await pane.getByRole('textbox').fill('Ada here: what shall I send?');
  await pane.getByRole('textbox').press('Enter');
  await expect(log).toContainText('Ada here: what shall I send?');

  // The bot has nothing to say any more.
  await composer.fill('Is the shop open on Saturday?');
  await composer.press('Enter');
  await expect(pane.getByRole('log')).toContainText('Is the shop open on Saturday?');
  await pane.getByRole('textbox').fill('It is.');
  await pane.getByRole('textbox').press('Enter');
  await expect(log).toContainText('It is.');
  await expect(log).not.toContainText('The shop is open on Saturday.');
});
