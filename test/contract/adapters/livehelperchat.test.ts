/** Live Helper Chat as its visitors see it: the real core on the adapter, and the hands of an operator on the other side. */
import { createLiveHelperChatAdapter, type LiveHelperChatOptions } from '@support-chat/adapter-livehelperchat';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createDevice, openChat, type VisitorChat } from '../../support/adapters/visitor-chat.js';
import {
  FACES,
  FakeLiveHelperChat,
  type FakeLiveHelperChatOptions,
} from '../../support/livehelperchat/fake-live-helper-chat.js';
import { ROBOT } from '../../support/livehelperchat/live-helper-chat-desk.js';

let help: FakeLiveHelperChat;
let visitors: VisitorChat[];

beforeEach(async () => {
  help = await FakeLiveHelperChat.start();
  visitors = [];
});
afterEach(async () => {
  for (const { chat } of visitors) await chat.destroy();
  await help.stop();
  expect(help.violations).toEqual([]);
});

function open(options: Parameters<typeof openChat>[1] = {}, more: Partial<LiveHelperChatOptions> = {}): VisitorChat {
  const visitor = openChat(createLiveHelperChatAdapter({ server: help.url, pollInterval: 20, ...more }), options);
  visitors.push(visitor);
  return visitor;
}

async function restart(options: FakeLiveHelperChatOptions): Promise<void> {
  await help.stop();
  help = await FakeLiveHelperChat.start(options);
}

const isShown = (text: string) => (visitor: VisitorChat) =>
  visitor.log.includes(text) && visitor.state.outbox.every((one) => one.text !== text);

/** A visitor who has written. */
async function begun(device = createDevice(), more?: Partial<LiveHelperChatOptions>) {
  const visitor = open({ device }, more);
  visitor.send('Hello');
  await visitor.until(isShown('Hello'), 'The own message did not come back');
  return { visitor, id: visitor.state.conversation.id ?? '' };
}

const until = (visitor: VisitorChat, text: string) => visitor.until(isShown(text), `'${text}' did not come`);

describe('a conversation', () => {
  it('goes both ways, and who has the chat has a name and a face', async () => {
    const { visitor, id } = await begun();
    expect(visitor.state.conversation.phase).toBe('queued');
    help.accept(id, { id: 9, name: 'Ada', photo: 'https://faces.example/ada.png' });
    await visitor.until(({ state }) => state.conversation.phase === 'live', 'Nobody came');
    help.say(id, 'Good morning', { id: 9, name: 'Ada', photo: '' });
    await until(visitor, 'Good morning');
    expect(visitor.log).toEqual(['Hello', 'participant-joined', 'Good morning']);
    expect(visitor.events.at(-1)).toMatchObject({
      author: { kind: 'agent', name: 'Ada', avatarUrl: 'https://faces.example/ada.png' },
    });
  });

  it('shows the face of whoever writes, where a theme has it', async () => {
    const { visitor, id } = await begun(createDevice(), { theme: FACES });
    help.say(id, 'I am a robot', { ...ROBOT, photo: 'https://faces.example/robot.png' });
    await until(visitor, 'I am a robot');
    expect(visitor.events.at(-1)).toMatchObject({
      author: { kind: 'bot', name: 'Robot', avatarUrl: 'https://faces.example/robot.png' },
    });
  });

  it('is there again on another page of the same device, with the times that are told', async () => {
    const device = createDevice();
    const { visitor: first, id } = await begun(device);
    const yesterday = Date.now() - 86_400_000;
    help.say(id, 'Good morning', undefined, yesterday);
    await until(first, 'Good morning');
    await first.chat.destroy();
    const second = open({ device });
    await until(second, 'Good morning');
    expect(second.log).toEqual(['Hello', 'Good morning']);
    expect(second.state.conversation).toMatchObject({ phase: 'live', id });
    for (const { time } of second.events) expect(Math.floor(time / 1000)).toBe(Math.floor(yesterday / 1000));
    expect(help.chats).toHaveLength(1);
  });

  it('begins where its owner shows first words as no message, too', async () => {
    await restart({ showsQuestion: false });
    const { visitor, id } = await begun();
    expect(help.words(id).map(({ msg }) => msg)).toEqual(['Hello']);
    expect(visitor.statusOf('Hello')).toBe('sent');
  });

  it('changes with an edit and a deletion, in its place', async () => {
    const { visitor, id } = await begun();
    const one = help.say(id, 'One');
    help.say(id, 'Two');
    await until(visitor, 'Two');
    help.edit(id, one, 'First');
    await until(visitor, 'First');
    expect(visitor.log).toEqual(['Hello', 'participant-joined', 'First', 'Two']);
    help.delete(id, one);
    await visitor.until(({ log }) => !log.includes('First'), 'The deletion did not come');
    expect(visitor.log).toEqual(['Hello', 'participant-joined', 'Two']);
    visitor.send('Still here');
    await until(visitor, 'Still here');
  });

  it('is ended by an operator; the next word begins another chat in the same conversation', async () => {
    const device = createDevice();
    const { visitor, id } = await begun(device);
    help.say(id, 'Goodbye');
    help.close(id);
    await visitor.until(({ state }) => state.conversation.phase === 'ended', 'It did not end');
    expect(visitor.events.at(-1)).toMatchObject({ type: 'conversation-ended', author: { name: 'Jane' } });
    visitor.send('One more thing');
    await until(visitor, 'One more thing');
    expect(visitor.log.slice(-3)).toEqual(['conversation-ended', 'conversation-reopened', 'One more thing']);
    expect(visitor.state.conversation).toMatchObject({ id, phase: 'queued' });
    expect(help.chats).toHaveLength(2);
    await visitor.chat.destroy();
    const next = open({ device });
    await until(next, 'One more thing');
    next.send('Yes, that one');
    await until(next, 'Yes, that one');
    expect(help.chats).toHaveLength(2);
  });

  it('is ended by the visitor, and rated with stars, words and a thumb', async () => {
    const { visitor, id } = await begun();
    help.say(id, 'Good morning');
    await until(visitor, 'Good morning');
    visitor.chat.dispatch({ type: 'end' });
    await visitor.until(({ state }) => state.conversation.phase === 'ended', 'It did not end');
    expect(help.chat(id).left).toBe(true);
    visitor.chat.dispatch({ type: 'send', text: 'Quick', details: { type: 'rating-give', score: 4 } });
    await visitor.until(({ log }) => log.includes('rating-given'), 'The rating did not come back');
    expect(visitor.events.at(-1)).toMatchObject({ score: 4, text: 'Quick' });
    expect(visitor.state.conversation.phase).toBe('ended');
    expect(help.words(id).at(-1)?.msg).toBe('★★★★☆ Quick');
    await vi.waitFor(() => expect(help.chat(id).thumb).toBe(1));
    visitor.send('One more thing');
    await until(visitor, 'One more thing');
    expect(visitor.state.conversation.phase).toBe('live');
    expect(help.chats).toHaveLength(1);
  });

  it('waits for a bot, and while that works the next message waits', async () => {
    const { visitor, id } = await begun();
    help.chat(id).status = 5;
    await visitor.until(({ state }) => state.conversation.phase === 'bot', 'No bot took it');
    help.chat(id).locked = true;
    visitor.send('And?');
    await visitor.until(({ errors }) => errors.length > 0, 'Nobody was told');
    expect(visitor.errors[0]?.code).toBe('rate-limited');
    help.chat(id).locked = false;
    await until(visitor, 'And?');
    expect(help.words(id).map(({ msg }) => msg)).toEqual(['Hello', 'And?']);
  });
});

describe('words', () => {
  it('of the visitor stay as they were typed, whatever BBCode makes of them', async () => {
    const { visitor, id } = await begun();
    const text = 'See [b]this[/b] :) `code` https://shop.example/a?b=1&c=2';
    visitor.send(text);
    await until(visitor, text);
    expect(help.words(id).at(-1)?.msg).toBe(text);
  });

  it('of operators are Markdown', async () => {
    const { visitor, id } = await begun();
    help.say(id, 'Look [b]here[/b]:\nhttps://shop.example/?a=1&b=2 and `x < y`');
    await until(visitor, 'Look **here**:\nhttps://shop.example/?a=1&b=2 and `x < y`');
  });

  it('are 500 at most, or as many as the owner wants', async () => {
    await restart({ longest: 20 });
    const { visitor } = await begun();
    visitor.send('x'.repeat(21));
    await visitor.until(({ errors }) => errors.length > 0, 'Nobody was told');
    expect(visitor.errors[0]?.code).toBe('message-too-long');
    visitor.send('😀'.repeat(20));
    await until(visitor, '😀'.repeat(20));
  });
});

describe('what passes by', () => {
  it('operators are seen typing, until they have written', async () => {
    const { visitor, id } = await begun();
    help.accept(id);
    help.type(id, true);
    await visitor.until(({ state }) => state.typing.length > 0, 'Nobody types');
    expect(visitor.state.typing[0]?.author).toMatchObject({ name: 'Jane' });
    help.say(id, 'There');
    await visitor.until(({ state }) => state.typing.length === 0, 'Who has written still types');
  });

  it('V7 the visitor is seen typing, and what they type only where they know of that', async () => {
    const { visitor, id } = await begun();
    visitor.chat.dispatch({ type: 'set-draft', text: 'A secret' });
    visitor.chat.dispatch({ type: 'type' });
    await vi.waitFor(() => expect(help.chat(id).visitorTypes).toBe(''));
    visitor.chat.dispatch({ type: 'type', preview: true });
    await vi.waitFor(() => expect(help.chat(id).visitorTypes).toBe('A secret'));
  });

  it('messages are delivered and read, both ways', async () => {
    const { visitor, id } = await begun();
    const said = help.say(id, 'Good morning');
    await until(visitor, 'Good morning');
    visitor.send('More');
    await until(visitor, 'More');
    const [own] = help.words(id).slice(-1);
    if (own) own.delivered = 2;
    await visitor.until(({ statusOf }) => statusOf('More') === 'delivered', 'Nobody has got it');
    help.look(id);
    await visitor.until(({ statusOf }) => statusOf('More') === 'read', 'Nobody has read it');
    visitor.chat.dispatch({ type: 'mark-read' });
    await vi.waitFor(() => expect(said.delivered).toBe(3));
  });
});

describe('what is more than words', () => {
  const attach = async (visitor: VisitorChat, name: string) => {
    const files = await visitor.chat.files();
    files.add(new Blob(['own bytes'], { type: 'text/plain' }), { name, type: 'text/plain', size: 9 });
  };

  it('files go both ways, and load from where they are now', async () => {
    await restart({ uploads: true });
    const device = createDevice();
    const { visitor: first, id } = await begun(device);
    await first.chat.destroy();
    const visitor = open({ device });
    await visitor.until(({ state }) => state.capabilities?.upload === true, 'Nothing can be uploaded');
    await attach(visitor, 'own.txt');
    visitor.chat.dispatch({ type: 'send', text: 'See', withFiles: true });
    await visitor.until(({ log }) => log.length === 3, 'The file did not go');
    expect(visitor.log).toEqual(['Hello', 'See', '']);
    expect(visitor.events.at(-1)).toMatchObject({ author: { kind: 'visitor' }, attachments: [{ name: 'own.txt' }] });
    expect(String(help.words(id).at(-1)?.file?.bytes)).toBe('own bytes');
    help.sendFile(id, { name: 'their [1].png', type: 'image/png', bytes: Buffer.from('png') });
    await visitor.until(({ log }) => log.length === 5, 'The operator’s file did not come');
    const [attachment] = (visitor.events.at(-1) as { attachments: { url: string; name: string }[] }).attachments;
    expect(attachment).toMatchObject({ name: 'their [1].png', type: 'image/*' });
    expect(await (await fetch(attachment?.url ?? '')).text()).toBe('png');
    help.expireLinks();
    expect((await fetch(attachment?.url ?? '')).status).toBe(404);
    const files = await visitor.chat.files();
    const [shown] = visitor.events.flatMap((event) => ('attachments' in event && event.attachments) || []).slice(-1);
    if (shown) expect(await (await fetch(await files.link(shown))).text()).toBe('png');
    expect(visitor.log).toHaveLength(5);
  });

  it('switched off, as they are: the file is refused, and the words are not said twice', async () => {
    const { visitor, id } = await begun(createDevice(), { files: true });
    await attach(visitor, 'own.txt');
    visitor.chat.dispatch({ type: 'send', text: 'See', withFiles: true });
    await visitor.until(({ errors }) => errors.length > 0, 'Nobody was told');
    expect(visitor.errors[0]?.code).toBe('forbidden');
    expect(visitor.state.outbox).toMatchObject([{ text: 'See', phase: 'failed' }]);
    visitor.chat.dispatch({ type: 'retry', id: visitor.state.outbox.at(-1)?.id ?? '' });
    await visitor.until(({ errors }) => errors.length > 1, 'Nobody was told');
    expect(help.words(id).map(({ msg }) => msg)).toEqual(['Hello', 'See']);
  });

  it('of a kind that is not taken: refused as such', async () => {
    await restart({ uploads: true });
    const { visitor } = await begun(createDevice(), { files: true });
    await attach(visitor, 'own.exe');
    visitor.chat.dispatch({ type: 'send', text: '', withFiles: true });
    await visitor.until(({ errors }) => errors.length > 0, 'Nobody was told');
    expect(visitor.errors[0]?.code).toBe('file-type-refused');
  });

  const details = { type: 'contact-submit', name: 'Bo', email: 'bo@mail.example' } as const;

  it('an entry of the contact form begins a chat with name and address', async () => {
    const visitor = open();
    visitor.chat.dispatch({ type: 'send', text: 'Is anybody there?', details });
    await until(visitor, 'Is anybody there?');
    expect(visitor.events.at(-1)).toMatchObject({ ...details, type: 'contact-submitted' });
    expect(help.chats[0]?.fields).toMatchObject({ Username: 'Bo', Email: 'bo@mail.example' });
  });

  it('V22 while nobody is there it goes by mail', async () => {
    help.isOnline = false;
    const visitor = open({ profile: { phone: '123' } });
    await visitor.until(({ state }) => state.connection.phase === 'online' && !state.staffed, 'Somebody is there');
    visitor.chat.dispatch({ type: 'send', text: 'Is anybody there?', details });
    await until(visitor, 'Is anybody there?');
    expect(help.mails).toMatchObject([{ Question: 'Is anybody there?', Username: 'Bo', Phone: '123' }]);
    expect(help.chats).toEqual([]);
  });
});
