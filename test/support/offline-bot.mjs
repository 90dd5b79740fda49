/**
 * A real bot of the Bot Framework's SDK behind `offline-directline`, in a process of its own: it says after everybody what they
 * say, and says goodbye. `node offline-bot.mjs` writes the address of its Direct Line to its output; it ends with its process.
 */
import { ActivityTypes, CloudAdapter, ConfigurationBotFrameworkAuthentication } from 'botbuilder';
import { createRequire } from 'node:module';
import { getRouter } from 'offline-directline';

// The one that the bridge was written for.
const express = createRequire(createRequire(import.meta.url).resolve('offline-directline'))('express');

const adapter = new CloudAdapter(new ConfigurationBotFrameworkAuthentication({}));
adapter.onTurnError = async (context, error) => {
  console.error(error);
  await context.sendActivity(`It failed: ${error}`);
};

async function answer(context) {
  const { type, text } = context.activity;
  if (type !== ActivityTypes.Message) return;
  if (text === 'Choices, please') {
    await context.sendActivity({
      type: ActivityTypes.Message,
      text: 'Which tea?',
      suggestedActions: {
        to: [],
        actions: [
          { type: 'imBack', title: 'Black tea', value: 'black' },
          { type: 'imBack', title: 'Green tea', value: 'green' },
        ],
      },
    });
  } else if (text === 'Goodbye') await context.sendActivity({ type: ActivityTypes.EndOfConversation });
  else await context.sendActivity(`You said: ${text}`);
}

const app = express();
const server = app.listen(0, '127.0.0.1', () => {
  const url = `http://127.0.0.1:${server.address().port}`;
  app.post('/api/messages', express.json(), (request, response) => adapter.process(request, response, answer));
  app.use(getRouter(url, `${url}/api/messages`));
  console.log(`listening at ${url}/directline`);
});
