/** Voice messages between a visitor and an agent, under the strict policy of the shop (V31, X6). */
import { axeFindings, enterDesk, expect, openChat, test } from '../support/shop-test.js';

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

test('V31 the agent answers by voice, and what is recorded while the panel is closed or the page left is not lost', async ({
  person,
}) => {
  const [{ page: shop }, { page: desk }] = [await person(), await person()];
  await shop.goto('/');
  const composer = await openChat(shop);
  await composer.fill('Hello');
  await composer.press('Enter');
  await enterDesk(desk);
  await desk.locator('[data-conversation]').click();
  await desk.getByRole('button', { name: 'Record a voice message' }).click();
  await expect(desk.getByRole('timer')).toHaveText('0:01');
  await desk.getByRole('button', { name: 'Stop and listen' }).first().click();
  await expect(desk.getByRole('list', { name: 'Files to send' }).getByText('Ready')).toBeVisible();
  await desk.getByRole('button', { name: 'Send', exact: true }).click();
  await expect(shop.getByRole('button', { name: 'Play Voice message' })).toBeVisible();

  // Closed meanwhile: the recording ends, and is beside the message.
  await shop.getByRole('button', { name: 'Record a voice message' }).click();
  await expect(shop.getByRole('timer')).toHaveText('0:01');
  await shop.keyboard.press('Escape');
  await expect(shop.getByRole('dialog')).toBeHidden();
  await shop.getByRole('button', { name: /^Open chat/ }).click();
  const tray = shop.getByRole('list', { name: 'Files to send' });
  await expect(tray.getByRole('button', { name: 'Play Voice message' })).toBeVisible();
  await expect(tray.getByText('Ready')).toBeVisible();
  await expect(shop.getByRole('timer')).toBeHidden();
  await shop.reload();
  await openChat(shop);
  await expect(tray.getByRole('button', { name: 'Play Voice message' })).toBeVisible();
});

for (const [how, name, words] of [
  ['refuses', 'NotAllowedError', 'The microphone is blocked for this page.'],
  ['has no microphone', 'NotFoundError', 'No microphone answers.'],
] as const) {
  test(`V31 who ${how} is told what to do, and keeps what was typed`, async ({ person }) => {
    const { page } = await person();
    await page.addInitScript((failure) => {
      MediaDevices.prototype.getUserMedia = () => Promise.reject(new DOMException('no', failure));
    }, name);
    await page.goto('/');
    const composer = await openChat(page);
    await composer.fill('typed');
    await page.getByRole('button', { name: 'Record a voice message' }).click();
    await expect(page.locator('[part~="refusal"]')).toContainText(words);
    await expect(page.locator('[role="alert"].visually-hidden')).toContainText(words);
    await expect(composer).toHaveValue('typed');
    expect(await axeFindings(page)).toEqual([]);
    await page.getByRole('button', { name: 'Dismiss' }).click();
    await expect(page.locator('[part~="refusal"]')).toBeHidden();
  });
}

test('V31 the recorder is worked by keyboard: pause, go on, delete', async ({ person }) => {
  const { page } = await person();
  await page.goto('/');
  await openChat(page);
  const record = page.getByRole('button', { name: 'Record a voice message' });
  await record.focus();
  await page.keyboard.press('Enter');
  const strip = page.getByRole('group', { name: 'Recording' });
  await expect(strip.getByRole('button', { name: 'Stop and listen' })).toBeFocused();
  expect(await axeFindings(page)).toEqual([]);
  await strip.getByRole('button', { name: 'Pause recording' }).focus();
  await page.keyboard.press('Enter');
  const proceed = strip.getByRole('button', { name: 'Continue recording' });
  await expect(proceed).toBeFocused();
  const paused = await strip.getByRole('timer').textContent();
  await page.keyboard.press('Enter');
  await expect(strip.getByRole('timer')).not.toHaveText(paused ?? '');
  await strip.getByRole('button', { name: 'Delete recording' }).focus();
  await page.keyboard.press('Enter');
  await expect(strip).toBeHidden();
  await expect(record).toBeFocused();
  await expect(page.getByRole('list', { name: 'Files to send' })).toBeHidden();
});
