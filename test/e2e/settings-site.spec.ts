/** Which pages may use the server, set at the desk, and what a page on the list and off it sees (A12, X3), on the real server. */
import { OWNER } from '../support/agent-api.js';
import { startSite } from '../support/page-site.js';
import { axeFindings, enterDesk, expect, openChat, test } from '../support/shop-test.js';
import { startTestServer } from '../support/test-server.js';

test('A12 X3 a shop is put on the list at the desk: from then on its page has the chat, and the desk goes on', async ({
  person,
}) => {
  const site = await startSite('');
  const chat = await startTestServer({ logLevel: 'silent', owner: OWNER });
  try {
    const { page: owner } = await person({ baseURL: chat.url });
    await enterDesk(owner);
    await owner.getByRole('button', { name: 'Settings' }).click();
    await owner.getByRole('button', { name: 'Site', exact: true }).click();
    await expect(owner.getByText('As the server was started: no other sites.')).toBeVisible();
    await owner.getByLabel('Name the sites here').check();
    await owner.getByLabel('Sites, one a line').fill(site.url);
    expect(await axeFindings(owner)).toEqual([]);
    await owner.getByRole('button', { name: 'Save', exact: true }).click();
    await expect(owner.locator('.save-bar')).toContainText('Saved.');

    site.show(
      `<!doctype html><html lang="en"><title>My shop</title><h1>My shop</h1>
      <script type="module" src="${chat.url}/support-chat.js"></script><support-chat server="${chat.url}"></support-chat></html>`,
    );
    const { page: visitor } = await person({ baseURL: site.url });
    await visitor.goto('/');
    const composer = await openChat(visitor);
    await composer.fill('Is the teapot back?');
    await composer.press('Enter');
    await expect(visitor.getByRole('log').getByRole('img', { name: /Sent|Delivered/ })).toBeAttached();
    await owner.getByRole('button', { name: 'Back to the chats' }).click();
    await expect(owner.getByText('Is the teapot back?')).toBeVisible();
  } finally {
    await chat.close();
    await site.close();
  }
});
