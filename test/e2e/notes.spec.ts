/** Notes on the real server (A4): two agents write to each other beside a chat, and the visitor notices nothing of it. */
import { postJson, signIn } from '../support/agent-api.js';
import { axeFindings, enterDesk, expect, openChat, test } from '../support/shop-test.js';

const ADA = { email: 'ada@shop.example', password: 'correct horse battery' } as const;
/** In every word that the visitor must not get. */
const CANARY = 'heron-2718';

for (const { name, viewport } of [
  { name: 'on a desktop', viewport: { width: 1280, height: 800 } },
  { name: 'on a phone', viewport: { width: 390, height: 844 } },
]) {
  test(`A4 two agents write notes to each other ${name}, and no byte of it reaches the visitor`, async ({
    person,
    server,
  }) => {
    const cookie = await signIn(server.url);
    await postJson(`${server.url}/v1/agents`, { ...ADA, name: 'Ada', role: 'agent' }, { Cookie: cookie });
    const [{ page: shop }, { page: owner }, { page: ada }] = [
      await person(),
      await person({ viewport }),
      await person({ viewport, ...(viewport.width < 500 && { hasTouch: true }) }),
    ];
    const wire: string[] = [];
    shop.on('websocket', (socket) => {
      socket.on('framereceived', ({ payload }) => void wire.push(String(payload)));
    });
    shop.on('response', (response) => {
      void response.text().then(
        (text) => wire.push(text),
        () => undefined, // has no body, or the page has gone on
      );
    });
    await shop.goto('/');
    const question = await openChat(shop);
    await question.fill('Where is my order?');
    await question.press('Enter');

    await enterDesk(owner);
    await enterDesk(ada, ADA);
    for (const desk of [owner, ada]) await desk.locator('[data-conversation]').click();
    const [field, other] = [owner, ada].map((desk) => desk.locator('.pane').getByRole('textbox', { name: 'Note' }));
    if (!field || !other) throw new Error('There are two desks.');
    await owner.locator('.pane').getByRole('button', { name: 'Note', exact: true }).click();
    await field.fill(`${CANARY}: she may have a refund.`);
    expect(await axeFindings(owner)).toEqual([]);
    await field.press('Enter');
    const note = ada.getByRole('article', { name: /^Note by/ });
    await expect(note).toContainText('she may have a refund');
    expect(await axeFindings(ada)).toEqual([]);

    // By keyboard where there is one, and the answer to the visitor goes where it belongs.
    const change = async (key: string, button: string): Promise<void> => {
      if (viewport.width < 500) return ada.locator('.pane').getByRole('button', { name: button, exact: true }).click();
      await ada.keyboard.press('Escape');
      await ada.keyboard.press(key);
    };
    await change('n', 'Note');
    await other.fill(`${CANARY}: thanks, I tell her.`);
    await other.press('Enter');
    await expect(owner.getByRole('article', { name: /^Note by Ada/ })).toContainText('thanks, I tell her');
    await change('r', 'Reply');
    await ada.keyboard.type('You will have your money back.');
    await ada.keyboard.press('Enter');
    await expect(shop.getByRole('log')).toContainText('You will have your money back.');

    // After a reload both stand where they were written, before the answer.
    await ada.reload();
    await ada.getByRole('tab', { name: 'All' }).click();
    await ada.locator('[data-conversation]').click();
    await expect(ada.locator('.pane .row')).toContainText(
      ['Where is my order?', 'she may have a refund', 'thanks, I tell her', 'joined', 'You will have your money back.'],
      { useInnerText: true },
    );
    await shop.reload();
    await openChat(shop);
    await expect(shop.getByRole('log')).toContainText('You will have your money back.');
    expect(wire.some((piece) => piece.includes('You will have your money back.'))).toBe(true);
    expect(wire.filter((piece) => piece.includes(CANARY))).toEqual([]);
    expect(await shop.content()).not.toContain(CANARY);
  });
}
