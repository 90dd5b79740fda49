/** A18: a visitor leaves; an agent asks by a mail really sent; the link is opened elsewhere, and one press answers. */
import { wordsOfMail } from '../support/mail-server.js';
import { test } from '../support/mail-test.js';
import { axeFindings, enterDesk, expect } from '../support/shop-test.js';

test('A18 who has left is asked by mail, and OK to the price stands in the conversation', async ({ person, smtp }) => {
  const { page: shop } = await person();
  await shop.goto('/');
  await shop.getByRole('button', { name: /^Open chat/ }).click();
  await shop.getByRole('textbox', { name: 'Message' }).fill('My lamp is broken.');
  await shop.getByRole('button', { name: 'Send' }).click();
  const { page: desk } = await person({ viewport: { width: 1280, height: 800 } });
  await enterDesk(desk);
  await desk.locator('[data-conversation]').click();
  await expect(desk.locator('.pane')).toContainText('My lamp is broken.');
  await shop.goto('about:blank');

  await desk.getByRole('button', { name: 'Send a short question' }).click();
  const dialog = desk.getByRole('dialog', { name: 'Send a short question' });
  await dialog.getByRole('textbox', { name: 'Your question' }).fill('Shall we repair it?');
  await dialog.getByRole('textbox', { name: 'Amount' }).fill('129');
  await dialog.getByRole('textbox', { name: 'E-mail address' }).fill('zofia@example.com');
  await dialog.getByRole('button', { name: 'Send' }).click();
  await expect(dialog).toBeHidden();
  await expect(desk.locator('.mail-line')).toContainText('Sent by e-mail to zofia@example.com');
  await expect.poll(() => smtp.mails.length).toBe(1);
  const [mail] = smtp.mails;
  const link = /^http:\S+\/q\/\S+$/m.exec(mail ? wordsOfMail(mail) : '')?.[0] ?? '';

  const { page: phone } = await person({ viewport: { width: 390, height: 844 }, hasTouch: true });
  await phone.goto(link);
  await expect(phone.getByRole('heading')).toContainText('€129.00');
  expect(await axeFindings(phone)).toEqual([]);
  await phone.getByRole('button', { name: 'OK' }).click();
  await expect(phone.getByRole('heading', { name: 'Thank you' })).toBeVisible();
  await expect(phone.getByRole('main')).toContainText('OK — €129.00');
  await expect(desk.locator('.pane').getByRole('log')).toContainText('OK — €129.00');

  // Who comes back finds it answered.
  await shop.goto('/');
  await shop.getByRole('button', { name: /^Open chat/ }).click();
  await expect(shop.getByRole('log')).toContainText('OK — €129.00');
});
