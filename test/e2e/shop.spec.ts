/** The demo shop at `/`: real pages, a cart that lasts, a checkout that checks, the chat on every page. */
import { axeFindings, expect, openChat, test } from '../support/shop-test.js';

const PAGES = [
  '/',
  '/products.html',
  '/product.html?pot=rainy-day-teapot',
  '/cart.html',
  '/checkout.html',
  '/order.html',
];

test('a visitor chooses, changes their mind and orders, under the strict policy (X6) @firefox', async ({ person }) => {
  const { page } = await person();
  await page.goto('/');
  await page.getByRole('link', { name: 'See all nine' }).click();
  await expect(page.locator('.card')).toHaveCount(9);
  await page.getByRole('link', { name: 'Rainy-day teapot' }).click();
  await expect(page).toHaveTitle('Rainy-day teapot · Nine Pots');
  await page.getByText('Sea', { exact: true }).click();
  await expect(page.getByRole('img', { name: 'Rainy-day teapot in the glaze Sea' })).toBeVisible();
  await page.getByRole('button', { name: 'Put in the cart' }).click();
  await expect(page.getByRole('status').filter({ hasText: 'Rainy-day teapot in Sea: 1 in your cart.' })).toBeVisible();
  await page.goto('/product.html?pot=short-cup');
  await page.getByLabel('How many').press('ArrowUp');
  await page.getByRole('button', { name: 'Put in the cart' }).click();
  await expect(page.getByRole('link', { name: 'Cart, 3 pots' })).toBeVisible();

  await page.goto('/cart.html');
  const total = page.locator('[data-total]');
  await expect(total).toHaveText('€132.00');
  await page.getByRole('button', { name: 'Remove Rainy-day teapot in Sea' }).click();
  await expect(total).toHaveText('€44.90');
  await expect(page.locator('[data-free-hint]')).toHaveText('€42.00 more and we pay the postage.');
  await page.getByRole('button', { name: 'Put it back' }).click();
  await page.getByRole('button', { name: 'One Short cup in Sea fewer' }).click();
  await expect(total).toHaveText('€113.00');

  await page.getByRole('link', { name: 'Check out' }).click();
  await page.getByRole('button', { name: 'Place the order' }).click();
  await expect(page.getByRole('alert').filter({ hasText: '5 fields need another look.' })).toBeVisible();
  await expect(page.getByLabel('E-mail')).toBeFocused();
  await page.getByLabel('E-mail').fill('ada');
  await expect(page.locator('#email-problem')).toContainText('needs an @');
  await page.getByLabel('E-mail').fill('ada@example.org');
  await expect(page.locator('#email-problem')).toBeHidden();
  await page.getByLabel('Name').fill('Ada Lovelace');
  await page.getByLabel('I collect it').check();
  await expect(page.getByLabel('Postcode')).toBeHidden();
  await page.getByRole('button', { name: 'Place the order' }).click();
  await expect(page).toHaveURL(/order\.html$/);
  await expect(page.getByText(/NP-\d{6}/)).toBeVisible();
  await expect(page.getByText('ada@example.org')).toBeVisible();
  await expect(page.getByRole('link', { name: 'Cart, 0 pots' })).toBeVisible();
});

test('the conversation goes along from page to page', async ({ person }) => {
  const { page } = await person();
  await page.goto('/');
  const composer = await openChat(page);
  await composer.fill('Is the teapot dishwasher-proof?');
  await composer.press('Enter');
  await expect(page.getByRole('log').getByText('Is the teapot dishwasher-proof?')).toBeVisible();
  await expect(page.getByRole('log').getByRole('img', { name: /Sent|Delivered/ })).toBeAttached();
  await page.goto('/products.html');
  await openChat(page);
  await expect(page.getByRole('log').getByText('Is the teapot dishwasher-proof?')).toBeVisible();
});

test('V9 what is typed in the last moment before a page is left is there on the next one @firefox', async ({
  person,
}) => {
  const { page } = await person();
  await page.goto('/');
  const composer = await openChat(page);
  for (const text of ['Does the', 'Does the lid', 'Does the lid stay on?']) {
    const loaded = page.waitForEvent('load');
    // In one task, so that nothing can be saved in between.
    await composer.evaluate((field: HTMLTextAreaElement, typed) => {
      field.value = typed;
      field.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }));
      location.reload();
    }, text);
    await loaded;
    await openChat(page);
    await expect(composer).toHaveValue(text);
  }
});

test('V19 a visitor finds the answer in an article, and else a person', async ({ person, server }) => {
  await server.service.articles.put('care', { title: 'Caring for a glaze', text: 'By hand, without **steel wool**.' });
  await server.service.articles.put('postage', { title: 'Postage', text: 'Free from 100 euros on.' });
  const { page } = await person();
  await page.goto('/');
  const composer = await openChat(page);
  await page.getByRole('searchbox', { name: 'Find an answer' }).fill('glaz');
  await page.getByRole('button', { name: /Caring for a glaze/ }).click();
  await expect(page.getByRole('region', { name: 'Caring for a glaze' })).toContainText('without steel wool');
  expect(await axeFindings(page)).toEqual([]);
  await page.getByRole('dialog').getByRole('button', { name: 'Write to us' }).click();
  await expect(composer).toBeFocused();
});

test("the shop's own buttons open the chat", async ({ person }) => {
  const { page } = await person();
  await page.goto('/product.html?pot=one-stem-vase');
  await page.getByRole('main').getByRole('button', { name: 'Ask us' }).click();
  await expect(page.getByRole('textbox', { name: 'Message' })).toBeFocused();
});

test('a stored cart that was tampered with is read as far as it makes sense', async ({ person }) => {
  const { page } = await person();
  await page.goto('/');
  await page.evaluate(() => {
    const lines = [
      null,
      { pot: 'tenth-pot', glaze: 'sea', quantity: 1 },
      { pot: 'short-cup', glaze: '<img src=x>', quantity: 1 },
      { pot: 'short-cup', glaze: 'sea', quantity: -1 },
      { pot: 'short-cup', glaze: 'sea', quantity: 1e9 },
    ];
    localStorage.setItem('nine-pots-cart', JSON.stringify(lines));
  });
  await page.goto('/cart.html');
  await expect(page.getByRole('link', { name: 'Cart, 12 pots' })).toBeVisible();
  await page.goto('/product.html?pot=tenth-pot');
  await expect(page.getByRole('heading', { name: 'There is no tenth pot' })).toBeVisible();
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`axe finds nothing on any page, ${colorScheme}`, async ({ person }) => {
    const { page } = await person({ colorScheme });
    await page.goto('/product.html?pot=biscuit-jar');
    await page.getByRole('button', { name: 'Put in the cart' }).click();
    for (const path of PAGES) {
      await page.goto(path);
      await expect(page.getByRole('button', { name: /^Open chat/ })).toBeVisible();
      expect(await axeFindings(page), path).toEqual([]);
    }
    await page.goto('/checkout.html');
    await page.getByRole('button', { name: 'Place the order' }).click();
    expect(await axeFindings(page), 'the checkout with problems').toEqual([]);
    await openChat(page);
    expect(await axeFindings(page), 'the open chat').toEqual([]);
  });
}

test('no page scrolls sideways at 320 CSS pixels (Y7)', async ({ person }) => {
  const { page } = await person({ viewport: { width: 320, height: 568 } });
  await page.goto('/product.html?pot=rainy-day-teapot');
  await page.getByRole('button', { name: 'Put in the cart' }).click();
  for (const path of PAGES) {
    await page.goto(path);
    const { wanted, there } = await page.evaluate(() => {
      const { scrollWidth, clientWidth } = document.documentElement;
      return { wanted: scrollWidth, there: clientWidth };
    });
    expect(wanted, path).toBe(there);
  }
});
