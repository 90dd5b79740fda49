/** What goes wrong with Chatwoot: coded, with the right verdict, visible, nothing lost, nothing doubled, nothing executed. */
import { createChatwootAdapter } from '@support-chat/adapter-chatwoot';
import { retryVerdict, type AdapterError, type ErrorCode } from '@support-chat/protocol';
import { WebSocket } from 'ws';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createDevice, openChat, type VisitorChat } from '../../support/adapters/visitor-chat.js';
import { FakeChatwoot, INBOX, type Fault } from '../../support/chatwoot/fake-chatwoot.js';

const POST_MESSAGE = /^POST .*\/messages$/;
const HTML = '<!doctype html><title>Maintenance</title><script>alert(1)</script>';

let chatwoot: FakeChatwoot;
let visitor: VisitorChat;
let id: string;

beforeEach(async () => {
  chatwoot = await FakeChatwoot.start();
  visitor = open();
  visitor.send('Hello');
  await visitor.until(({ log, state }) => log.includes('Hello') && state.outbox.length === 0, 'It did not begin');
  id = visitor.state.conversation.id ?? '';
});
afterEach(async () => {
  await visitor.chat.destroy();
  await chatwoot.close();
  expect(chatwoot.violations).toEqual([]);
});

function open(device = createDevice(), server = chatwoot.url): VisitorChat {
  return openChat(createChatwootAdapter({ server, inbox: INBOX, WebSocket }), { device });
}

const stored = (): readonly (string | null)[] =>
  chatwoot.conversations.flatMap(({ messages }) => messages.map(({ content }) => content));
const isShown = (text: string) => (one: VisitorChat) => one.log.includes(text) && one.statusOf(text) === 'sent';

describe('a message that is surely not stored', () => {
  it.each<[string, Fault, ErrorCode]>([
    ['429 with Retry-After', { status: 429, headers: { 'Retry-After': '0' } }, 'rate-limited'],
    ['429 without', { status: 429, body: '' }, 'rate-limited'],
    ['503', { status: 503, body: HTML }, 'server-stopping'],
  ])('%s: waits and goes again by itself', async (_what, fault, code) => {
    chatwoot.failNext(POST_MESSAGE, fault);
    visitor.send('Once');
    await visitor.until(isShown('Once'), 'It never went');
    expect(visitor.errors.map((one) => one.code)).toEqual([code]);
    expect(stored()).toEqual(['Hello', 'Once']);
  });

  it('429 says when', async () => {
    chatwoot.failNext(POST_MESSAGE, { status: 429, headers: { 'Retry-After': '3600' } });
    visitor.send('Later');
    await visitor.until(({ errors }) => errors.length > 0, 'Nobody was told');
    expect(visitor.errors[0]).toMatchObject({ code: 'rate-limited', retryAfter: 3600 });
    expect(visitor.statusOf('Later')).toBe('queued');
  });

  it.each<[string, Fault, ErrorCode]>([
    ['403', { status: 403 }, 'forbidden'],
    ['409', { status: 409 }, 'id-conflict'],
    ['413', { status: 413, body: HTML }, 'message-too-long'],
    [
      '422 too long',
      { status: 422, body: { message: 'Content is too long (maximum is 150000 characters)' } },
      'message-too-long',
    ],
  ])('%s: is shown as failed, and goes by the person’s hand', async (_what, fault, code) => {
    chatwoot.failNext(POST_MESSAGE, fault);
    visitor.send('Refused');
    await visitor.until(({ statusOf }) => statusOf('Refused') === 'failed', 'Nobody was told');
    expect(visitor.errors.map((one) => one.code)).toEqual([code]);
    expect(retryVerdict(code)).toBe('never');
    const [entry] = visitor.state.outbox;
    visitor.chat.dispatch({ type: 'retry', id: entry?.id ?? '' });
    await visitor.until(isShown('Refused'), 'It never went');
    expect(stored()).toEqual(['Hello', 'Refused']);
  });
});

describe('a message of which nobody knows', () => {
  const faults: [string, Fault][] = [
    ['500', {}],
    ['502 with a page', { status: 502, body: HTML }],
    ['200 with a page', { status: 200, body: HTML }],
    ['200 with an error in it', { status: 200, body: { error: 'no' } }],
    ['200 with something else in it', { status: 200, body: { id: 'x' } }],
    ['a cut body', { status: 200, cut: true }],
  ];

  it.each(faults)('%s, and stored: the next connection finds it, once', async (_what, fault) => {
    chatwoot.failNext(POST_MESSAGE, { ...fault, stored: true });
    visitor.send('Once');
    await visitor.until(isShown('Once'), 'It was not found');
    expect(visitor.log).toEqual(['Hello', 'Once']);
    expect(stored()).toEqual(['Hello', 'Once']);
  });

  it.each(faults)('%s, and not stored: the person decides', async (_what, fault) => {
    chatwoot.failNext(POST_MESSAGE, fault);
    visitor.send('Perhaps');
    await visitor.until(({ statusOf }) => statusOf('Perhaps') === 'failed', 'Nobody was told');
    expect(visitor.errors.at(-1)?.code).toBe('connection-lost');
    visitor.chat.dispatch({ type: 'retry', id: visitor.state.outbox[0]?.id ?? '' });
    await visitor.until(isShown('Perhaps'), 'It never went');
    expect(stored()).toEqual(['Hello', 'Perhaps']);
  });
});

describe('a credential that ends in mid-conversation', () => {
  it('404: the visitor is a new one, and their words are not lost', async () => {
    const [contact] = chatwoot.contacts;
    if (!contact) throw new Error('Nobody is there.');
    await chatwoot.removeContact(contact);
    visitor.send('Still here');
    await visitor.until(isShown('Still here'), 'The words are lost');
    expect(chatwoot.contacts.filter((one) => one !== contact)).toHaveLength(1);
    expect(visitor.log).toEqual(['Still here']);
  });

  it('404: what is said before the connection has ended is refused by it too, and surely not stored', async () => {
    const adapter = createChatwootAdapter({ server: chatwoot.url, inbox: INBOX, WebSocket });
    const { sourceId: token = '' } = chatwoot.contacts[0] ?? {};
    const callbacks = { onEvent: () => undefined, onClose: () => undefined };
    const signal = new AbortController().signal;
    const connection = await adapter.open({ identity: { kind: 'visitor', token }, signal, ...callbacks });
    chatwoot.failNext(POST_MESSAGE, { status: 404 });
    const say = (text: string) =>
      connection.send({ type: 'message-send', id: `message ${text}`, text }).then(
        () => 'stored',
        ({ code }: AdapterError) => code,
      );
    // Whoever hears of it may say it again at once.
    expect(await say('One')).toBe('connection-unknown');
    expect(await say('Two')).toBe('connection-unknown');
    expect(stored()).toEqual(['Hello']);
  });

  it('401: likewise', async () => {
    chatwoot.failNext(POST_MESSAGE, { status: 401 });
    visitor.send('Still here');
    await visitor.until(isShown('Still here'), 'The words are lost');
    expect(visitor.log).toEqual(['Still here']);
    expect(chatwoot.contacts).toHaveLength(2);
  });
});

describe('a connection that cannot be made', () => {
  const again = async (of: RegExp, fault: Fault): Promise<VisitorChat> => {
    await visitor.chat.destroy();
    chatwoot.failNext(of, fault);
    visitor = open();
    return visitor;
  };

  it.each<[string, Fault, ErrorCode]>([
    ['a page', { status: 200, body: HTML }, 'unavailable'],
    ['an error with 200', { status: 200, body: { error: 'no' } }, 'unavailable'],
    ['an answer without a credential', { status: 200, body: { id: 1 } }, 'unavailable'],
    ['500', {}, 'unavailable'],
    ['a cut body', { status: 200, cut: true }, 'network-failed'],
    ['429', { status: 429, headers: { 'Retry-After': '0' } }, 'rate-limited'],
  ])('%s: is tried again', async (_what, fault, code) => {
    const next = await again(/^POST .*\/contacts$/, fault);
    const codes: (string | undefined)[] = [];
    next.chat.subscribe(({ connection }) => codes.push(connection.problem?.code));
    next.send('Hello again');
    await next.until(isShown('Hello again'), 'It never connects');
    expect(codes).toContain(code);
    expect(retryVerdict(code)).toBe('retry');
  });

  it.each<[string, RegExp]>([
    ['conversations', /^GET .*\/conversations$/],
    ['messages', /^GET .*\/messages$/],
  ])('%s that are no list are asked for again, not taken for none', async (_what, of) => {
    chatwoot.failNext(of, { status: 200, body: { error: 'x' } });
    chatwoot.failNext(of, { status: 200, body: {} });
    chatwoot.cable.sayToAll({ type: 'disconnect', reason: 'server_restart', reconnect: true });
    await visitor.until(({ state }) => state.connection.phase !== 'online', 'The connection did not end');
    await visitor.until(({ state }) => state.connection.phase === 'online', 'It never connects');
    expect(visitor.log).toEqual(['Hello']);
  });

  it('404: there is no such inbox, and nobody asks again', async () => {
    await visitor.chat.destroy();
    visitor = openChat(createChatwootAdapter({ server: chatwoot.url, inbox: 'other', WebSocket }));
    await visitor.until(({ state }) => state.connection.phase === 'stopped', 'It goes on');
    expect(visitor.state.connection.problem?.code).toBe('not-found');
  });
});

describe('the socket', () => {
  const say = (frame: object) => chatwoot.cable.sayToAll(frame);
  const goesOn = async () => {
    chatwoot.say(id, 'After all');
    await visitor.until(({ log }) => log.includes('After all'), 'It did not go on');
  };
  const identifier = () => JSON.stringify({ channel: 'RoomChannel', pubsub_token: chatwoot.contacts[0]?.pubsubToken });

  it.each<[string, () => unknown]>([
    ['no event', () => null],
    ['a number', () => 7],
    ['an event without data', () => ({ event: 'message.created' })],
    ['a message that is none', () => ({ event: 'message.created', data: { conversation_id: 1 } })],
    ['a status of nothing', () => ({ event: 'conversation.status_changed', data: '<html>' })],
    ['a status nobody knows', () => ({ event: 'conversation.status_changed', data: { id: 1, status: 'levitating' } })],
    ['typing by nobody', () => ({ event: 'conversation.typing_on', data: { conversation: { id: 1 } } })],
    ['presence of nobody', () => ({ event: 'presence.update', data: [] })],
    ['an event nobody knows', () => ({ event: 'conversation.sang', data: { verse: 1 } })],
  ])('%s changes nothing', async (_what, message) => {
    say({ identifier: identifier(), message: message() });
    await goesOn();
    expect(visitor.log.filter((text) => text !== 'participant-joined')).toEqual(['Hello', 'After all']);
  });

  it('frames of other subscriptions and of types nobody knows are not heard', async () => {
    const [message] = chatwoot.conversations[0]?.messages ?? [];
    const data = {
      ...message,
      id: 9999,
      content: 'Of somebody else',
      conversation_id: 1,
      message_type: 1,
      created_at: 1,
    };
    say({ identifier: 'other', message: { event: 'message.created', data } });
    say({ type: 'levitate', message: { event: 'message.created', data } });
    await goesOn();
    expect(visitor.log).not.toContain('Of somebody else');
  });

  it('disconnected for good, as pages of other origins are: nobody tries again', async () => {
    say({ type: 'disconnect', reason: 'invalid_request', reconnect: false });
    await visitor.until(({ state }) => state.connection.phase === 'stopped', 'It goes on');
    expect(visitor.state.connection.problem?.code).toBe('origin-refused');
  });

  it('a frame that is no JSON ends the connection, and what it held comes with the next', async () => {
    chatwoot.conversation(id).messages.push({
      ...{ id: 9999, content: 'Unheard', messageType: 1, contentType: 'text', contentAttributes: {}, private: false },
      ...{ createdAt: chatwoot.now(), sender: null, files: [] },
    });
    chatwoot.cable.sayText('{"identifier":');
    await visitor.until(({ log }) => log.includes('Unheard'), 'It was lost');
  });

  it('the same id with other content is an edit, in its place', async () => {
    const message = chatwoot.say(id, 'One');
    chatwoot.say(id, 'Two');
    await visitor.until(({ log }) => log.includes('Two'), 'The agent’s words did not come');
    message.content = 'Other';
    const data = {
      id: message.id,
      content: 'Other',
      conversation_id: 1,
      message_type: 1,
      created_at: message.createdAt,
    };
    say({ identifier: identifier(), message: { event: 'message.created', data } });
    await visitor.until(({ log }) => log.includes('Other'), 'The edit did not come');
    expect(visitor.log.slice(-2)).toEqual(['Other', 'Two']);
  });

  it('time that jumps back changes no order', async () => {
    chatwoot.say(id, 'One', { createdAt: 2_000_000_000 });
    chatwoot.say(id, 'Two', { createdAt: 1_000_000_000 });
    await visitor.until(({ log }) => log.includes('Two'), 'The agent’s words did not come');
    expect(visitor.log).toEqual(['Hello', 'participant-joined', 'One', 'Two']);
  });

  it('HTML with scripts is text', async () => {
    const text = '<img src=x onerror="globalThis.harmed = true"><script>globalThis.harmed = true</script>';
    chatwoot.say(id, text);
    await visitor.until(({ log }) => log.includes(text), 'The agent’s words did not come');
    expect(globalThis).not.toHaveProperty('harmed');
  });
});

it('what may be lost is lost quietly', async () => {
  chatwoot.failNext(/toggle_typing$/, {});
  chatwoot.failNext(/update_last_seen$/, { status: 200, body: HTML });
  chatwoot.say(id, 'Good morning');
  await visitor.until(({ log }) => log.includes('Good morning'), 'The agent’s words did not come');
  visitor.chat.dispatch({ type: 'type' });
  visitor.chat.dispatch({ type: 'mark-read' });
  const asked = (what: string) => chatwoot.requests.some((line) => line.endsWith(what));
  await vi.waitFor(() => expect(asked('toggle_typing') && asked('update_last_seen')).toBe(true));
  visitor.send('Still here');
  await visitor.until(isShown('Still here'), 'It did not go on');
  expect(visitor.errors).toEqual([]);
});
