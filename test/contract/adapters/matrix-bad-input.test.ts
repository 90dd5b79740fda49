/** What goes wrong with Matrix: coded, with the right verdict, visible, nothing lost, nothing doubled, nothing executed. */
import { createMatrixAdapter } from '@support-chat/adapter-matrix';
import { retryVerdict, type ErrorCode } from '@support-chat/protocol';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createDevice, openChat, type VisitorChat } from '../../support/adapters/visitor-chat.js';
import { FakeMatrix, type Fault } from '../../support/matrix/fake-matrix.js';
import type { Room } from '../../support/matrix/homeserver.js';
import { MatrixBridge } from '../../support/matrix/matrix-bridge.js';

const SEND = /^PUT .*\/send\//;
const SYNC = /\/sync$/;
const HTML = '<!doctype html><title>Maintenance</title><script>alert(1)</script>';

let matrix: FakeMatrix;
let bridge: MatrixBridge;
let visitor: VisitorChat;
let room: Room;

beforeEach(async () => {
  matrix = await FakeMatrix.start({ maxUpload: 100 });
  bridge = new MatrixBridge(matrix);
  visitor = open();
  visitor.send('Hello');
  await visitor.until(({ log, state }) => log.includes('Hello') && state.outbox.length === 0, 'It did not begin');
  room = [...matrix.rooms.values()].at(-1) as Room;
});
afterEach(async () => {
  await visitor.chat.destroy();
  await matrix.close();
  expect(matrix.violations).toEqual([]);
});

/** The site knows the visitor by its cookie: it gives the same account again, with another token. */
function open(device = createDevice()): VisitorChat {
  let userId: string | undefined;
  const { getRoom } = bridge;
  const getAccount = async () => {
    const account = await bridge.getAccount(userId);
    userId = account.user_id;
    return account;
  };
  return openChat(createMatrixAdapter({ server: matrix.url, getRoom, getAccount }), { device });
}

const stored = (): readonly unknown[] =>
  [...matrix.rooms.values()].flatMap(({ events }) =>
    events.flatMap(({ type, content }) => (type === 'm.room.message' ? [content['body']] : [])),
  );
const isShown = (text: string) => (one: VisitorChat) => one.log.includes(text) && one.statusOf(text) === 'sent';
const refusal = (status: number, errcode: string, more: object = {}): Fault => ({
  status,
  body: { errcode, error: 'Refused', ...more },
});

describe('a message', () => {
  it.each<[string, Fault, ErrorCode | null]>([
    ['429 with retry_after_ms', refusal(429, 'M_LIMIT_EXCEEDED', { retry_after_ms: 10 }), 'rate-limited'],
    ['429 with Retry-After', { status: 429, body: '', headers: { 'Retry-After': '0' } }, 'rate-limited'],
    ['429 without either', refusal(429, 'M_LIMIT_EXCEEDED'), 'rate-limited'],
    ['500', {}, 'unavailable'],
    ['502 with a page', { status: 502, body: HTML }, 'unavailable'],
    ['200 with a page', { status: 200, body: HTML }, 'unavailable'],
    ['200 with an error inside', { status: 200, body: { errcode: 'M_UNKNOWN', error: 'Oh' } }, 'unavailable'],
    ['200 without an event', { status: 200, body: { event_id: 7 } }, 'unavailable'],
    ['too many users', refusal(403, 'M_RESOURCE_LIMIT_EXCEEDED'), 'unavailable'],
    // A failing network is told by the state of the connection alone.
    ['a cut body', { status: 200, cut: true }, null],
  ])('%s: goes again by itself, and is stored once whether it was or not', async (_what, fault, code) => {
    for (const [text, isStored] of [
      ['Not stored', false],
      ['Stored', true],
    ] as const) {
      matrix.failNext(SEND, { ...fault, stored: isStored });
      visitor.send(text);
      await visitor.until(isShown(text), 'It never went');
    }
    expect(new Set(visitor.errors.map((one) => one.code))).toEqual(new Set(code ? [code] : []));
    expect(visitor.log).toEqual(['Hello', 'Not stored', 'Stored']);
    expect(stored()).toEqual(['Hello', 'Not stored', 'Stored']);
  });

  it('goes again under the same transaction', async () => {
    matrix.failNext(SEND, {});
    visitor.send('Again');
    await visitor.until(isShown('Again'), 'It never went');
    const [first, second] = matrix.requests.filter((line) => SEND.test(line)).slice(-2);
    expect(second).toBe(first);
  });

  it('429 says when', async () => {
    matrix.failNext(SEND, refusal(429, 'M_LIMIT_EXCEEDED', { retry_after_ms: 3_600_000 }));
    visitor.send('Later');
    await visitor.until(({ errors }) => errors.length > 0, 'Nobody was told');
    expect(visitor.errors[0]).toMatchObject({ code: 'rate-limited', retryAfter: 3600 });
    expect(visitor.statusOf('Later')).toBe('queued');
  });

  it.each<[string, Fault, ErrorCode]>([
    ['403', refusal(403, 'M_FORBIDDEN'), 'forbidden'],
    ['404', refusal(404, 'M_UNRECOGNIZED'), 'not-found'],
    ['409', { status: 409 }, 'id-conflict'],
    ['413', refusal(413, 'M_TOO_LARGE'), 'message-too-long'],
    ['400', refusal(400, 'M_BAD_JSON'), 'frame-invalid'],
  ])('%s: is shown as failed, and goes by the person’s hand', async (_what, fault, code) => {
    matrix.failNext(SEND, fault);
    visitor.send('Refused');
    await visitor.until(({ statusOf }) => statusOf('Refused') === 'failed', 'Nobody was told');
    expect(visitor.errors.map((one) => one.code)).toEqual([code]);
    expect(retryVerdict(code)).toBe('never');
    visitor.chat.dispatch({ type: 'retry', id: visitor.state.outbox[0]?.id ?? '' });
    await visitor.until(isShown('Refused'), 'It never went');
    expect(stored()).toEqual(['Hello', 'Refused']);
  });
});

describe('a token that is not taken any more (M_UNKNOWN_TOKEN, soft logout)', () => {
  it('with an account of the site: another token, the same conversation, no word lost or twice', async () => {
    const account = matrix.accounts.at(-1);
    if (account) account.token = 'syt_changed_behind_their_back';
    visitor.send('Still here');
    await visitor.until(isShown('Still here'), 'The words are lost');
    bridge.say(room, 'So are we');
    await visitor.until(({ log }) => log.includes('So are we'), 'It did not go on');
    expect(visitor.log.filter((text) => text !== 'participant-joined')).toEqual(['Hello', 'Still here', 'So are we']);
    expect(stored()).toEqual(['Hello', 'Still here', 'So are we']);
    expect(matrix.rooms.size).toBe(1);
  });

  it('of a guest: they are a new one, and their words are not lost', async () => {
    const { getRoom } = bridge;
    const guest = openChat(createMatrixAdapter({ server: matrix.url, getRoom }));
    guest.send('One');
    await guest.until(({ state, log }) => log.includes('One') && state.outbox.length === 0, 'It did not begin');
    const account = matrix.accounts.at(-1);
    if (account) account.token = 'syt_gone';
    guest.send('Two');
    await guest.until(isShown('Two'), 'The words are lost');
    expect(matrix.accounts.filter(({ isGuest }) => isGuest)).toHaveLength(2);
    expect(guest.log).toEqual(['Two']);
    await guest.chat.destroy();
  });
});

describe('a connection that cannot be made', () => {
  it.each<[string, RegExp, Fault, ErrorCode]>([
    ['a page', SYNC, { status: 200, body: HTML }, 'unavailable'],
    ['no answer of /sync', SYNC, { status: 200, body: { rooms: [] } }, 'unavailable'],
    ['500', SYNC, {}, 'unavailable'],
    ['a cut body', SYNC, { status: 200, cut: true }, 'network-failed'],
    ['429', SYNC, refusal(429, 'M_LIMIT_EXCEEDED', { retry_after_ms: 5 }), 'rate-limited'],
    ['history that fails', /\/messages$/, {}, 'unavailable'],
  ])('%s: is tried again', async (_what, of, fault, code) => {
    const codes: (string | undefined)[] = [];
    visitor.chat.subscribe(({ connection }) => codes.push(connection.problem?.code));
    await matrix.polling();
    matrix.failNext(of, fault);
    matrix.cut();
    await visitor.until(() => codes.includes(code), 'Nobody was told');
    await visitor.until(({ state }) => state.connection.phase === 'online', 'It never connects');
    expect(retryVerdict(code)).toBe('retry');
    expect(visitor.log).toEqual(['Hello']);
  });

  it('is tried for ever, and everything is there afterwards', async () => {
    await matrix.polling();
    matrix.failAll({ status: 502, body: HTML });
    matrix.cut();
    bridge.say(room, 'Unheard');
    visitor.chat.subscribe(({ connection }) => {
      if (connection.phase === 'waiting') visitor.chat.dispatch({ type: 'connect' });
    });
    const attempts = () => matrix.requests.filter((line) => SYNC.test(line)).length;
    const before = attempts();
    await visitor.until(() => attempts() > before + 10, 'It has given up');
    matrix.failAll(null);
    await visitor.until(({ log }) => log.includes('Unheard'), 'It was lost');
    expect(visitor.log).toEqual(['Hello', 'participant-joined', 'Unheard']);
  });

  it('a place in the stream that the server has forgotten (400) is asked for anew', async () => {
    await matrix.polling();
    matrix.failNext(SYNC, refusal(400, 'M_INVALID_PARAM'));
    bridge.say(room, 'After the restore');
    await visitor.until(({ log }) => log.includes('After the restore'), 'It was lost');
    bridge.say(room, 'And on');
    await visitor.until(({ log }) => log.includes('And on'), 'It did not go on');
    expect(visitor.log).toEqual(['Hello', 'participant-joined', 'After the restore', 'And on']);
  });
});

describe('what a homeserver may send', () => {
  const goesOn = async () => {
    bridge.say(room, 'After all');
    await visitor.until(({ log }) => log.includes('After all'), 'It did not go on');
  };
  const add = (type: string, content: object, stateKey?: string, time?: number) =>
    matrix.add(room, bridge.jane, type, content as Record<string, unknown>, { stateKey, time });
  const next = (rooms: unknown, more: object = {}): Fault => ({
    status: 200,
    body: { next_batch: `s${matrix.place}`, rooms, ...more },
  });

  it.each<[string, () => unknown]>([
    ['an event nobody knows', () => add('org.example.weather', { sun: true })],
    ['a message of nothing', () => add('m.room.message', {})],
    ['a message of numbers', () => add('m.room.message', { msgtype: 7, body: 7, url: 7, info: 7 })],
    ['a file without an address', () => add('m.room.message', { msgtype: 'm.file', url: 'javascript:alert(1)' })],
    ['a membership of nobody', () => add('m.room.member', { membership: ['join'] }, '')],
    ['an edit of nothing', () => add('m.room.message', { 'm.relates_to': { rel_type: 'm.replace', event_id: '$no' } })],
    ['a deletion of nothing', () => add('m.room.redaction', { redacts: {} })],
  ])('%s changes nothing', async (_what, say) => {
    say();
    await goesOn();
    expect(visitor.log).toEqual(['Hello', 'participant-joined', 'After all']);
    expect(visitor.errors).toEqual([]);
  });

  it.each<[string, (id: string) => unknown]>([
    ['rooms that are a list', () => []],
    ['a room of nothing', (id) => ({ join: { [id]: null } })],
    ['a timeline that is none', (id) => ({ join: { [id]: { timeline: { events: 'x' }, state: 7 } } })],
    ['events that are none', (id) => ({ join: { [id]: { timeline: { events: [null, 7, [], { event_id: 1 }] } } } })],
    [
      'receipts and typing of nobody',
      (id) => ({
        join: {
          [id]: {
            ephemeral: {
              events: [
                null,
                { type: 'm.receipt', content: { $x: { 'm.read': { '@a:b': null } }, y: 7 } },
                { type: 'm.typing', content: { user_ids: 'jane' } },
              ],
            },
          },
        },
      }),
    ],
  ])('%s changes nothing', async (_what, rooms) => {
    await matrix.polling();
    matrix.failNext(SYNC, next(rooms(room.id)));
    matrix.type(room, []); // whoever waits asks again
    await goesOn();
    expect(visitor.log).toEqual(['Hello', 'participant-joined', 'After all']);
    expect(visitor.errors).toEqual([]);
  });

  it('an id again with other content replaces what it said, and time that jumps back changes no order', async () => {
    add('m.room.message', { msgtype: 'm.text', body: 'One' }, undefined, 2_000_000_000_000);
    const two = add('m.room.message', { msgtype: 'm.text', body: 'Two' }, undefined, 1_000_000_000_000);
    await visitor.until(({ log }) => log.includes('Two'), 'The agent’s words did not come');
    await matrix.polling();
    const again = { event_id: two.id, sender: two.sender, type: two.type, origin_server_ts: 1 };
    const events = [{ ...again, content: { msgtype: 'm.text', body: 'Other' } }];
    matrix.failNext(SYNC, next({ join: { [room.id]: { timeline: { events } } } }));
    matrix.type(room, []);
    await visitor.until(({ log }) => log.includes('Other'), 'The change did not come');
    expect(visitor.log).toEqual(['Hello', 'One', 'Other']);
  });

  it('HTML with scripts is text, and formatted_body is nothing', async () => {
    const text = '<img src=x onerror="globalThis.harmed = true"><script>globalThis.harmed = true</script>';
    bridge.say(room, text, { format: 'org.matrix.custom.html', formatted_body: `${text}<b>formatted</b>` });
    await visitor.until(({ log }) => log.includes(text), 'The agent’s words did not come');
    expect(JSON.stringify(visitor.events)).not.toContain('formatted');
    expect(globalThis).not.toHaveProperty('harmed');
  });
});

describe('a file', () => {
  it.each<[string, Fault | null, number, ErrorCode]>([
    ['that is too large', null, 101, 'file-too-large'],
    ['that this account may not send', refusal(403, 'M_GUEST_ACCESS_FORBIDDEN'), 3, 'forbidden'],
  ])('%s is refused by its code, and nothing of it is stored', async (_what, fault, size, code) => {
    if (fault) matrix.failNext(/\/upload$/, fault);
    const files = await visitor.chat.files();
    files.add(new Blob(['x'.repeat(size)]), { name: 'one.txt', type: 'text/plain', size });
    await visitor.until(({ state }) => state.uploads[0]?.problem?.code === code, 'Nobody was told');
    expect(matrix.media.size).toBe(0);
  });

  it('that is gone has no address', async () => {
    const files = await visitor.chat.files();
    const url = `${matrix.url}/_matrix/client/v1/media/download/matrix.test/gone`;
    const link = files.link({ id: 'file-that-is-gone', name: 'x', type: 'image/png', size: 1, url });
    await expect(link).rejects.toMatchObject({ code: 'upload-unknown' });
  });
});
