/** Direct Line as its visitors see it: the real core on the adapter, and the hands of a bot on the other side. */
import { createDirectLineAdapter, type DirectLineOptions, type TokenRequest } from '@support-chat/adapter-directline';
import type { MessageAdded, ServerEvent } from '@support-chat/protocol';
import { WebSocket } from 'ws';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createDevice, openChat, type VisitorChat } from '../../support/adapters/visitor-chat.js';
import { FakeDirectLine } from '../../support/directline/fake-direct-line.js';
import type { Conversation } from '../../support/directline/records.js';
import { startFaultProxy } from '../../support/fault-proxy.js';

let directLine: FakeDirectLine;
let visitors: VisitorChat[];
let asked: TokenRequest[];

beforeEach(async () => {
  directLine = await FakeDirectLine.start();
  visitors = [];
  asked = [];
});
afterEach(async () => {
  for (const { chat } of visitors) await chat.destroy();
  await directLine.close();
  expect(directLine.violations).toEqual([]);
});

type Opening = Partial<DirectLineOptions> & Parameters<typeof openChat>[1];

function open({ device = createDevice(), profile, ...options }: Opening = {}): VisitorChat {
  const adapter = createDirectLineAdapter({
    domain: directLine.domain,
    getToken(request) {
      asked.push(request);
      return Promise.resolve(directLine.generate(request.conversationId));
    },
    WebSocket,
    pollInterval: 20,
    ...options,
  });
  const visitor = openChat(adapter, { device, ...(profile && { profile }) });
  visitors.push(visitor);
  return visitor;
}

/** A visitor who has written. */
async function begun(options: Opening = {}): Promise<{ visitor: VisitorChat; conversation: Conversation }> {
  const visitor = open(options);
  visitor.send('Hello');
  await visitor.until(({ log, state }) => log.includes('Hello') && state.outbox.length === 0, 'It did not begin');
  return { visitor, conversation: directLine.conversation(visitor.state.conversation.id ?? '') };
}

const heard = (text: string) => (visitor: VisitorChat) => visitor.log.includes(text);
const say = (conversation: Conversation, text: string, more: object = {}) =>
  directLine.say(conversation, { type: 'message', text, ...more });
const count = (line: RegExp): number => directLine.requests.filter((one) => line.test(one)).length;

describe('a conversation', () => {
  it('goes both ways, and the bot has a name', async () => {
    const { visitor, conversation } = await begun({ profile: { name: 'Bo' } });
    expect(visitor.state.conversation.phase).toBe('bot');
    say(conversation, 'Good morning');
    await visitor.until(heard('Good morning'), 'The bot’s words did not come');
    expect(visitor.log).toEqual(['Hello', 'Good morning']);
    expect(visitor.events.at(-1)).toMatchObject({ author: { kind: 'bot', name: 'Bot' } });
    expect(conversation.activities[0]).toMatchObject({
      from: { name: 'Bo', role: 'user' },
      channelData: { clientActivityID: (visitor.events[0] as { id?: string }).id },
    });
  });

  it('has the bot as the site calls it', async () => {
    const { visitor, conversation } = await begun({ bot: { name: 'Tea', avatarUrl: 'https://shop.example/tea.png' } });
    say(conversation, 'Good morning');
    await visitor.until(heard('Good morning'), 'The bot’s words did not come');
    expect(visitor.events.at(-1)).toMatchObject({
      author: { kind: 'bot', name: 'Tea', avatarUrl: 'https://shop.example/tea.png' },
    });
  });

  it('begins with what the bot says by itself', async () => {
    const visitor = open();
    await visitor.until(({ state }) => state.connection.phase === 'online', 'It does not connect');
    say(directLine.conversation(visitor.state.conversation.id ?? ''), 'Welcome');
    await visitor.until(heard('Welcome'), 'The greeting did not come');
  });

  it('is there again on another page of the same device, all of it, by a token for it', async () => {
    const device = createDevice();
    const { visitor: first, conversation } = await begun({ device });
    await first.chat.destroy();
    for (let n = 1; n <= 60; n++) say(conversation, `Missed ${n}`); // more than one answer holds
    const second = open({ device });
    await second.until(heard('Missed 60'), 'The conversation did not come back');
    expect(second.log).toEqual(['Hello', ...Array.from({ length: 60 }, (_, n) => `Missed ${n + 1}`)]);
    expect(asked).toEqual([
      { userId: asked[0]?.userId },
      { userId: asked[0]?.userId, conversationId: conversation.id },
    ]);
    second.send('And on');
    await second.until(heard('And on'), 'It does not go on');
    expect(directLine.conversations).toHaveLength(1);
  });

  it('begins anew when the site gives a token for another one, and asks no more than once for that', async () => {
    const device = createDevice();
    const { visitor: first } = await begun({ device });
    await first.chat.destroy();
    const second = open({
      device,
      getToken(request) {
        asked.push(request);
        return Promise.resolve(directLine.generate());
      },
    });
    second.send('Again');
    await second.until(heard('Again'), 'It does not begin');
    expect(second.log).toEqual(['Again']);
    expect(asked).toHaveLength(2);
    expect(directLine.conversations).toHaveLength(2);
  });

  it('is over for Direct Line: another one is begun, and no word is lost', async () => {
    const { visitor, conversation } = await begun();
    directLine.end(conversation);
    visitor.send('Still here');
    await visitor.until(heard('Still here'), 'The words are lost');
    expect(visitor.log).toEqual(['Still here']);
    expect(directLine.conversations).toHaveLength(2);
  });

  it('is ended by the bot, and goes on with a word', async () => {
    const { visitor, conversation } = await begun();
    directLine.say(conversation, { type: 'endOfConversation' });
    await visitor.until(({ state }) => state.conversation.phase === 'ended', 'It did not end');
    visitor.send('One more thing');
    await visitor.until(({ state }) => state.conversation.phase === 'bot', 'It did not go on');
    expect(visitor.log).toEqual(['Hello', 'conversation-ended', 'conversation-reopened', 'One more thing']);
  });

  it('is ended by the visitor', async () => {
    const { visitor, conversation } = await begun();
    visitor.chat.dispatch({ type: 'end' });
    await visitor.until(({ state }) => state.conversation.phase === 'ended', 'It did not end');
    expect(visitor.events.at(-1)).toMatchObject({ type: 'conversation-ended', author: { kind: 'visitor' } });
    expect(conversation.activities.at(-1)).toMatchObject({ type: 'endOfConversation' });
    expect(visitor.state.outbox).toEqual([]);
  });
});

describe('what is more than words', () => {
  it('files go both ways, the own under their ids, also after a reload', async () => {
    const device = createDevice();
    const { visitor, conversation } = await begun({ device });
    const files = await visitor.chat.files();
    for (const name of ['one.txt', 'two.txt'])
      files.add(new Blob([name], { type: 'text/plain' }), { name, type: 'text/plain', size: 7 });
    visitor.chat.dispatch({ type: 'send', text: 'See', withFiles: true });
    await visitor.until(heard('See'), 'The files did not go');
    const { attachments: sent = [] } = visitor.events.at(-1) as MessageAdded;
    expect(sent).toMatchObject([
      { name: 'one.txt', size: 7 },
      { name: 'two.txt', size: 7 },
    ]);
    expect(conversation.files.map(({ bytes }) => String(bytes))).toEqual(['one.txt', 'two.txt']);
    expect(conversation.activities.at(-1)).toMatchObject({ text: 'See', from: { role: 'user' } });

    await visitor.chat.destroy();
    const again = open({ device });
    await again.until(heard('See'), 'The conversation did not come back');
    expect((again.events.at(-1) as MessageAdded).attachments).toEqual(sent);
    directLine.sendFile(conversation, {
      name: 'theirs.png',
      type: 'image/png',
      bytes: new TextEncoder().encode('png'),
    });
    await again.until(heard(''), 'The bot’s file did not come');
    const [file] = (again.events.at(-1) as MessageAdded).attachments ?? [];
    expect(file).toMatchObject({ name: 'theirs.png', type: 'image/png' });
    expect(await (await fetch(file?.url ?? '')).text()).toBe('png');
  });

  it('a file that is too large for Direct Line is told as such, and nothing is stored', async () => {
    const { visitor, conversation } = await begun();
    const files = await visitor.chat.files();
    const size = 4 * 1024 * 1024 + 1;
    files.add(new Blob([new Uint8Array(size)], { type: 'text/plain' }), { name: 'big.txt', type: 'text/plain', size });
    visitor.chat.dispatch({ type: 'send', text: 'See', withFiles: true });
    await visitor.until(({ statusOf }) => statusOf('See') === 'failed', 'Nobody was told');
    expect(visitor.errors.map(({ code }) => code)).toEqual(['file-too-large']);
    expect(conversation.activities).toHaveLength(1);
  });

  it('a press is what the button says to the visitor, what it sends to the bot, and both after a reload', async () => {
    const device = createDevice();
    const { visitor, conversation } = await begun({ device });
    const actions = [{ type: 'postBack', title: 'Take it', value: { take: 1 } }];
    say(conversation, 'Well?', { suggestedActions: { actions } });
    await visitor.until(heard('Well?'), 'The bot’s words did not come');
    const { id: to } = visitor.events.at(-1) as MessageAdded;
    const answer = { to, choice: '0' };
    visitor.chat.dispatch({ type: 'send', text: 'Take it', details: { type: 'message-send', answer } });
    await visitor.until(({ statusOf }) => statusOf('Take it') === 'sent', 'It was not sent');
    const stored = conversation.activities.at(-1);
    expect(stored).toMatchObject({ value: { take: 1 }, channelData: { postBack: true } });
    expect(stored?.text).toBeUndefined();

    await visitor.chat.destroy();
    const again = open({ device });
    await again.until(heard('Take it'), 'The conversation did not come back');
    expect(again.events.at(-1)).toMatchObject({ text: 'Take it', answer });
    again.chat.dispatch({ type: 'send', text: 'Again', details: { type: 'message-send', answer } });
    await again.until(({ statusOf }) => statusOf('Again') === 'failed', 'It was answered twice');
    expect(again.errors.map(({ code }) => code)).toEqual(['already-answered']);
  });
});

describe('a token', () => {
  it('is got anew before it expires', async () => {
    await directLine.close();
    directLine = await FakeDirectLine.start({ lifetime: 10 }); // the shortest that is refreshed: after 5 s
    const { visitor, conversation } = await begun();
    const isRefreshed = new Promise<void>((resolve) => {
      const { requests } = directLine;
      const push = requests.push.bind(requests);
      requests.push = (...lines) => {
        if (lines.includes('POST /tokens/refresh')) resolve();
        return push(...lines);
      };
    });
    await isRefreshed;
    visitor.send('Later');
    await visitor.until(heard('Later'), 'The new token is not taken');
    expect(conversation.activities).toHaveLength(2);
    expect(asked).toHaveLength(1);
  });

  it('that has expired in mid-conversation is asked of the site, and nobody notices', async () => {
    const { visitor, conversation } = await begun();
    directLine.expireTokens();
    visitor.send('Later');
    await visitor.until(({ statusOf }) => statusOf('Later') === 'sent', 'It was not sent');
    expect(visitor.errors).toEqual([]);
    expect(visitor.log).toEqual(['Hello', 'Later']);
    expect(asked.at(-1)).toEqual({ conversationId: conversation.id, userId: asked[0]?.userId });
  });

  it('that the site gives expired is tried again later, and the conversation is kept', async () => {
    const { visitor } = await begun();
    await visitor.chat.destroy();
    const device = createDevice();
    const getToken = (): Promise<{ token: string }> => {
      const token = directLine.generate();
      directLine.expireTokens();
      return Promise.resolve(token);
    };
    const next = open({ device, getToken });
    await next.until(({ state }) => state.connection.problem !== null, 'Nobody is told');
    expect(next.state.connection).toMatchObject({ phase: 'waiting', problem: { code: 'unavailable' } });
  });
});

describe('a stream', () => {
  it('goes on where it was cut: what was missed comes, and nothing of what was there', async () => {
    const proxy = await startFaultProxy({ target: directLine.url });
    directLine.publicUrl = proxy.url;
    const { visitor, conversation } = await begun();
    say(conversation, 'One');
    await visitor.until(heard('One'), 'The bot’s words did not come');
    const { epoch } = visitor.events[0] ?? {};
    proxy.cut();
    say(conversation, 'Two');
    await visitor.until(heard('Two'), 'What was missed did not come');
    expect(visitor.log).toEqual(['Hello', 'One', 'Two']);
    expect(new Set(visitor.events.map((event) => event.epoch))).toEqual(new Set([epoch]));
    expect(count(/^POST \/conversations$/)).toBe(1);
    expect(count(/^GET \/conversations\/[^/]+$/)).toBe(1);
    await visitor.chat.destroy();
    await proxy.close();
  });

  it('that another page takes over is left to it: this page asks from then on', async () => {
    const device = createDevice();
    const { visitor: first, conversation } = await begun({ device });
    const second = open({ device });
    await second.until(heard('Hello'), 'The other page did not open');
    await first.until(({ state }) => state.connection.phase === 'online', 'The first page is out');
    say(conversation, 'To both');
    await Promise.all([
      first.until(heard('To both'), 'The first page hears nothing'),
      second.until(heard('To both'), 'The second page hears nothing'),
    ]);
    first.send('From the first');
    await second.until(heard('From the first'), 'The second page does not hear the first');
    const opened = count(/^GET \/conversations\/[^/]+$/);
    say(conversation, 'Still both');
    await first.until(heard('Still both'), 'The first page hears nothing any more');
    expect(count(/^GET \/conversations\/[^/]+$/)).toBe(opened);
    expect(opened).toBe(1); // the second page's; the first one has not taken it back
  });

  it('that no proxy lets through is done without', async () => {
    const proxy = await startFaultProxy({ target: directLine.url });
    directLine.publicUrl = proxy.url;
    proxy.blockUpgrades('refuse');
    const { visitor, conversation } = await begun();
    say(conversation, 'Good morning');
    await visitor.until(heard('Good morning'), 'The bot’s words did not come');
    expect(visitor.log).toEqual(['Hello', 'Good morning']);
    await visitor.chat.destroy();
    await proxy.close();
  });

  it('may have lost something: a ping asks for it', async () => {
    const events: ServerEvent[] = [];
    let hear: () => void = () => undefined;
    const adapter = createDirectLineAdapter({
      domain: directLine.domain,
      getToken: () => Promise.resolve(directLine.generate()),
      WebSocket,
    });
    const connection = await adapter.open({
      identity: { kind: 'visitor' },
      signal: new AbortController().signal,
      onEvent(event) {
        events.push(event);
        hear();
      },
      onClose: () => undefined,
    });
    const [conversation] = directLine.conversations;
    if (!conversation) throw new Error('Nobody has begun.');
    conversation.stream?.removeAllListeners();
    conversation.stream = null; // as with a line that is half open
    say(conversation, 'Lost');
    connection.notify({ type: 'ping' });
    await new Promise<void>((resolve) => (hear = () => events.some(({ type }) => type === 'pong') && resolve()));
    expect(events.slice(1).map(({ type }) => type)).toEqual(['message-added', 'typing-stopped', 'pong']);
    connection.close();
  });
});

describe('without a stream', () => {
  it('the same conversation is asked for', async () => {
    const { visitor, conversation } = await begun({ stream: false });
    say(conversation, 'Good morning');
    await visitor.until(heard('Good morning'), 'The bot’s words did not come');
    visitor.send('And you?');
    await visitor.until(heard('And you?'), 'The own words did not come back');
    expect(visitor.log).toEqual(['Hello', 'Good morning', 'And you?']);
    expect(conversation.stream).toBeNull();
  });
});
