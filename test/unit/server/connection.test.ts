import { MAX_PAGE_EVENTS, type ClientFrame } from '@support-chat/protocol';
import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openStore } from '../../../packages/server/src/store/open-store.js';
import type { Store } from '../../../packages/server/src/store/store.js';
import { placeOf, refusal, startTestService, type TestService } from '../../support/service-clients.js';

let store: Store;
let test: TestService;
beforeEach(async () => {
  store = await openStore({ dataFolder: ':memory:' });
  test = await startTestService(store);
});
afterEach(() => store.close());

describe('the hello', () => {
  it('P-H1 has to come first', async () => {
    const client = test.client();
    await client.say({ type: 'ping' });
    expect(client.frames).toMatchObject([{ type: 'refused', id: null, problem: { code: 'hello-missing' } }]);
    expect(client.closed?.code).toBe('hello-missing');
  });

  it('P-H1 a command that is posted before it is refused', async () => {
    const answer = await test.client().ask({ type: 'message-send', id: randomUUID(), text: 'hi' });
    expect(refusal(answer)).toBe('hello-missing');
  });

  it('P-H1 is said once', async () => {
    const visitor = await test.visitor();
    await visitor.hello({});
    expect(visitor.frames.at(-1)).toMatchObject({ type: 'refused', id: null, problem: { code: 'frame-invalid' } });
    expect(visitor.closed).toBeNull();
    expect((await visitor.write('still here')).seq).toBe(1);
  });

  it('P-V1 refuses another protocol version and closes', async () => {
    const client = test.client();
    await client.hello({ protocol: 2 });
    expect(client.frames).toMatchObject([{ type: 'refused', id: null, problem: { code: 'protocol-unsupported' } }]);
    expect(client.closed?.code).toBe('protocol-unsupported');
  });

  it('X1 makes a session for a visitor without one and knows it again', async () => {
    const first = await test.visitor();
    expect(first.welcome).toMatchObject({ self: { kind: 'visitor' }, conversation: null, staffed: false });
    expect(Buffer.from(first.token, 'base64url')).toHaveLength(32);
    const again = await test.visitor({ token: first.token });
    expect(again.welcome.self).toEqual(first.welcome.self);
    expect(again.welcome.session).toBeUndefined();
  });

  it('X1 stores no token', async () => {
    const { token } = await test.visitor();
    const rows = await store.read((database) => database.selectFrom('visitor_sessions').selectAll().execute());
    expect(rows).toHaveLength(1);
    expect(JSON.stringify(rows)).not.toContain(token);
  });

  it('X1 refuses an unknown token, and one that was not used for 30 days', async () => {
    const stranger = await test.visitor({ token: 'x'.repeat(43) });
    expect(stranger.closed?.code).toBe('session-unknown');
    const day = 24 * 60 * 60 * 1000;
    const { token } = await test.visitor();
    // Each use prolongs it.
    for (let count = 0; count < 3; count++) {
      test.clock.advance(29 * day);
      expect((await test.visitor({ token })).closed).toBeNull();
    }
    test.clock.advance(30 * day);
    expect((await test.visitor({ token })).closed?.code).toBe('session-expired');
  });

  it('X2 wants an agent to be signed in', async () => {
    const client = test.client();
    await client.hello({ role: 'agent' });
    expect(client.closed?.code).toBe('sign-in-required');
  });

  it('X2 lets nobody in whose session ended after the cookie was read and before anybody listened', async () => {
    const session = await test.hire('Ada');
    await test.service.agents.signOut(session);
    const inbox = await test.agent(session);
    expect(inbox.frames).toMatchObject([{ type: 'refused', id: null, problem: { code: 'session-revoked' } }]);
    expect(inbox.closed?.code).toBe('session-revoked');
    const { conversation } = await (await test.visitor()).write('private');
    const chat = await test.agent(session, { conversation });
    expect(chat.closed?.code).toBe('session-revoked');
    expect(JSON.stringify(chat.frames)).not.toContain('private');
  });

  it('X2 lets nobody in whose session ends while that is looked up', async () => {
    const session = await test.hire('Ada');
    const agent = test.client(session);
    await Promise.all([agent.hello({ role: 'agent' }), test.service.agents.signOut(session)]);
    expect(agent.closed?.code).toBe('session-revoked');
  });

  it('X5 refuses a new session when the guard says so, but not one that exists', async () => {
    let wait = 0;
    const guarded = await startTestService(store, {
      guard: { newSession: () => wait, message: () => 0, search: () => 0 },
    });
    const { token } = await guarded.visitor();
    wait = 17;
    const refused = await guarded.visitor();
    expect(refused.closed).toMatchObject({ code: 'rate-limited', retryAfter: 17 });
    expect((await guarded.visitor({ token })).closed).toBeNull();
  });

  it('X5 refuses a message with the seconds to wait, and the connection goes on', async () => {
    let wait = 9;
    const guarded = await startTestService(store, {
      guard: { newSession: () => 0, message: () => wait, search: () => 0 },
    });
    const visitor = await guarded.visitor();
    const command = { type: 'message-send', id: randomUUID(), text: 'hi' } as const;
    expect(await visitor.ask(command)).toMatchObject({ problem: { code: 'rate-limited', retryAfter: 9 } });
    wait = 0;
    expect((await visitor.do(command)).seq).toBe(1);
  });

  it('a command that is sent right behind the hello waits for the welcome', async () => {
    const client = test.client();
    const hello = client.hello({});
    const sent = client.say({ type: 'message-send', id: randomUUID(), text: 'quick' });
    await Promise.all([hello, sent]);
    expect(client.frames.map(({ type }) => type).sort()).toEqual(['ack', 'message-added', 'welcome']);
    expect(client.frames[0]!.type).toBe('welcome');
  });
});

describe('the welcome', () => {
  it('D2 brings the newest page to who has nothing, and what was missed to who has a cursor', async () => {
    const visitor = await test.visitor();
    let place = await visitor.write('1');
    for (const text of ['2', '3', '4']) place = await visitor.write(text, place);
    const { token } = visitor;
    const fresh = (await test.visitor({ token })).welcome.conversation!;
    expect(fresh).toMatchObject({ resumed: false, head: 4, phase: 'queued' });
    expect(fresh.events.map(({ seq }) => seq)).toEqual([1, 2, 3, 4]);
    expect(fresh.participants).toMatchObject([{ author: { kind: 'visitor' }, delivered: 0, read: 0 }]);

    const resumeAfter = { epoch: place.epoch, seq: 2 };
    const back = await test.visitor({ token, resumeAfter });
    expect(back.welcome.conversation).toMatchObject({ resumed: true, head: 4 });
    expect(back.welcome.conversation!.events.map(({ seq }) => seq)).toEqual([3, 4]);
    // The cursor of an event stream's first event is the end of its page (C3).
    expect(back.sent[0]!.cursor).toEqual({ epoch: place.epoch, seq: 4 });

    const upToDate = await test.visitor({ token, resumeAfter: { epoch: place.epoch, seq: 4 } });
    expect(upToDate.welcome.conversation).toMatchObject({ resumed: true, events: [] });
    const stranger = await test.visitor({ token, resumeAfter: { epoch: randomUUID(), seq: 2 } });
    expect(stranger.welcome.conversation).toMatchObject({ resumed: false });
  });

  it('D2 comes before anything that happens meanwhile, and nothing of that is told twice or lost', async () => {
    const visitor = await test.visitor();
    const place = await visitor.write('1');
    const late = test.client();
    const hello = late.hello({ token: visitor.token });
    const writing = (async () => {
      for (let index = 2; index <= 20; index++) await visitor.write(String(index), place);
    })();
    await Promise.all([hello, writing]);
    expect(late.frames[0]!.type).toBe('welcome');
    const told = [...late.welcome.conversation!.events, ...late.events].map(({ seq }) => seq);
    expect(told).toEqual(Array.from({ length: 20 }, (_, index) => index + 1));
  });

  it('D1 a pong has the head of the log, for a tab that has not heard of the conversation, too', async () => {
    const visitor = await test.visitor();
    await visitor.say({ type: 'ping' });
    expect(visitor.all('pong')).toEqual([{ type: 'pong', head: null }]);
    const place = await visitor.write('1');
    await visitor.say({ type: 'ping' });
    expect(visitor.all('pong').at(-1)!.head).toEqual({ epoch: place.epoch, seq: 1 });
  });

  it('D3 a lost bus loses nothing: the pong shows the gap and resume fills it', async () => {
    const visitor = await test.visitor();
    const place = await visitor.write('1');
    const deaf = await test.visitor({ token: visitor.token });
    test.bus.unsubscribe(`conversation:${place.conversation}`, deaf.connection);
    await visitor.write('2', place);
    expect(deaf.events).toEqual([]);
    await deaf.say({ type: 'ping' });
    expect(deaf.all('pong')[0]!.head).toEqual({ epoch: place.epoch, seq: 2 });
    const after = { epoch: place.epoch, seq: 1 };
    const answer = await deaf.ask({ type: 'resume', id: randomUUID(), conversation: place.conversation, after });
    expect(answer).toMatchObject({ type: 'snapshot', conversation: { resumed: true, events: [{ text: '2' }] } });
  });
});

describe('who may do what', () => {
  /** Every frame that names a conversation. */
  const frames = (place: { conversation: string; epoch: string }): Extract<ClientFrame, { id: string }>[] => {
    const { conversation, epoch } = placeOf(place) as typeof place;
    return [
      { type: 'message-send', id: randomUUID(), text: 'x', conversation, epoch },
      { type: 'conversation-claim', id: randomUUID(), conversation, epoch },
      { type: 'conversation-end', id: randomUUID(), conversation, epoch },
      { type: 'history-load', id: randomUUID(), conversation, before: { epoch, seq: 2 }, limit: MAX_PAGE_EVENTS },
      { type: 'resume', id: randomUUID(), conversation, after: null },
    ];
  };

  it('X2 a visitor reaches nothing of a conversation that is not theirs', async () => {
    const place = await (await test.visitor()).write('private');
    const stranger = await test.visitor();
    await stranger.write('my own');
    for (const frame of frames(place))
      expect(refusal(await stranger.ask(frame)), frame.type).toBe('conversation-unknown');
    const { conversation, epoch } = place;
    await stranger.say({ type: 'typing', conversation, active: true });
    await stranger.say({ type: 'cursors', conversation, epoch, delivered: 1, read: 1 });
    const named = await test.visitor({ token: stranger.token, conversation });
    expect(named.closed?.code).toBe('conversation-unknown');
    expect(JSON.stringify(stranger.frames)).not.toContain('private');
    const rows = await store.read((database) => database.selectFrom('participants').selectAll().execute());
    expect(rows.filter((row) => row.conversation === conversation).map((row) => row.read)).toEqual([0]);
  });

  it('X2 a visitor does not take conversations, their own neither', async () => {
    const visitor = await test.visitor();
    const { conversation, epoch } = await visitor.write('hi');
    expect(refusal(await visitor.ask({ type: 'conversation-claim', id: randomUUID(), conversation, epoch }))).toBe(
      'forbidden',
    );
  });

  it('X2 an agent reaches every conversation', async () => {
    const place = await (await test.visitor()).write('hello?');
    const agent = await test.agent(await test.hire('Ada'));
    for (const frame of frames(place)) expect(refusal(await agent.ask(frame)), frame.type).toBeNull();
  });

  it('conversations that do not exist are unknown to everybody', async () => {
    const nowhere = { conversation: randomUUID(), epoch: randomUUID() };
    const agent = await test.agent(await test.hire('Ada'));
    for (const frame of frames(nowhere))
      expect(refusal(await agent.ask(frame)), frame.type).toBe('conversation-unknown');
    const lost = await test.agent(await test.hire('Ben'), { conversation: nowhere.conversation });
    expect(lost.closed?.code).toBe('conversation-unknown');
  });

  it('L4 a visitor whose conversation a restored backup does not have goes on without it', async () => {
    const visitor = await test.visitor();
    const lost = { conversation: randomUUID(), resumeAfter: { epoch: randomUUID(), seq: 7 } };
    const back = await test.visitor({ token: visitor.token, ...lost });
    expect(back.closed).toBeNull();
    expect(back.welcome.conversation).toBeNull();
    expect((await back.write('again')).seq).toBe(1);
  });

  it('an agent cannot take a conversation that has ended', async () => {
    const visitor = await test.visitor();
    const { conversation, epoch } = await visitor.write('hi');
    await visitor.do({ type: 'conversation-end', id: randomUUID(), conversation, epoch });
    const agent = await test.agent(await test.hire('Ada'));
    expect(refusal(await agent.ask({ type: 'conversation-claim', id: randomUUID(), conversation, epoch }))).toBe(
      'forbidden',
    );
  });

  it('a message of an agent needs a conversation', async () => {
    const agent = await test.agent(await test.hire('Ada'));
    expect(refusal(await agent.ask({ type: 'message-send', id: randomUUID(), text: 'x' }))).toBe('frame-invalid');
  });
});

describe('what the others are told', () => {
  it('D5 typing goes to the other people of the conversation and to nobody else', async () => {
    const visitor = await test.visitor();
    const { conversation } = await visitor.write('hi');
    const tab = await test.visitor({ token: visitor.token });
    const agent = await test.agent(await test.hire('Ada'), { conversation });
    const bystander = await test.visitor();
    await visitor.say({ type: 'typing', conversation, active: true });
    await visitor.say({ type: 'typing', conversation, active: false });
    expect(agent.all('typing-started')).toMatchObject([{ conversation, author: visitor.welcome.self }]);
    expect(agent.all('typing-stopped')).toHaveLength(1);
    for (const other of [visitor, tab, bystander]) expect(other.all('typing-started')).toEqual([]);
    expect(agent.sent.at(-1)!.kind).toBe('ephemeral');
  });

  it('D4 a cursor of a participant goes to every other connection; one of a silent reader to none', async () => {
    const visitor = await test.visitor();
    const place = await visitor.write('hi');
    const { conversation, epoch } = place;
    const reader = await test.agent(await test.hire('Ben'), { conversation });
    const report = { type: 'cursors', conversation, epoch, delivered: 1, read: 1 } as const;
    await reader.say(report);
    expect(visitor.all('cursor-moved')).toEqual([]);
    await reader.write('I am here', place);
    // Whoever joins tells how far they had read before: nothing else would for as long as nobody writes.
    expect(visitor.all('cursor-moved')).toMatchObject([{ participant: { delivered: 1, read: 1 } }]);
    await reader.say({ ...report, delivered: 3, read: 2 });
    expect(visitor.all('cursor-moved').slice(1)).toMatchObject([{ participant: { delivered: 3, read: 2 } }]);
    expect(reader.all('cursor-moved')).toEqual([]);
    // The same again says nothing new.
    await reader.say({ ...report, delivered: 3, read: 2 });
    expect(visitor.all('cursor-moved')).toHaveLength(2);
  });

  it('D4 a report about a log that was replaced is ignored', async () => {
    const visitor = await test.visitor();
    const { conversation } = await visitor.write('hi');
    await visitor.say({ type: 'cursors', conversation, epoch: randomUUID(), delivered: 1, read: 1 });
    const { participants } = (await test.visitor({ token: visitor.token })).welcome.conversation!;
    expect(participants).toMatchObject([{ delivered: 0, read: 0 }]);
  });

  it('an event is encoded once for everybody', async () => {
    const visitor = await test.visitor();
    const place = await visitor.write('1');
    const tabs = await Promise.all([1, 2, 3].map(() => test.visitor({ token: visitor.token })));
    await visitor.write('2', place);
    expect(new Set(tabs.map((tab) => tab.sent.at(-1))).size).toBe(1);
  });

  it('nothing is sent after the end', async () => {
    const visitor = await test.visitor();
    const place = await visitor.write('1');
    const tab = await test.visitor({ token: visitor.token });
    tab.connection.close();
    const count = tab.frames.length;
    await visitor.write('2', place);
    await tab.say({ type: 'ping' });
    expect(tab.frames).toHaveLength(count);
    expect(test.service.find(tab.connection.id)).toBeUndefined();
  });
});
