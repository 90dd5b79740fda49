/** A17: a visitor leaves a question and goes; two agents answer by a mail really sent; the visitor comes back and finds it. */
import { postJson, signIn } from '../support/agent-api.js';
import { headerOf, wordsOfMail } from '../support/mail-server.js';
import { test } from '../support/mail-test.js';
import { axeFindings, enterDesk, expect, forgive } from '../support/shop-test.js';

const ADA = { email: 'ada@shop.example', password: 'correct horse battery' } as const;

test('A17 V22 a question left behind is answered by mail, and the answer is in the chat as well', async ({
  person,
  server,
  smtp,
}) => {
  const cookie = await signIn(server.url);
  await postJson(`${server.url}/v1/agents`, { ...ADA, name: 'Ada', role: 'agent' }, { Cookie: cookie });
  const [{ page: shop }, { page: owner }, { page: ada, complaints }] = [
    await person(),
    await person({ viewport: { width: 1280, height: 800 } }),
    await person({ viewport: { width: 390, height: 844 }, hasTouch: true }),
  ];
  await shop.goto('/');
  await shop.getByRole('button', { name: /^Open chat/ }).click();
  await shop.getByRole('button', { name: 'Get the answer by e-mail' }).click();
  await shop.getByRole('textbox', { name: 'Name' }).fill('Zofia');
  await shop.getByRole('textbox', { name: 'E-mail' }).fill('zofia@example.com');
  await shop.getByRole('textbox', { name: 'Message' }).fill('Do you ship to Poland?');
  await shop.getByRole('button', { name: 'Send' }).click();
  await expect(shop.getByRole('log')).toContainText('Do you ship to Poland?');
  await shop.goto('about:blank');

  await enterDesk(owner);
  await enterDesk(ada, ADA);
  for (const desk of [owner, ada]) {
    await desk.getByRole('tab', { name: 'Tickets' }).click();
    await desk.locator('[data-conversation]').click();
    await expect(desk.getByRole('checkbox', { name: 'Also by e-mail to zofia@example.com' })).toBeChecked();
  }
  // Both write; who is second is told and reads first.
  const [field, other] = [owner, ada].map((desk) => desk.locator('.pane').getByRole('textbox', { name: 'Message' }));
  if (!field || !other) throw new Error('There are two desks.');
  smtp.refusal = { code: 451, words: '4.7.1 Greylisted' };
  await other.fill('No idea.');
  await field.fill('Yes, we do. It takes two days.');
  // A desk whose line is slow: it has not heard of the answer when its own is sent.
  await ada.route('**/mails/*', async (route) => {
    const draft = route.request().postDataJSON() as { after: { seq: number } };
    await route.continue({ postData: JSON.stringify({ ...draft, after: { ...draft.after, seq: 1 } }) });
  });
  await field.press('Enter');
  const line = owner.locator('.mail-line');
  await expect(line).toContainText('not sent yet. Trying again');
  await expect(line).toContainText('451 4.7.1 Greylisted');
  await expect(field).toHaveValue('');
  await other.press('Enter');
  await expect(ada.getByRole('alert').filter({ hasText: 'A colleague has answered meanwhile' })).toBeVisible();
  await expect(other).toHaveValue('No idea.');
  forgive(complaints, /status of 409/);
  expect(await axeFindings(owner)).toEqual([]);
  expect(await axeFindings(ada)).toEqual([]);

  // What became of it comes by itself.
  smtp.refusal = { code: 550, words: '5.1.1 no such user' };
  const ticket = await conversationOf(server);
  const { mails } = await server.service.tickets.list(ticket);
  for (const { id } of mails) await server.service.tickets.retry(ticket, id);
  await expect(line).toContainText('The mail server refused');
  await expect(ada.locator('.mail-line')).toContainText('550 5.1.1 no such user');
  smtp.refusal = null;
  await owner.locator('.mail-line').getByRole('button', { name: 'Try again' }).click();
  await expect(line).toContainText('Sent by e-mail to zofia@example.com');
  await expect(ada.locator('.mail-line')).toContainText('Sent by e-mail to zofia@example.com');
  expect(smtp.mails.map(({ to }) => to)).toEqual([['zofia@example.com']]);
  const [mail] = smtp.mails;
  if (!mail) throw new Error('There is a mail.');
  expect(headerOf(mail, 'Subject')).toBe('Re: Do you ship to Poland?');
  expect(wordsOfMail(mail)).toContain('It takes two days.');

  await shop.goto('/');
  await shop.getByRole('button', { name: /^Open chat/ }).click();
  await expect(shop.getByRole('log')).toContainText('Yes, we do. It takes two days.');
});

async function conversationOf(server: { readonly url: string }): Promise<string> {
  const answer = await fetch(`${server.url}/v1/agent/conversations`, {
    headers: { Cookie: await signIn(server.url, ADA) },
  });
  const { conversations } = (await answer.json()) as { conversations: { readonly id: string }[] };
  const [first] = conversations;
  if (!first) throw new Error('There is a ticket.');
  return first.id;
}
