/** The visitor beside the chat on the real server (A6): the shop tells, the agent sees, and it follows without a reload. */
import { axeFindings, enterDesk, expect, openChat, test } from '../support/shop-test.js';

test('A6 an agent sees cart, purchase, pages and device, and follows where the visitor goes', async ({ person }) => {
  const [{ page: shop }, { page: desk }] = [await person(), await person({ viewport: { width: 1400, height: 900 } })];
  await shop.goto('/products.html');
  await shop.locator('main a[href*="product.html"]').first().click();
  const title = shop.locator('article h1');
  await expect(title).not.toBeEmpty();
  const pot = (await title.textContent())?.trim() ?? '';
  await shop.getByRole('button', { name: 'Put in the cart' }).click();
  await (await openChat(shop)).fill('Is it safe for the oven?');
  await shop.keyboard.press('Enter');

  await enterDesk(desk);
  await desk.locator('[data-conversation]').click();
  const about = desk.getByRole('complementary', { name: 'About the visitor' });
  const part = (title: string) =>
    about.locator('section', { has: desk.getByRole('heading', { name: title, exact: true }) });
  await expect(part('Cart')).toContainText('1 item · €');
  await expect(part('Cart')).toContainText(pot);
  await expect(part('Pages').getByRole('listitem')).toHaveCount(1);
  await expect(about).toContainText(/Chrom\w+ \d+ · \w+ · Computer/);
  await expect(about).toContainText('English');
  expect(await axeFindings(desk)).toEqual([]);

  await shop.goto('/cart.html');
  await openChat(shop);
  await expect(part('Pages').getByRole('listitem')).toHaveCount(2);
  await expect(part('Pages').getByRole('listitem').first()).toContainText('Cart');

  await shop.goto('/checkout.html');
  await shop.getByRole('radio', { name: /collect/i }).check();
  await shop.getByLabel('E-mail').fill('ada@shop.example');
  await shop.getByLabel('Name').fill('Ada');
  await shop.getByRole('button', { name: 'Place the order' }).click();
  await expect(shop.getByText(/NP-\d{6}/)).toBeVisible();
  await openChat(shop);
  await expect(part('Purchases')).toContainText(/NP-\d{6}\s*1 item · €/);
  await expect(part('Cart')).toContainText('Empty');
  await expect(part('Pages').getByRole('listitem').first()).toContainText(/thank|order/i);
});
