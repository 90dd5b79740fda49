/** Emoji between a visitor and an agent, under the strict policy of the shop (V13, X6). */
import { axeFindings, enterDesk, expect, openChat, test } from '../support/shop-test.js';

test('V13 a visitor picks an emoji by keyboard, the agent sees it and answers with a shortcode', async ({ person }) => {
  const [{ page: shop }, { page: desk }] = [await person(), await person()];
  await shop.goto('/');
  const composer = await openChat(shop);
  await composer.pressSequentially('Thanks ');
  await expect(shop.getByRole('button', { name: 'Record a voice message' })).toBeVisible();
  await shop.keyboard.press('Tab');
  await expect(shop.getByRole('button', { name: 'Record a voice message' })).toBeFocused();
  await shop.keyboard.press('Tab');
  await expect(shop.getByRole('button', { name: 'Choose emoji' })).toBeFocused();
  await shop.keyboard.press('Enter');
  await expect(shop.getByRole('searchbox', { name: 'Search emoji' })).toBeFocused();
  await shop.keyboard.type('red heart');
  await expect(shop.getByRole('grid').getByRole('gridcell', { name: 'red heart' })).toBeVisible();
  expect(await axeFindings(shop)).toEqual([]);
  await shop.keyboard.press('Enter');
  await expect(composer).toBeFocused();
  await expect(composer).toHaveValue('Thanks ❤️');
  await composer.press('Enter');

  await enterDesk(desk);
  await desk.locator('[data-conversation]').click();
  await expect(desk.locator('.pane .bubble', { hasText: 'Thanks ❤️' })).toBeVisible();
  const reply = desk.getByRole('textbox', { name: 'Message' });
  await reply.click();
  await reply.pressSequentially('Great :tad');
  await expect(desk.getByRole('option', { name: /party popper/ })).toBeVisible();
  expect(await axeFindings(desk)).toEqual([]);
  await reply.press('Enter');
  await expect(reply).toHaveValue('Great 🎉');
  await reply.press('Enter');
  await expect(shop.locator('.bubble', { hasText: 'Great 🎉' })).toBeVisible();
});
