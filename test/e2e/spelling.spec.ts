/** The desk's spell check on the real server, its worker and the dictionaries that are installed (V30). */
import { axeFindings, enterDesk, expect, openChat, test } from '../support/shop-test.js';

const ANSWER = 'Thank you, we will recieve your adress at https://shop.exampel tomorow. ';

test('V30 an agent mends what is misspelt, by key and by pointer, and keeps a word of their own', async ({
  person,
}) => {
  const [{ page: shop }, { page: desk }] = [await person(), await person()];
  const asked: string[] = [];
  desk.on('request', (request) => asked.push(new URL(request.url()).pathname));
  const heavy = (): string[] => asked.filter((path) => /spelling-worker|\/(aff|dic)$/.test(path));
  await shop.goto('/');
  const question = await openChat(shop);
  await question.fill('Hello');
  await question.press('Enter');
  await enterDesk(desk);
  await desk.locator('[data-conversation]').click();
  const reply = desk.locator('.pane').getByRole('textbox', { name: 'Message' });
  await expect(reply).toBeFocused();
  await expect(desk.getByRole('combobox', { name: 'Spelling' }).getByRole('option')).not.toHaveCount(1);
  // Nothing heavy before somebody writes.
  expect(heavy()).toEqual([]);

  await reply.pressSequentially(ANSWER);
  const marks = desk.locator('.misspelt');
  await expect(marks).toHaveText(['recieve', 'adress', 'tomorow']);
  expect(heavy().sort()).toEqual(['/spelling-worker.js', '/v1/spelling/en/4.0.0/aff', '/v1/spelling/en/4.0.0/dic']);
  await expect(reply).toHaveAttribute('spellcheck', 'false');
  await expect(reply).toHaveAttribute('lang', 'en');

  // By key: from the end of the text it begins with the first one.
  await reply.press('Control+.');
  const options = desk.getByRole('listbox', { name: 'Suggestions for “recieve”' }).getByRole('option');
  await expect(options.first()).toHaveText('receive');
  expect(await axeFindings(desk)).toEqual([]);
  await reply.press('Enter');
  await expect(reply).toHaveValue(ANSWER.replace('recieve', 'receive'));
  await expect(marks).toHaveText(['adress', 'tomorow']);

  await reply.press('Control+.');
  await desk.getByRole('option', { name: 'Add “adress” to my words' }).click();
  await expect(marks).toHaveText(['tomorow']);
  await expect(reply).toBeFocused();

  // By pointer, at the place where the line is.
  const place = await marks.evaluate((mark) => {
    const { x, y, width, height } = mark.getBoundingClientRect();
    return { x: x + width / 2, y: y + height / 2 };
  });
  await desk.mouse.click(place.x, place.y);
  await desk.getByRole('option', { name: 'tomorrow', exact: true }).click();
  await expect(reply).toHaveValue(/adress at https:\/\/shop.exampel tomorrow/);
  await expect(marks).toHaveCount(0);
  await reply.press('Enter');
  await expect(shop.getByRole('log')).toContainText('we will receive your adress');

  // The word is kept on this device.
  await desk.reload();
  await desk.getByRole('tab', { name: 'Mine' }).click();
  await desk.locator('[data-conversation]').click();
  await reply.pressSequentially('The adress is wrogn. ');
  await expect(marks).toHaveText(['wrogn']);
});

test('V30 a German conversation is checked in German, and the agent changes over', async ({ person }) => {
  const [{ page: shop }, { page: desk }] = [await person({ locale: 'de-DE' }), await person()];
  await shop.goto('/');
  await shop.evaluate(() => (document.documentElement.lang = 'de'));
  await shop.evaluate(() => document.querySelector('support-chat')?.setAttribute('locale', 'de'));
  await shop.getByRole('button', { name: /chat/i }).click();
  const question = shop.locator('support-chat').getByRole('textbox');
  await question.fill('Guten Tag');
  await question.press('Enter');
  await enterDesk(desk);
  await desk.locator('[data-conversation]').click();
  const reply = desk.locator('.pane').getByRole('textbox', { name: 'Message' });
  await reply.pressSequentially('Das Rücksendeetikett mit der Adrese und die Versandkostenpauschale. ');
  const marks = desk.locator('.misspelt');
  await expect(marks).toHaveText(['Adrese']);
  await expect(reply).toHaveAttribute('lang', 'de');
  await reply.press('Control+.');
  await expect(desk.getByRole('listbox').getByRole('option').first()).toHaveText('Adresse');
  await reply.press('Enter');
  await expect(marks).toHaveCount(0);

  const choice = desk.getByRole('combobox', { name: 'Spelling' });
  await expect(choice).toHaveValue('de');
  await choice.selectOption({ label: 'English' });
  await expect(marks.first()).toHaveText('Das');
  await choice.selectOption({ label: 'German: by the browser' });
  await expect(marks).toHaveCount(0);
  await expect(reply).toHaveAttribute('spellcheck', 'true');
  await expect(reply).toHaveAttribute('lang', 'de');
});
