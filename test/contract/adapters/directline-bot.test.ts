/** Cards and presses with a real bot: `botbuilder` says them, and understands what comes back. */
import { createDirectLineAdapter } from '@support-chat/adapter-directline';
import { readCard, type MessageAdded } from '@support-chat/protocol';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openChat, type VisitorChat } from '../../support/adapters/visitor-chat.js';
import { botLacks, startOfflineBot, type OfflineBot } from '../../support/directline/offline-bot.js';

const lacks = botLacks();
if (lacks !== null && process.env['REQUIRE_EVERYTHING']) throw new Error(`It needs ${lacks}.`);

describe.skipIf(lacks !== null)(`a bot of the Bot Framework${lacks ? `: skipped, needs ${lacks}` : ''}`, () => {
  let bot: OfflineBot;
  let visitor: VisitorChat;

  beforeAll(async () => {
    bot = await startOfflineBot();
  });
  afterAll(() => bot.stop());
  beforeEach(() => {
    const getToken = () => Promise.resolve({ token: 'nobody-asks-for-it' });
    const adapter = createDirectLineAdapter({
      ...{ domain: bot.domain, getToken },
      ...{ stream: false, files: false, pollInterval: 20 },
    });
    visitor = openChat(adapter);
  });
  afterEach(() => visitor.chat.destroy());

  /** The message with a card that the bot answers these words with. */
  async function askFor(words: string): Promise<MessageAdded> {
    visitor.send(words);
    const found = () =>
      visitor.events.find((event): event is MessageAdded => event.type === 'message-added' && event.card !== undefined);
    await visitor.until(() => found() !== undefined, 'No card came');
    return found() as MessageAdded;
  }

  async function press(to: string, choice: string, label: string): Promise<string> {
    const count = visitor.log.length;
    visitor.chat.dispatch({ type: 'send', text: label, details: { type: 'message-send', answer: { to, choice } } });
    await visitor.until(({ log }) => log.length > count + 1, 'The bot did not answer');
    expect(visitor.log[count]).toBe(label);
    expect(visitor.events[count]).toMatchObject({ answer: { to, choice }, author: { kind: 'visitor' } });
    return visitor.log[count + 1] ?? '';
  }

  it('quick replies are choices, and an imBack sends its value', async () => {
    const { id, card, text } = await askFor('Choices, please');
    expect(text).toBe('Which tea?');
    expect(readCard(card)).toEqual({
      kind: 'choices',
      choices: [
        { id: '0', label: 'Black tea' },
        { id: '1', label: 'Green tea' },
      ],
    });
    expect(await press(id, '1', 'Green tea')).toBe('You said: green');
  });

  it('a hero card with buttons is its words, its picture and the buttons; its link is told', async () => {
    const { id, card, text, attachments } = await askFor('A card, please');
    expect(text).toBe('Teapot\nIt is blue.\nSee it: https://shop.example/teapot');
    expect(attachments).toMatchObject([{ type: 'image/*', url: 'https://shop.example/teapot.png' }]);
    expect(readCard(card)).toMatchObject({ choices: [{ label: 'Take it' }, { label: 'Ask' }] });
    expect(await press(id, '0', 'Take it')).toBe('You said: {"take":1}');
  });

  it('a messageBack sends its text and its value', async () => {
    const { id } = await askFor('A card, please');
    expect(await press(id, '1', 'Ask')).toBe('You said: ask {"ask":"teapot"}');
  });

  it('a carousel is one, below the words', async () => {
    const { card } = await askFor('All of it, please');
    expect(visitor.log).toEqual([
      'All of it, please',
      'We have',
      'Jug\nSee it: https://shop.example/Jug\nCup\nSee it: https://shop.example/Cup',
    ]);
    expect(readCard(card)).toMatchObject({
      kind: 'carousel',
      offers: [
        {
          title: 'Jug',
          image: { url: 'https://shop.example/Jug.png' },
          link: { url: 'https://shop.example/Jug', label: 'See it' },
        },
        { title: 'Cup' },
      ],
    });
  });

  it('an Adaptive Card is what it says to those who cannot show it, and its buttons', async () => {
    const { id, text } = await askFor('A form, please');
    expect(text).toBe('Return it?');
    expect(await press(id, '0', 'Return')).toBe('You said: {"return":true}');
  });

  it('a card that is answered is not answered again', async () => {
    const { id } = await askFor('Choices, please');
    await press(id, '0', 'Black tea');
    for (const [to, code] of [
      [id, 'already-answered'],
      ['never-heard-of', 'answer-invalid'],
    ] as const) {
      const details = { type: 'message-send', answer: { to, choice: '1' } } as const;
      visitor.chat.dispatch({ type: 'send', text: 'Green tea', details });
      await visitor.until(({ errors }) => errors.at(-1)?.code === code, 'Nobody was told');
    }
    expect(visitor.log.filter((text) => text === 'Green tea')).toEqual([]);
  });
});
