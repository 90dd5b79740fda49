/** Rocket.Chat as its visitors see it: the real core on the adapter, and the hands of an agent on the other side. */
import { createRocketChatAdapter } from '@support-chat/adapter-rocketchat';
import { WebSocket } from 'ws';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createDevice, openChat, type VisitorChat } from '../../support/adapters/visitor-chat.js';
import { FakeRocketChat } from '../../support/rocketchat/fake-rocketchat.js';
import type { LivechatOptions } from '../../support/rocketchat/livechat-api.js';
import { ROBOT } from '../../support/rocketchat/rocketchat-desk.js';

let rocketChat: FakeRocketChat;
let visitors: VisitorChat[];

beforeEach(async () => {
  rocketChat = await FakeRocketChat.start();
  visitors = [];
});
afterEach(async () => {
  for (const { chat } of visitors) await chat.destroy();
  await rocketChat.close();
  expect(rocketChat.violations).toEqual([]);
});

function open(...[options]: [Parameters<typeof openChat>[1]?]): VisitorChat {
  const visitor = openChat(createRocketChatAdapter({ server: rocketChat.url, WebSocket }), options);
  visitors.push(visitor);
  return visitor;
}

async function restart(options: LivechatOptions): Promise<void> {
  await rocketChat.close();
  rocketChat = await FakeRocketChat.start(options);
}

/** A visitor who has written. */
async function begun(device = createDevice()): Promise<{ visitor: VisitorChat; id: string }> {
  const visitor = open({ device });
  visitor.send('Hello');
  await visitor.until(({ log }) => log.includes('Hello'), 'The own message did not come back');
  return { visitor, id: rocketChat.rooms.at(-1)?._id ?? '' };
}

const heard = (text: string) => (visitor: VisitorChat) => visitor.log.includes(text);

/** The connection is cut, and another one open. */
async function cut(visitor: VisitorChat): Promise<void> {
  const { changedAt } = visitor.state.connection;
  rocketChat.ddp.cut();
  await visitor.until(({ state }) => state.connection.changedAt !== changedAt, 'Nobody noticed');
  await visitor.until(({ state }) => state.connection.phase === 'online', 'It never connects');
}

describe('a conversation', () => {
  it('goes both ways, and the agent has a name and a face', async () => {
    const { visitor, id } = await begun();
    expect(visitor.state.conversation.phase).toBe('queued');
    expect(visitor.statusOf('Hello')).toBe('sent');
    rocketChat.take(id);
    rocketChat.say(id, 'Good morning');
    await visitor.until(heard('Good morning'), 'The agent’s words did not come');
    expect(visitor.log).toEqual(['Hello', 'participant-joined', 'Good morning']);
    expect(visitor.state.conversation.phase).toBe('live');
    expect(visitor.events.at(-1)).toMatchObject({
      author: { kind: 'agent', name: 'Jane', avatarUrl: `${rocketChat.url}/avatar/jane.doe` },
    });
  });

  it('begins with the first word, not with the open panel: nobody is registered for nothing', async () => {
    const visitor = open();
    await visitor.until(({ state }) => state.connection.phase === 'online', 'It never connects');
    expect(rocketChat.visitors).toEqual([]);
    expect(rocketChat.rooms).toEqual([]);
  });

  it('is there again on another page of the same device', async () => {
    const device = createDevice();
    const { visitor: first, id } = await begun(device);
    rocketChat.take(id);
    rocketChat.say(id, 'Good morning');
    await first.until(
      ({ log, state }) => log.includes('Good morning') && state.outbox.length === 0,
      'It did not go on',
    );
    await first.chat.destroy();
    const second = open({ device });
    await second.until(heard('Good morning'), 'The conversation did not come back');
    expect(second.log).toEqual(['Hello', 'Good morning']);
    expect(second.state.conversation).toMatchObject({ phase: 'live', id: first.state.conversation.id });
    expect(rocketChat.visitors).toHaveLength(1);
  });

  it.each([
    ['each in its millisecond', 1],
    ['all in the same', 0],
  ])('shows its history to the first word: messages %s', async (_how, between) => {
    const device = createDevice();
    const { visitor: first, id } = await begun(device);
    await first.until(({ state }) => state.outbox.length === 0, 'It was not sent');
    await first.chat.destroy();
    rocketChat.room(id).messages.splice(0);
    rocketChat.fill(id, 130, between);
    const visitor = open({ device });
    await visitor.until(({ state }) => state.capabilities !== null, 'The connection did not open');
    while (!visitor.state.timeline.atStart) {
      const { length } = visitor.log;
      visitor.chat.dispatch({ type: 'load-history' });
      await visitor.until(
        ({ log, state }) => log.length > length || state.timeline.atStart,
        `There are only ${length}`,
      );
    }
    expect(visitor.log).toEqual(Array.from({ length: 130 }, (_, n) => `Earlier ${n + 1}`));
  });

  it('has all that was said while the line was down, once and in order', async () => {
    const { visitor, id } = await begun();
    rocketChat.take(id);
    rocketChat.say(id, 'One');
    await visitor.until(heard('One'), 'The agent’s words did not come');
    rocketChat.ddp.cut();
    rocketChat.say(id, 'Two');
    visitor.send('Three');
    await visitor.until(({ log, state }) => log.includes('Three') && state.outbox.length === 0, 'It did not go on');
    rocketChat.say(id, 'Four');
    await visitor.until(heard('Four'), 'The agent’s words did not come');
    const { log } = visitor;
    expect(log.filter((text) => text !== 'participant-joined')).toEqual(['Hello', ...['One', 'Two', 'Three', 'Four']]);
  });

  it('has nothing of what Rocket.Chat tells its own client', async () => {
    const { visitor, id } = await begun();
    const room = rocketChat.room(id);
    for (const t of ['uj', 'livechat_navigation_history', 'livechat_transfer_history', 'of-the-future'])
      rocketChat.add(room, room.visitor, 'An inside matter', { t });
    rocketChat.say(id, 'Good morning');
    await visitor.until(heard('Good morning'), 'The agent’s words did not come');
    expect(visitor.log).toEqual(['Hello', 'participant-joined', 'Good morning']);
    await cut(visitor);
    expect(visitor.log).toEqual(['Hello', 'participant-joined', 'Good morning']);
  });

  it('changes with an edit and a deletion, in its place', async () => {
    const { visitor, id } = await begun();
    const one = rocketChat.say(id, 'One');
    const two = rocketChat.say(id, 'Two');
    await visitor.until(heard('Two'), 'The agent’s words did not come');
    rocketChat.edit(one, 'First');
    await visitor.until(heard('First'), 'The edit did not come');
    expect(visitor.log).toEqual(['Hello', 'participant-joined', 'First', 'Two']);
    rocketChat.delete(one);
    await visitor.until(({ log }) => !log.includes('First'), 'The deletion did not come');
    rocketChat.delete(two, true);
    await visitor.until(({ log }) => !log.includes('Two'), 'The deletion that leaves its place did not come');
    expect(visitor.log).toEqual(['Hello', 'participant-joined']);
    visitor.send('Still here');
    await visitor.until(heard('Still here'), 'The conversation did not go on');
  });

  it('is changed by what was edited and deleted while the line was down', async () => {
    const { visitor, id } = await begun();
    const one = rocketChat.say(id, 'One');
    const two = rocketChat.say(id, 'Two');
    await visitor.until(heard('Two'), 'The agent’s words did not come');
    rocketChat.ddp.cut();
    rocketChat.edit(one, 'First');
    rocketChat.delete(two);
    await visitor.until(({ log }) => log.includes('First') && !log.includes('Two'), 'The changes did not come');
    expect(visitor.log).toEqual(['Hello', 'First']);
  });
});

describe('an ending', () => {
  it('by an agent is told, and who writes again gets a new room behind it', async () => {
    const { visitor, id } = await begun();
    rocketChat.take(id);
    rocketChat.closeRoom(id);
    await visitor.until(({ state }) => state.conversation.phase === 'ended', 'It did not end');
    expect(visitor.events.at(-1)).toMatchObject({ type: 'conversation-ended', author: { name: 'Jane' } });
    visitor.send('One more thing');
    await visitor.until(heard('One more thing'), 'The word did not come back');
    const log = ['Hello', 'participant-joined', 'conversation-ended', 'conversation-reopened', 'One more thing'];
    expect(visitor.log).toEqual(log);
    expect(visitor.state.conversation.phase).toBe('queued');
    const next = rocketChat.rooms.at(-1)?._id ?? '';
    expect(next).not.toBe(id);
    rocketChat.take(next);
    rocketChat.say(next, 'Yes?');
    await visitor.until(heard('Yes?'), 'Nobody came');
    await cut(visitor);
    expect(visitor.log).toEqual([...log, 'participant-joined', 'Yes?']);
  });

  it('while the line is down is told at the next connection, and words that are on their way are not lost', async () => {
    const { visitor, id } = await begun();
    rocketChat.ddp.cut();
    rocketChat.closeRoom(id);
    visitor.send('Still there?');
    await visitor.until(({ statusOf }) => statusOf('Still there?') === 'sent', 'The word was lost');
    expect(visitor.log).toEqual(['Hello', 'conversation-ended', 'conversation-reopened', 'Still there?']);
  });

  it('by the visitor, and a rating', async () => {
    const { visitor, id } = await begun();
    rocketChat.take(id);
    await visitor.until(({ state }) => state.conversation.phase === 'live', 'Nobody came');
    visitor.chat.dispatch({ type: 'end' });
    await visitor.until(({ state }) => state.conversation.phase === 'ended', 'It did not end');
    expect(visitor.events.at(-1)).toMatchObject({ type: 'conversation-ended', author: { kind: 'visitor' } });
    visitor.chat.dispatch({ type: 'send', text: 'Quick', details: { type: 'rating-give', score: 4 } });
    await visitor.until(({ log }) => log.includes('rating-given'), 'The rating did not come back');
    expect(rocketChat.room(id).survey).toEqual({ satisfaction: '4', additionalFeedback: 'Quick' });
    expect(visitor.state.outbox).toEqual([]);
  });
});

describe('what passes by', () => {
  it('agents are seen typing, until they stop or have written', async () => {
    const { visitor, id } = await begun();
    rocketChat.take(id);
    rocketChat.type(id, true);
    await visitor.until(({ state }) => state.typing.length > 0, 'Nobody types');
    expect(visitor.state.typing[0]?.author).toMatchObject({ name: 'Jane' });
    rocketChat.type(id, false);
    await visitor.until(({ state }) => state.typing.length === 0, 'Typing does not end');
    rocketChat.type(id, true);
    await visitor.until(({ state }) => state.typing.length > 0, 'Nobody types');
    rocketChat.say(id, 'There');
    await visitor.until(({ state }) => state.typing.length === 0, 'Who has written still types');
  });

  it('the visitor is seen typing, and never by themselves', async () => {
    const { visitor, id } = await begun();
    visitor.chat.dispatch({ type: 'type' });
    await vi.waitFor(() => expect(rocketChat.room(id).visitorTypes).toBe(true));
    visitor.send('There');
    await visitor.until(heard('There'), 'The word did not come back');
    await vi.waitFor(() => expect(rocketChat.room(id).visitorTypes).toBe(false));
    expect(visitor.state.typing).toEqual([]);
  });

  it('the place in the queue is told, until somebody comes, and again when they go', async () => {
    const { visitor, id } = await begun();
    rocketChat.queue(id, 3, 130);
    await visitor.until(({ state }) => state.conversation.queue?.position === 3, 'There is no place');
    expect(visitor.state.conversation.queue).toMatchObject({ position: 3, minutes: 3 });
    rocketChat.take(id);
    await visitor.until(({ state }) => state.conversation.phase === 'live', 'Nobody came');
    expect(visitor.state.conversation.queue ?? null).toBeNull();
    rocketChat.take(id, null);
    await visitor.until(({ state }) => state.conversation.phase === 'queued', 'Who has gone is still there');
  });

  it('bots are bots, and whom the owner does not show has neither name nor face', async () => {
    await restart({ agentHiddenInfo: true });
    const { visitor, id } = await begun();
    rocketChat.say(id, 'I am a robot', {}, ROBOT);
    rocketChat.take(id);
    rocketChat.say(id, 'Good morning');
    await visitor.until(heard('Good morning'), 'The agent’s words did not come');
    const authors = visitor.events.flatMap((event) => ('author' in event ? [event.author] : []));
    expect(authors.map(({ kind }) => kind)).toEqual(['visitor', 'bot', 'agent', 'agent']);
    expect(JSON.stringify(visitor.events)).not.toMatch(/Jane|jane/);
  });
});

describe('what is more than words', () => {
  it('files go both ways, the first with the words, each in its message', async () => {
    const { visitor, id } = await begun();
    const files = await visitor.chat.files();
    for (const name of ['one.txt', 'two.txt'])
      files.add(new Blob([`bytes of ${name}`], { type: 'text/plain' }), { name, type: 'text/plain', size: 16 });
    visitor.chat.dispatch({ type: 'send', text: 'See\nhere', withFiles: true });
    await visitor.until(({ log, state }) => log.length === 3 && state.outbox.length === 0, 'The files did not go');
    expect(visitor.log).toEqual(['Hello', 'See\nhere', '']);
    expect(visitor.events.slice(1)).toMatchObject([
      { attachments: [{ name: 'one.txt' }] },
      { attachments: [{ name: 'two.txt' }] },
    ]);
    const stored = rocketChat.words(id).flatMap(({ file }) => (file ? [String(file.bytes)] : []));
    expect(stored).toEqual(['bytes of one.txt', 'bytes of two.txt']);
    rocketChat.say(id, '', { file: rocketChat.storedFile('theirs.png', 'image/png', Buffer.from('png')) });
    await visitor.until(({ log }) => log.length === 5, 'The agent’s file did not come');
    const { attachments } = visitor.events.at(-1) as { attachments: { url: string }[] };
    expect(attachments[0]).toMatchObject({ name: 'theirs.png', type: 'image/png', size: 3 });
    // The visitor's credential is in no event, only in the address that a browser asks for.
    expect(JSON.stringify(visitor.events)).not.toContain(rocketChat.visitors[0]?.token);
    expect((await fetch(attachments[0]?.url ?? '')).status).toBe(403);
  });

  it('where the owner wants no files, nobody is offered any', async () => {
    await restart({ fileUpload: false });
    const { visitor } = await begun();
    expect(visitor.state.capabilities?.upload).toBe(false);
  });

  it('what the page knows of the visitor, Rocket.Chat knows', async () => {
    const visitor = open({ profile: { name: 'Ada', email: 'ada@shop.example', fields: { plan: 'gold' } } });
    visitor.send('Hello');
    await visitor.until(heard('Hello'), 'The own message did not come back');
    expect(rocketChat.visitors[0]).toMatchObject({
      name: 'Ada',
      email: 'ada@shop.example',
      livechatData: { plan: 'gold' },
    });
  });

  it('an entry of the contact form is a message, and Rocket.Chat knows how to answer it', async () => {
    const visitor = open();
    const details = { type: 'contact-submit', name: 'Ada', email: 'ada@shop.example' } as const;
    visitor.chat.dispatch({ type: 'send', text: 'Call me', details });
    await visitor.until(heard('Call me'), 'The entry did not come back');
    expect(visitor.events.at(-1)).toMatchObject({ type: 'contact-submitted', name: 'Ada', email: 'ada@shop.example' });
    expect(rocketChat.visitors[0]).toMatchObject({ name: 'Ada', email: 'ada@shop.example' });
  });

  it('while nobody is there, it goes by mail, and no room is begun', async () => {
    rocketChat.online = false;
    const visitor = open();
    await visitor.until(({ state }) => state.connection.phase === 'online', 'It never connects');
    expect(visitor.state.staffed).toBe(false);
    const details = { type: 'contact-submit', name: 'Ada', email: 'ada@shop.example' } as const;
    visitor.chat.dispatch({ type: 'send', text: 'Call me', details });
    await visitor.until(({ log, state }) => log.includes('Call me') && state.outbox.length === 0, 'It did not go');
    expect(rocketChat.mails).toEqual([{ name: 'Ada', email: 'ada@shop.example', message: 'Call me' }]);
    expect(rocketChat.rooms).toEqual([]);
    rocketChat.online = true;
    await cut(visitor);
    visitor.send('You are back');
    await visitor.until(heard('You are back'), 'The word did not come back');
    expect(visitor.log).toEqual(['Call me', 'You are back']);
    expect(visitor.events.at(-1)).toMatchObject({ author: { kind: 'visitor' } });
  });
});
