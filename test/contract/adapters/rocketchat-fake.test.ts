/**
 * The fake Rocket.Chat is not written to fit our adapter: another client of the same protocol, which knows nothing of us,
 * works against it. And it is strict: who breaks the protocol is told so.
 */
import SimpleDDP from 'simpleddp';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';
import { FakeRocketChat } from '../../support/rocketchat/fake-rocketchat.js';

const TOKEN = 'token-that-the-page-has-made';
const OPTIONS = { useCollection: false, args: [{ token: TOKEN, visitorToken: TOKEN }] };

let rocketChat: FakeRocketChat;
let client: SimpleDDP;
let heard: Record<string, unknown>[];

beforeEach(async () => {
  rocketChat = await FakeRocketChat.start();
  client = new SimpleDDP({
    endpoint: `${rocketChat.url.replace('http', 'ws')}/websocket`,
    SocketConstructor: WebSocket,
  });
  heard = [];
  client.on('changed', (frame) => heard.push(frame));
  await client.connect();
});
afterEach(async () => {
  await client.disconnect();
  await rocketChat.close();
});

async function api(method: string, path: string, body?: object): Promise<Record<string, unknown>> {
  const response = await fetch(`${rocketChat.url}/api/v1/livechat/${path}`, {
    method,
    headers: { 'Content-Type': 'application/json' },
    ...(body && { body: JSON.stringify(body) }),
  });
  return (await response.json()) as Record<string, unknown>;
}

/** A visitor with a room, by plain requests. */
async function room(): Promise<string> {
  await api('POST', 'visitor', { visitor: { token: TOKEN } });
  const { room: made } = (await api('GET', `room?token=${TOKEN}`)) as { room: { _id: string } };
  return made._id;
}

describe('a client that knows nothing of us', () => {
  it('subscribes, and hears messages of both sides', async () => {
    const rid = await room();
    await client.subscribe('stream-room-messages', rid, OPTIONS).ready();
    await api('POST', 'message', { token: TOKEN, rid, msg: 'Hello', _id: 'made-by-the-client' });
    rocketChat.say(rid, 'Good morning');
    await vi.waitFor(() => expect(heard).toHaveLength(2));
    expect(heard).toMatchObject([
      {
        collection: 'stream-room-messages',
        fields: { eventName: rid, args: [{ _id: 'made-by-the-client', msg: 'Hello' }] },
      },
      { collection: 'stream-room-messages', fields: { eventName: rid, args: [{ msg: 'Good morning' }] } },
    ]);
    expect(rocketChat.violations).toEqual([]);
  });

  it('types, and its pings and pongs are understood', async () => {
    const rid = await room();
    await client.call('stream-notify-room', `${rid}/user-activity`, 'guest-1', ['user-typing'], { token: TOKEN });
    expect(rocketChat.room(rid).visitorTypes).toBe(true);
    rocketChat.ddp.sayToAll({ msg: 'ping', id: 'still-there' });
    await client.call('stream-notify-room', `${rid}/user-activity`, 'guest-1', [], { token: TOKEN });
    expect(rocketChat.room(rid).visitorTypes).toBe(false);
    expect(rocketChat.violations).toEqual([]);
  });

  it('is refused what is not its own', async () => {
    const rid = await room();
    const typing = client.call('stream-notify-room', `${rid}/user-activity`, 'jane.doe', [], { token: 'other' });
    await expect(typing).rejects.toMatchObject({ error: 'not-allowed' });
    expect(rocketChat.violations).toHaveLength(1);
  });
});

/** Another socket, which says these frames. @returns all that it is told */
async function say(...frames: readonly object[]): Promise<object[]> {
  const told: object[] = [];
  const socket = new WebSocket(`${rocketChat.url.replace('http', 'ws')}/websocket`);
  socket.on('message', (data) => told.push(JSON.parse((data as Buffer).toString()) as object));
  await new Promise((resolve) => socket.on('open', resolve));
  for (const frame of frames) socket.send(JSON.stringify(frame));
  return told;
}

it('who shows another token hears nothing of a room', async () => {
  const rid = await room();
  const params = [rid, { useCollection: false, args: [{ token: 'other', visitorToken: 'other' }] }];
  const connect = { msg: 'connect', version: '1', support: ['1'] };
  const told = await say(connect, { msg: 'sub', id: 'mine', name: 'stream-room-messages', params });
  const refusal = expect.objectContaining({ msg: 'nosub', id: 'mine' }) as object;
  await vi.waitFor(() => expect(told).toContainEqual(refusal));
  rocketChat.say(rid, 'A secret');
  expect(rocketChat.ddp.subscriptions).toEqual([]);
});

describe('who breaks the protocol', () => {
  it.each<[string, object, RegExp]>([
    [
      'speaks before it has connected',
      { msg: 'sub', id: '1', name: 'stream-room-messages', params: [] },
      /Must connect first/,
    ],
    ['speaks another version', { msg: 'connect', version: 'pre1', support: ['pre1'] }, /DDP version pre1/],
    ['adds fields', { msg: 'connect', version: '1', support: ['1'], token: 'x' }, /connect has no token/],
  ])('%s: is told so', async (_what, frame, violation) => {
    await say(frame);
    await vi.waitFor(() => expect(rocketChat.violations).toHaveLength(1));
    expect(rocketChat.violations[0]).toMatch(violation);
  });

  it('sends fields that a route does not have, or leaves out what it needs: 400', async () => {
    const rid = await room();
    const unknown = await api('POST', 'message', { token: TOKEN, rid, msg: 'Hello', mood: 'good' });
    expect(unknown).toMatchObject({ success: false, errorType: 'invalid-params' });
    const missing = await api('POST', 'message', { token: TOKEN, msg: 'Hello' });
    expect(missing).toMatchObject({ success: false, errorType: 'invalid-params' });
    expect(rocketChat.violations).toHaveLength(2);
    expect(rocketChat.words(rid)).toEqual([]);
  });

  it('asks in the wrong order: it is nobody, and has no room', async () => {
    expect(await api('GET', `room?token=${TOKEN}`)).toEqual({ success: false, error: 'invalid-token' });
    await api('POST', 'visitor', { visitor: { token: TOKEN } });
    expect(await api('POST', 'message', { token: TOKEN, rid: 'none', msg: 'Hello' })).toEqual({
      success: false,
      error: 'invalid-room',
    });
  });
});

it('a message with an id that is there is stored once', async () => {
  const rid = await room();
  for (const msg of ['Once', 'Again'])
    expect(await api('POST', 'message', { token: TOKEN, rid, msg, _id: 'the-same' })).toMatchObject({
      message: { msg: 'Once' },
    });
  expect(rocketChat.words(rid).map(({ msg }) => msg)).toEqual(['Once']);
});

it('history is told backwards, and ends before a time', async () => {
  const rid = await room();
  rocketChat.room(rid).messages.splice(0);
  rocketChat.fill(rid, 5);
  const ask = async (end = '') =>
    (
      (await api('GET', `messages.history/${rid}?token=${TOKEN}&limit=2${end}`)) as {
        messages: { msg: string; ts: string }[];
      }
    ).messages;
  const [newest, next] = await ask();
  expect([newest?.msg, next?.msg]).toEqual(['Earlier 5', 'Earlier 4']);
  expect((await ask(`&end=${next?.ts}`)).map(({ msg }) => msg)).toEqual(['Earlier 3', 'Earlier 2']);
});
