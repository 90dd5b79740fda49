/** Webhooks at the desk (A12, A19), on the real server, with another system at the other end. */
import { OWNER } from '../support/agent-api.js';
import { axeFindings, enterDesk, expect, test } from '../support/shop-test.js';
import { startTestServer } from '../support/test-server.js';
import { startWebhookTarget } from '../support/webhook-target.js';

test('A12 A19 a webhook is added at the desk, tried with its secret, paused and removed', async ({ person }) => {
  const target = await startWebhookTarget();
  const chat = await startTestServer({ logLevel: 'silent', owner: OWNER });
  try {
    const { page } = await person({ baseURL: chat.url });
    await enterDesk(page);
    await page.getByRole('button', { name: 'Settings' }).click();
    await page.getByRole('button', { name: 'Webhooks', exact: true }).click();
    await page.getByRole('button', { name: 'Add a webhook' }).click();
    await page.getByLabel('Name', { exact: true }).fill('Relay');
    await page.getByLabel('Address', { exact: true }).fill('relay.example');
    await page.getByRole('button', { name: 'Add the webhook' }).click();
    await expect(page.getByText('Enter an address that begins with https://')).toBeVisible();
    await page.getByLabel('Address', { exact: true }).fill(target.url);
    await page.getByRole('button', { name: 'Add the webhook' }).click();
    await expect(page.getByLabel('Secret', { exact: true })).toHaveValue(/^whsec_/);
    target.secret = await page.getByLabel('Secret', { exact: true }).inputValue();
    await page.getByRole('button', { name: 'I have it' }).click();
    await expect(page.getByLabel('Secret', { exact: true })).toHaveCount(0);

    await page.getByRole('button', { name: 'Change Relay' }).click();
    await page.getByRole('button', { name: 'Send a test' }).click();
    await expect(page.getByText('The test was taken.')).toBeVisible();
    expect(target.taken.map(({ type }) => type)).toEqual(['webhook-tested']);
    expect(target.wrong).toEqual([]);
    await page.getByRole('button', { name: 'Pause', exact: true }).click();
    await expect(page.getByText('Relay is paused.')).toBeVisible();
    await expect(page.getByRole('button', { name: 'Go on sending' })).toBeVisible();
    expect(await axeFindings(page)).toEqual([]);
    await page.getByRole('button', { name: 'Remove', exact: true }).click();
    await page.getByRole('button', { name: 'Press again to remove Relay' }).click();
    await expect(page.getByText('There are no webhooks yet.')).toBeVisible();
  } finally {
    await chat.close();
    await target.close();
  }
});
