/** What the hub adapter makes of a hub, on one in memory that a test can hold, lose and repeat. */
import { createHubAdapter, type HubChannel, type HubRoom, type HubSide } from '@support-chat/adapter-kit';
import {
  AdapterError,
  type ChatConnection,
  type ClientCommand,
  type ConversationSnapshot,
  type HubMessage,
  type ServerEvent,
} from '@support-chat/protocol';
import { beforeEach, describe, expect, it } from 'vitest';

interface Said {
  readonly side: HubSide;
  readonly channel: HubChannel;
  readonly data: string;
  readonly time: number;
}

/** Keeps all and tells each listener from where they left. */
class MemoryHub {
  said: Said[] = [];
  announced: HubMessage[] = [];
  rooms: HubRoom[] = [];
  /** Answers the next publications with these instead; null: it is stored and the answer is lost. */
  failures: (AdapterError | null)[] = [];
  /** Nothing comes down. */
  held = false;
  #time = 1_000;

  say(message: object, { side = 'agent', channel = 'log' }: { side?: HubSide; channel?: HubChannel } = {}): void {
    this.said.push({ side, channel, data: JSON.stringify(message), time: (this.#time += 1_000) });
    this.flush();
  }

  flush(): void {
    if (this.held) return;
    for (const room of this.rooms) {
      const from = Number(room.memory.get('from') ?? 0);
      room.memory.set('from', String(this.said.length));
      for (const one of this.said.slice(from)) room.deliver(one);
    }
  }

  readonly adapter = createHubAdapter({
    name: 'memory',
    backEnd: 'memory',
    history: true,
    answerTimeout: 9_000,
    join: (life, room) => {
      this.rooms.push(room);
      life.signal.addEventListener('abort', () => (this.rooms = this.rooms.filter((one) => one !== room)));
      return Promise.resolve({
        publish: (channel, message) => {
          const failure = this.failures.shift();
          if (failure) return Promise.reject(failure);
          this.say(message, { side: 'visitor', channel });
          return failure === null ? Promise.reject(new AdapterError('request-timeout')) : Promise.resolve();
        },
        announce: (message) => {
          this.announced.push(message);
          return Promise.resolve();
        },
        catchUp: () => {
          this.flush();
          room.setStaffed(true);
          return this.held ? new Promise(() => undefined) : Promise.resolve();
        },
      });
    },
  });
}

let hub: MemoryHub;
let events: ServerEvent[];
let token: string | undefined;

async function open(extra: object = {}): Promise<ChatConnection> {
  events = [];
  const connection = await hub.adapter.open({
    identity: { kind: 'visitor', ...(token !== undefined && { token }) },
    signal: new AbortController().signal,
    onEvent: (event) => events.push(event),
    onClose: () => undefined,
    ...extra,
  });
  const [welcome] = events;
  if (welcome?.type === 'welcome') token = welcome.session?.token ?? token;
  return connection;
}

function snapshot(): ConversationSnapshot | null {
  const [welcome] = events;
  if (welcome?.type !== 'welcome') throw new Error('no welcome');
  return welcome.conversation;
}

const id = (n: number): string => `message-${String(n).padStart(4, '0')}`;
const write = (n: number, text = `Text ${n}`): ClientCommand => ({ type: 'message-send', id: id(n), text });
const says = (n: number, text = `Answer ${n}`, author = { id: 'ada', name: 'Ada' }): object => ({
  type: 'message',
  id: id(n),
  text,
  author,
});
const codeOf = (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => 'fulfilled',
    (error: unknown) => (error as AdapterError).code,
  );

beforeEach(() => {
  [hub, events, token] = [new MemoryHub(), [], undefined];
});

describe('a visitor of a hub', () => {
  it('makes the conversation by its name, which nobody guesses, and no conversation by coming', async () => {
    await open();
    expect(token).toMatch(/^[\da-f-]{36}\.[\w-]{43}$/);
    expect(snapshot()).toBeNull();
    expect(hub.announced).toEqual([]);
    const first = token;
    token = undefined;
    await open();
    expect(token).not.toBe(first);
  });

  it('tells the desk who it is before it says the first word, and again when that changes', async () => {
    const profile = { name: 'Grace' };
    const connection = await open({ identity: { kind: 'visitor', profile } });
    connection.notify({ type: 'visitor-update', page: { url: 'https://shop.example/', title: 'Shop' } });
    expect(hub.announced).toEqual([]);
    await connection.send(write(1));
    await connection.send(write(2));
    const page = { url: 'https://shop.example/', title: 'Shop' };
    expect(hub.announced).toEqual([{ type: 'visitor', token, profile, page }]);
    connection.notify({ type: 'visitor-update', profile: { name: 'Ada' } });
    expect(hub.announced.at(-1)).toEqual({ type: 'visitor', token, profile: { name: 'Ada' }, page });
  });

  it('is refused with another token than its own kind, as an agent, and for another conversation', async () => {
    token = 'something';
    expect(await codeOf(open())).toBe('session-unknown');
    expect(await codeOf(open({ identity: { kind: 'agent' } }))).toBe('forbidden');
    token = undefined;
    expect(await codeOf(open({ conversationId: 'conversation-of-others' }))).toBe('conversation-unknown');
  });

  it('says a message once when its answer was lost, on another page too', async () => {
    const connection = await open();
    hub.failures = [null];
    expect(await codeOf(connection.send(write(1)))).toBe('request-timeout');
    const ack = await connection.send(write(1));
    connection.close();
    hub.rooms = [];
    await open();
    expect(snapshot()).toMatchObject({ head: 1, events: [{ id: id(1), seq: 1 }] });
    expect(hub.said).toHaveLength(1);
    expect(ack).toMatchObject({ id: id(1), seq: 1 });
  });

  it('knows its message under its id only, whatever others say in the same words', async () => {
    const connection = await open();
    hub.held = true;
    hub.failures = [];
    const sent = connection.send(write(1, 'Yes'));
    await Promise.resolve();
    // The same visitor on another device says the same.
    hub.said.unshift({ side: 'visitor', channel: 'log', data: JSON.stringify(says(2, 'Yes')), time: 1 });
    hub.held = false;
    hub.flush();
    await sent;
    const texts = events.flatMap((event) => (event.type === 'message-added' ? [event.id] : []));
    expect(new Set(texts)).toEqual(new Set([id(1), id(2)]));
  });

  it('refuses an id with other content, a log that was replaced, and what a hub cannot do', async () => {
    const connection = await open();
    await connection.send(write(1));
    expect(await codeOf(connection.send(write(1, 'Other')))).toBe('id-conflict');
    expect(await codeOf(connection.send({ ...write(2), epoch: 'epoch-of-another' } as ClientCommand))).toBe(
      'epoch-stale',
    );
    expect(await codeOf(connection.send({ ...write(2), conversation: 'another-one' }))).toBe('conversation-unknown');
    const file = { id: id(7), name: 'a.png', type: 'image/png', size: 1 };
    expect(await codeOf(connection.send({ ...write(2), attachments: [file] } as ClientCommand))).toBe('upload-unknown');
    expect(await codeOf(connection.send(write(2, ' ')))).toBe('message-empty');
    expect(await codeOf(connection.send(write(2, 'x'.repeat(10_001))))).toBe('message-too-long');
    const { conversation, epoch } = await connection.send(write(3));
    const claim = { type: 'conversation-claim', id: id(2), conversation, epoch } as const;
    expect(await codeOf(connection.send(claim))).toBe('forbidden');
    expect(hub.said).toHaveLength(2);
  });

  it('keeps the order of what it says when an earlier message fails', async () => {
    const connection = await open();
    hub.failures = [new AdapterError('rate-limited', { retryAfter: 7 })];
    const first = connection.send(write(1)).catch((error: unknown) => error as AdapterError);
    const second = connection.send(write(2));
    expect(await first).toMatchObject({ code: 'rate-limited', problem: { retryAfter: 7 } });
    expect((await second).seq).toBe(1);
    expect((await connection.send(write(1))).seq).toBe(2);
  });

  it('answers a ping when all has come down, not before', async () => {
    const connection = await open();
    await connection.send(write(1));
    hub.held = true;
    connection.notify({ type: 'ping' });
    await Promise.resolve();
    expect(events.some(({ type }) => type === 'pong')).toBe(false);
    hub.held = false;
    connection.notify({ type: 'ping' });
    await expect.poll(() => events.at(-1), { timeout: 8_000 }).toMatchObject({ type: 'pong', head: { seq: 1 } });
  });
});

describe('what is said on a hub', () => {
  it('takes the author from where it was published, and what is not that side’s to say for nothing', async () => {
    const connection = await open();
    await connection.send(write(1));
    const aside = { type: 'joined', id: id(2), author: { id: 'eve' } };
    hub.say(aside, { side: 'visitor' });
    hub.say({ type: 'edited', id: id(3), of: id(1), text: 'No' }, { side: 'visitor' });
    hub.say({ type: 'rated', id: id(4), score: 1, text: '' });
    hub.say({ type: 'contact', id: id(5), text: '', name: '', email: '' });
    hub.say({ type: 'message', id: id(6), text: 'Passing' }, { channel: 'passing' });
    hub.say({ type: 'typing', active: true }, { channel: 'log' });
    hub.say({ type: 'seen', delivered: id(1) }, { channel: 'passing' });
    hub.say({ type: 'queue', position: 1 }, { channel: 'log' });
    hub.say({ type: 'visitor', token }, { channel: 'log' });
    hub.say({ type: 'message', id: id(7), text: 'Beep', card: { kind: 'x-robot' } }, { side: 'bot' });
    hub.say({ type: 'message', id: id(8), text: 'Mine', card: { kind: 'x-visitor' } }, { side: 'visitor' });
    expect(events.slice(1)).toMatchObject([
      { type: 'message-added', id: id(1) },
      { type: 'message-added', id: id(7), author: { kind: 'bot', id: 'bot' }, card: { kind: 'x-robot' } },
      { type: 'message-added', id: id(8), author: { kind: 'visitor' } },
    ]);
    expect(events.at(-1)).not.toHaveProperty('card');
  });

  it('is dated by the hub, else by who said it, never later than now', async () => {
    await open();
    const future = Date.now() + 1e9;
    hub.said.push({ side: 'agent', channel: 'log', data: JSON.stringify({ ...says(1), time: future }), time: 7_000 });
    hub.flush();
    expect(events.at(-1)).toMatchObject({ id: id(1), time: 7_000 });
    const timeless = { side: 'agent', channel: 'log', time: null } as const;
    hub.rooms[0]?.deliver({ ...timeless, data: JSON.stringify({ ...says(2), time: future }) });
    expect((events.at(-1) as { time: number }).time).toBeLessThanOrEqual(Date.now());
    hub.rooms[0]?.deliver({ ...timeless, data: JSON.stringify({ ...says(3), time: 5 }) });
    expect(events.at(-1)).toMatchObject({ time: 5 });
  });

  it('joins whoever of the desk writes first, once', async () => {
    await open();
    hub.say(says(1));
    hub.say(says(2));
    hub.say({ type: 'joined', id: id(3), author: { id: 'bob' } });
    hub.say(says(4, 'Bob here', { id: 'bob', name: 'Bob' }));
    expect(events.slice(1).map(({ type }) => type)).toEqual([
      'participant-joined',
      'message-added',
      'message-added',
      'participant-joined',
      'message-added',
    ]);
    await open();
    expect(snapshot()).toMatchObject({
      phase: 'live',
      participants: [{ author: { id: 'ada' } }, { author: { id: 'bob' } }],
    });
  });

  it('is a new log after an edit or a deletion, with the places of who has read what', async () => {
    await open();
    hub.say(says(1));
    hub.say(says(2));
    hub.say(says(3));
    hub.say({ type: 'seen', delivered: id(3), read: id(2), author: { id: 'ada' } }, { channel: 'seen' });
    hub.say({ type: 'edited', id: id(10), of: id(1), text: 'Edited' });
    hub.say({ type: 'edited', id: id(11), of: id(1), text: 'Edited again' });
    hub.say({ type: 'edited', id: id(10), of: id(1), text: 'Edited' });
    hub.say({ type: 'deleted', id: id(12), of: id(2) });
    hub.say(says(2, 'Back from the dead'));
    hub.say({ type: 'edited', id: id(13), of: id(2), text: 'Nor so' });
    const reset = events.at(-1);
    if (reset?.type !== 'conversation-reset') throw new Error('no reset');
    expect(reset.conversation.events.slice(1).map((event) => 'text' in event && event.text)).toEqual([
      'Edited again',
      'Answer 3',
    ]);
    expect(reset.conversation.participants).toMatchObject([{ delivered: 3, read: 2 }]);
  });

  it('knows how far somebody got when what they have seen comes later', async () => {
    await open();
    hub.say({ type: 'seen', delivered: id(2), author: { id: 'ada' } }, { channel: 'seen' });
    hub.say(says(1));
    expect(events.some(({ type }) => type === 'cursor-moved')).toBe(false);
    hub.say(says(2));
    expect(events.at(-1)).toMatchObject({ type: 'cursor-moved', participant: { delivered: 3, read: 0 } });
  });
});
