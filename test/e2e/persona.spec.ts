/** Who answers, as the visitor sees them (A14): set at the desk, shown in the widget, on the real server under its own policy. */
import { axeFindings, enterDesk, expect, openChat, test } from '../support/shop-test.js';
import { png } from '../support/sample-files.js';

test('A14 X7 an agent says who they are at the desk, and the visitor sees name, title and picture of who answers', async ({
  person,
}) => {
  const [{ page: shop }, { page: desk }] = [await person(), await person()];
  await enterDesk(desk);
  await desk.getByRole('button', { name: 'How visitors see you' }).click();
  const dialog = desk.getByRole('dialog', { name: 'How visitors see you' });
  await dialog.getByLabel('Your name').fill('Olga Berg');
  await dialog.getByLabel(/^What you are/).fill('Master potter');
  const picture = { name: 'me.png', mimeType: 'image/png', buffer: png({ width: 40, height: 30 }) };
  await dialog.locator('input[type="file"]').setInputFiles(picture);
  await expect(desk.locator('.agent-bar .avatar img')).toBeVisible();
  expect(await axeFindings(desk)).toEqual([]);
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog).toHaveCount(0);
  await expect(desk.locator('.agent-name')).toHaveText('Olga Berg');

  await shop.goto('/');
  const question = await openChat(shop);
  await question.fill('Is the kiln hot?');
  await question.press('Enter');
  await desk.locator('[data-conversation]').click();
  await desk.locator('.pane').getByRole('textbox').fill('Very.');
  await desk.locator('.pane').getByRole('textbox').press('Enter');
  await expect(shop.getByRole('log')).toContainText('Very.');
  const panel = shop.getByRole('dialog');
  await expect(panel.locator('[part="header"]')).toContainText(/Olga Berg is here · \W?Master potter/);
  for (const place of ['[part="header"] .faces img', '[role="log"] .meta img']) {
    const face = panel.locator(place);
    await expect(face).toBeVisible();
    await expect.poll(() => face.evaluate((image: HTMLImageElement) => image.naturalWidth), place).toBe(30);
  }
  expect(await axeFindings(shop)).toEqual([]);

  // Taken back, it is gone after a reload, and initials stand there.
  await desk.getByRole('button', { name: 'How visitors see you' }).click();
  await dialog.getByRole('button', { name: 'Take the picture away' }).click();
  await expect(dialog.locator('.avatar img')).toHaveCount(0);
  await shop.reload();
  await openChat(shop);
  await expect(panel.locator('[part="header"]')).toContainText('Master potter');
  await expect(panel.locator('[part="header"] .faces img')).toHaveCount(0);
});
