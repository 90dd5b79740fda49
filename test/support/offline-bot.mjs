/**
 * A real bot of the Bot Framework's SDK behind `offline-directline`, in a process of its own: it says after everybody what they
 * say, shows cards when asked for them, and says goodbye. `node offline-bot.mjs` writes the address of its Direct Line to its
 * output; it ends with its process.
 */
import {
  ActivityTypes,
  CardFactory,
  CloudAdapter,
  ConfigurationBotFrameworkAuthentication,
  MessageFactory,
} from 'botbuilder';
import { createRequire } from 'node:module';
import { getRouter } from 'offline-directline';

// The one that the bridge was written for.
const express = createRequire(createRequire(import.meta.url).resolve('offline-directline'))('express');

const adapter = new CloudAdapter(new ConfigurationBotFrameworkAuthentication({}));
adapter.onTurnError = async (context, error) => {
  console.error(error);
  await context.sendActivity(`It failed: ${error}`);
};

const button = (type, title, value) => ({ type, title, value });

/** What it says when it is asked for it in these words. */
const asked = {
  'Choices, please': () =>
    MessageFactory.suggestedActions(
      [button('imBack', 'Black tea', 'black'), button('imBack', 'Green tea', 'green')],
      'Which tea?',
    ),
  'A card, please': () =>
    MessageFactory.attachment(
      CardFactory.heroCard(
        'Teapot',
        'It is blue.',
        ['https://shop.example/teapot.png'],
        [
          button('postBack', 'Take it', { take: 1 }),
          { type: 'messageBack', title: 'Ask', displayText: 'I ask', text: 'ask', value: { ask: 'teapot' } },
          button('openUrl', 'See it', 'https://shop.example/teapot'),
        ],
      ),
    ),
  'All of it, please': () =>
    MessageFactory.carousel(
      ['Jug', 'Cup'].map((name) =>
        CardFactory.thumbnailCard(
          name,
          [`https://shop.example/${name}.png`],
          [button('openUrl', 'See it', `https://shop.example/${name}`)],
        ),
      ),
      'We have',
    ),
  'A form, please': () =>
    MessageFactory.attachment(
      CardFactory.adaptiveCard({
        type: 'AdaptiveCard',
        version: '1.5',
        fallbackText: 'Return it?',
        body: [{ type: 'TextBlock', text: 'Shown elsewhere' }],
        actions: [{ type: 'Action.Submit', title: 'Return', data: { return: true } }],
      }),
    ),
  Goodbye: () => ({ type: ActivityTypes.EndOfConversation }),
};

async function answer(context) {
  const { type, text, value } = context.activity;
  if (type !== ActivityTypes.Message) return;
  const said = [text, value && JSON.stringify(value)].filter(Boolean).join(' ');
  await context.sendActivity(asked[text]?.() ?? `You said: ${said}`);
}

const app = express();
const server = app.listen(0, '127.0.0.1', () => {
  const url = `http://127.0.0.1:${server.address().port}`;
  app.post('/api/messages', express.json(), (request, response) => adapter.process(request, response, answer));
  app.use(getRouter(url, `${url}/api/messages`));
  console.log(`listening at ${url}/directline`);
});
