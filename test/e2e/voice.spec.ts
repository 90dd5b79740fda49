/** Voice messages between a visitor and an agent, under the strict policy of the shop (V31, X6). */
import { enterDesk, expect, openChat, test } from '../support/shop-test.js';

test.use({
  launchOptions: async ({ launchOptions }, use) =>
    use({
      ...launchOptions,
      args: [
        ...(launchOptions.args ?? []),
        '--use-fake-device-for-media-stream',
        '--use-fake-ui-for-media-stream',
        '--autoplay-policy=no-user-gesture-required',
      ],
    }),
});

test('V31 X6 a visitor records, listens and sends; the agent hears it', async ({ person }) => {
  const [{ page: shop }, { page: desk }] = [await person(), await person()];
  await shop.goto('/');
  const composer = await openChat(shop);
  await composer.fill('as I said:');
  await shop.getByRole('button', { name: 'Record a voice message' }).click();
  const strip = shop.getByRole('group', { name: 'Recording' });
  await expect(strip.getByRole('timer')).toHaveText('0:02');
  await strip.getByRole('button', { name: 'Stop and listen' }).click();
  const tray = shop.getByRole('list', { name: 'Files to send' });
  await expect(tray.getByRole('button', { name: 'Play Voice message' })).toBeFocused();
  await expect(tray.getByText('Ready')).toBeVisible();
  await expect(composer).toHaveValue('as I said:');
  await shop.getByRole('button', { name: 'Send', exact: true }).click();

  await enterDesk(desk);
  await desk.locator('[data-conversation]').click();
  const pane = desk.locator('.pane');
  const heard = pane.locator('audio');
  await expect.poll(() => heard.evaluate((audio: HTMLAudioElement) => Math.round(audio.duration))).toBeGreaterThan(1);
  await pane.getByRole('button', { name: 'Play Voice message' }).click();
  await expect.poll(() => heard.evaluate((audio: HTMLAudioElement) => audio.currentTime)).toBeGreaterThan(0.3);
});
