/** The fake Direct Line is judged by somebody who did not write it: the Bot Framework's own client for pages. */
import { DirectLine, type Activity } from 'botframework-directlinejs';
import { WebSocket } from 'ws';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { FakeDirectLine } from '../../support/directline/fake-direct-line.js';
import { FetchedRequest } from '../../support/directline/xml-http-request.js';

const FROM = { id: 'a-visitor', role: 'user' } as const;
const TEA = 'data:text/plain,A%20teapot';

let directLine: FakeDirectLine;
let client: DirectLine;
let heard: Activity[];
let hear: () => void;

beforeEach(async () => {
  vi.stubGlobal('XMLHttpRequest', FetchedRequest);
  vi.stubGlobal('WebSocket', WebSocket);
  directLine = await FakeDirectLine.start();
  heard = [];
  hear = () => undefined;
});
afterEach(async () => {
  client.end();
  await directLine.close();
  vi.unstubAllGlobals();
  expect(directLine.violations).toEqual([]);
});

function connect(webSocket: boolean): void {
  const { token } = directLine.generate();
  // Its pause before another stream is drawn: the shortest.
  client = new DirectLine({ token, domain: directLine.domain, webSocket, pollingInterval: 200, random: () => 0 });
  client.activity$.subscribe(
    (activity) => {
      heard.push(activity);
      hear();
    },
    () => undefined, // its own end is an error to it
  );
}

const post = (activity: object): Promise<string> =>
  new Promise((resolve, reject) =>
    client.postActivity({ from: FROM, ...activity } as Activity).subscribe(resolve, reject),
  );
const until = (condition: () => boolean): Promise<void> =>
  new Promise((resolve) => {
    hear = () => condition() && resolve();
    hear();
  });
const texts = (): readonly string[] => heard.flatMap((one) => (one.type === 'message' && one.text ? [one.text] : []));
const message = (text: string): object => ({ type: 'message', text, channelData: { clientActivityID: text } });

it.each([
  ['over the stream', true],
  ['by asking', false],
])('both sides hear each other %s, under the ids that were answered', async (_how, webSocket) => {
  connect(webSocket);
  const id = await post(message('Hello'));
  const [conversation] = directLine.conversations;
  if (!conversation) throw new Error('Nobody has begun.');
  directLine.say(conversation, { type: 'message', text: 'Good morning' });
  await until(() => texts().length === 2);
  expect(texts()).toEqual(['Hello', 'Good morning']);
  expect(heard[0]?.id).toBe(id);
  expect(heard[1]?.from).toEqual({ id: 'the-bot', name: 'Bot', role: 'bot' });
});

it('a file goes with its message, and is where the answer says', async () => {
  connect(true);
  const attachments = [{ contentType: 'text/plain', contentUrl: TEA, name: 'teapot.txt' }];
  await post({ ...message('See here'), attachments });
  await until(() => heard.length === 1);
  expect(heard[0]).toMatchObject({
    text: 'See here',
    attachments: [{ contentType: 'text/plain', name: 'teapot.txt' }],
  });
  const [{ contentUrl = '' } = {}] =
    (heard[0] as { attachments?: readonly { contentUrl?: string }[] }).attachments ?? [];
  expect(await (await fetch(contentUrl)).text()).toBe('A teapot');
});

it('a stream that was closed goes on at the watermark', async () => {
  connect(true);
  await post(message('Hello'));
  const [conversation] = directLine.conversations;
  if (!conversation) throw new Error('Nobody has begun.');
  await until(() => texts().length === 1);
  conversation.stream?.close();
  directLine.say(conversation, { type: 'message', text: 'Meanwhile' });
  await until(() => texts().length === 2);
  expect(texts()).toEqual(['Hello', 'Meanwhile']);
});

it('tokens are refreshed as it asks for it', async () => {
  connect(true);
  await post(message('Hello'));
  const { token, conversationId } = directLine.generate(directLine.conversations[0]?.id);
  const answer = await fetch(`${directLine.domain}/tokens/refresh`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${token}` },
  });
  const next = (await answer.json()) as { token: string; expires_in: number };
  expect(next).toMatchObject({ conversationId, expires_in: 1800 });
  client.reconnect({ token: next.token, conversationId });
  await post(message('Again'));
  await until(() => texts().length === 2);
});
