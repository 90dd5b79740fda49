/** Bad input of Matrix, as of every adapter, and what only a homeserver can do wrong. */
import { createMatrixAdapter } from '@support-chat/adapter-matrix';
import type { ErrorCode } from '@support-chat/protocol';
import { describe, expect, it } from 'vitest';
import type { BadInputBackEnd, BadInputHarness } from '../../../support/adapters/bad-input.js';
import { describeBadInput, isSent } from '../../../support/adapters/describe-bad-input.js';
import { BAD_INPUT_FAULTS, type HttpFault } from '../../../support/adapters/http-faults.js';
import { openChat } from '../../../support/adapters/visitor-chat.js';
import { FakeMatrix } from '../../../support/matrix/fake-matrix.js';
import type { Room } from '../../../support/matrix/homeserver.js';
import { MatrixBridge } from '../../../support/matrix/matrix-bridge.js';

const SEND = /^PUT .*\/send\//;
const SYNC = /\/sync$/;

interface MatrixBackEnd extends BadInputBackEnd {
  readonly matrix: FakeMatrix;
  readonly bridge: MatrixBridge;
  /** The newest one. */
  room(): Room;
  /** The next answer to a question for news. */
  answerSync(rooms: unknown): Promise<void>;
}

const refusal = (status: number, errcode: string, more: object = {}): HttpFault => ({
  status,
  body: { errcode, error: 'Refused', ...more },
});

/** Events that are none, and those of the future: type, content and state key. */
const EVENTS: Readonly<Record<string, readonly [type: string, content: Record<string, unknown>, stateKey?: string]>> = {
  'an event nobody knows': ['org.example.weather', { sun: true }],
  'a message of nothing': ['m.room.message', {}],
  'a message of numbers': ['m.room.message', { msgtype: 7, body: 7, url: 7, info: 7 }],
  'a file without an address': ['m.room.message', { msgtype: 'm.file', url: 'javascript:alert(1)' }],
  'a membership of nobody': ['m.room.member', { membership: ['join'] }, ''],
  'an edit of nothing': ['m.room.message', { 'm.relates_to': { rel_type: 'm.replace', event_id: '$no' } }],
  'a deletion of nothing': ['m.room.redaction', { redacts: {} }],
};

/** `rooms` of /sync that are none. */
const ROOMS: Readonly<Record<string, (id: string) => unknown>> = {
  'rooms that are a list': () => [],
  'a room of nothing': (id) => ({ join: { [id]: null } }),
  'a timeline that is none': (id) => ({ join: { [id]: { timeline: { events: 'x' }, state: 7 } } }),
  'events that are none': (id) => ({ join: { [id]: { timeline: { events: [null, 7, [], { event_id: 1 }] } } } }),
  'receipts and typing of nobody': (id) => ({
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
};

const NO_BODY = { absent: 'a question for news has no body' };
const REPEATED = (code: ErrorCode | null) => ({ becomes: 'repeated', code, stored: true }) as const;

const harness: BadInputHarness<MatrixBackEnd> = {
  title: 'Matrix',
  messages: {
    'a page': REPEATED('unavailable'),
    'an error with 200': REPEATED('unavailable'),
    // The site gives another token of the same account, and nobody hears of it.
    '401': REPEATED(null),
    '403': { becomes: 'failed', code: 'forbidden' },
    '404': { becomes: 'failed', code: 'not-found' },
    '409': { becomes: 'failed', code: 'id-conflict' },
    '413': { becomes: 'failed', code: 'message-too-long' },
    '429 with Retry-After': REPEATED('rate-limited'),
    '429 without': REPEATED('rate-limited'),
    '500': REPEATED('unavailable'),
    '502 with a page': REPEATED('unavailable'),
    // A failing network is told by the state of the connection alone.
    'a cut body': REPEATED(null),
  },
  connections: {
    'a page': { code: 'unavailable' },
    'an error with 200': { code: 'unavailable' },
    '401': { code: null },
    '403': { code: 'forbidden' },
    '404': { code: 'not-found' },
    '409': NO_BODY,
    '413': NO_BODY,
    '429 with Retry-After': { code: 'rate-limited' },
    '429 without': { code: 'rate-limited' },
    '500': { code: 'unavailable' },
    '502 with a page': { code: 'unavailable' },
    'a cut body': { code: 'network-failed' },
  },
  repeats: 'changed',
  times: 'told',
  expiry: 'goes on',
  nonsense: [...Object.keys(EVENTS), ...Object.keys(ROOMS)],
  async start() {
    const matrix = await FakeMatrix.start({ maxUpload: 100 });
    const bridge = new MatrixBridge(matrix);
    // The site knows the visitor by its cookie: it gives the same account again, with another token.
    let userId: string | undefined;
    const getAccount = async () => {
      const account = await bridge.getAccount(userId);
      userId = account.user_id;
      return account;
    };
    const room = (): Room => {
      const newest = [...matrix.rooms.values()].at(-1);
      if (!newest) throw new Error('There is no room.');
      return newest;
    };
    const answerSync = async (rooms: unknown): Promise<void> => {
      await matrix.polling();
      matrix.failNext(SYNC, { status: 200, body: { next_batch: `s${matrix.place}`, rooms } });
      matrix.type(room(), []); // whoever waits asks again
    };
    return {
      matrix,
      bridge,
      room,
      answerSync,
      createAdapter: () => createMatrixAdapter({ server: matrix.url, getRoom: bridge.getRoom, getAccount }),
      stored: () =>
        Promise.resolve(
          [...matrix.rooms.values()].flatMap(({ events }) =>
            events.flatMap(({ type, sender, content }) =>
              type === 'm.room.message' && sender !== bridge.jane.userId ? [String(content['body'])] : [],
            ),
          ),
        ),
      answerMessage: (how, isStored) => matrix.failNext(SEND, { ...BAD_INPUT_FAULTS[how], stored: isStored }),
      async refuseConnection(how) {
        await matrix.polling();
        matrix.failNext(SYNC, BAD_INPUT_FAULTS[how]);
        matrix.cut();
      },
      async say(text, { id, time } = {}) {
        if (id === undefined && time === undefined) return bridge.say(room(), text).id;
        const content = { msgtype: 'm.text', body: text };
        if (id === undefined) {
          matrix.join(room(), bridge.jane);
          return matrix.add(room(), bridge.jane, 'm.room.message', content, { stateKey: undefined, time }).id;
        }
        const again = { event_id: id, sender: bridge.jane.userId, type: 'm.room.message', origin_server_ts: 1 };
        await answerSync({ join: { [room().id]: { timeline: { events: [{ ...again, content }] } } } });
        return id;
      },
      nonsense: {
        ...Object.fromEntries(
          Object.entries(EVENTS).map(([name, [type, content, stateKey]]) => [
            name,
            () => matrix.add(room(), bridge.jane, type, content, { stateKey, time: undefined }),
          ]),
        ),
        ...Object.fromEntries(Object.entries(ROOMS).map(([name, rooms]) => [name, () => answerSync(rooms(room().id))])),
      },
      expire() {
        const account = matrix.accounts.at(-1);
        if (account) account.token = 'syt_changed_behind_their_back';
      },
      async close() {
        await matrix.close();
        expect(matrix.violations).toEqual([]);
      },
    };
  },
};

describeBadInput(harness, (bench) => {
  describe('a message', () => {
    it.each<[string, HttpFault, ErrorCode]>([
      ['429 with retry_after_ms', refusal(429, 'M_LIMIT_EXCEEDED', { retry_after_ms: 10 }), 'rate-limited'],
      ['200 with an error of Matrix', { status: 200, body: { errcode: 'M_UNKNOWN', error: 'Oh' } }, 'unavailable'],
      ['200 without an event', { status: 200, body: { event_id: 7 } }, 'unavailable'],
      ['too many users', refusal(403, 'M_RESOURCE_LIMIT_EXCEEDED'), 'unavailable'],
    ])('%s: goes again by itself, under the same transaction', async (_what, fault, code) => {
      const { visitor, backEnd } = bench;
      backEnd.matrix.failNext(SEND, fault);
      visitor.send('Again');
      await visitor.until(isSent('Again'), 'It never went');
      expect(visitor.errors.map((one) => one.code)).toEqual([code]);
      const [first, second] = backEnd.matrix.requests.filter((line) => SEND.test(line)).slice(-2);
      expect(second).toBe(first);
    });

    it('429 says when', async () => {
      const { visitor, backEnd } = bench;
      backEnd.matrix.failNext(SEND, refusal(429, 'M_LIMIT_EXCEEDED', { retry_after_ms: 3_600_000 }));
      visitor.send('Later');
      await visitor.until(({ errors }) => errors.length > 0, 'Nobody was told');
      expect(visitor.errors[0]).toMatchObject({ code: 'rate-limited', retryAfter: 3600 });
      expect(visitor.statusOf('Later')).toBe('queued');
    });

    it.each<[string, HttpFault, ErrorCode]>([
      ['403', refusal(403, 'M_FORBIDDEN'), 'forbidden'],
      ['404', refusal(404, 'M_UNRECOGNIZED'), 'not-found'],
      ['413', refusal(413, 'M_TOO_LARGE'), 'message-too-long'],
      ['400', refusal(400, 'M_BAD_JSON'), 'frame-invalid'],
    ])('%s in words of Matrix: is shown as failed', async (_what, fault, code) => {
      const { visitor, backEnd } = bench;
      backEnd.matrix.failNext(SEND, fault);
      visitor.send('Refused');
      await visitor.until(({ statusOf }) => statusOf('Refused') === 'failed', 'Nobody was told');
      expect(visitor.errors.map((one) => one.code)).toEqual([code]);
    });
  });

  it('a guest whose token is not taken any more is a new one, and their words are not lost', async () => {
    const { matrix, bridge } = bench.backEnd;
    const { getRoom } = bridge;
    const guest = openChat(createMatrixAdapter({ server: matrix.url, getRoom }));
    guest.send('One');
    await guest.until(({ state, log }) => log.includes('One') && state.outbox.length === 0, 'It did not begin');
    const account = matrix.accounts.at(-1);
    if (account) account.token = 'syt_gone';
    guest.send('Two');
    await guest.until(isSent('Two'), 'The words are lost');
    expect(matrix.accounts.filter(({ isGuest }) => isGuest)).toHaveLength(2);
    expect(guest.log).toEqual(['Two']);
    await guest.chat.destroy();
  });

  it('history that fails is tried again with the connection', async () => {
    const { visitor } = bench;
    const { matrix } = bench.backEnd;
    const codes: (string | undefined)[] = [];
    visitor.chat.subscribe(({ connection }) => codes.push(connection.problem?.code));
    await matrix.polling();
    matrix.failNext(/\/messages$/, {});
    matrix.cut();
    await visitor.until(() => codes.includes('unavailable'), 'Nobody was told');
    await visitor.until(({ state }) => state.connection.phase === 'online', 'It never connects');
    expect(visitor.log).toEqual(['Hello']);
  });

  it('a connection is tried for ever, and everything is there afterwards', async () => {
    const { visitor } = bench;
    const { matrix, bridge, room } = bench.backEnd;
    await matrix.polling();
    matrix.failAll(BAD_INPUT_FAULTS['502 with a page']);
    matrix.cut();
    bridge.say(room(), 'Unheard');
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
    const { visitor } = bench;
    const { matrix, bridge, room } = bench.backEnd;
    await matrix.polling();
    matrix.failNext(SYNC, refusal(400, 'M_INVALID_PARAM'));
    bridge.say(room(), 'After the restore');
    await visitor.until(({ log }) => log.includes('After the restore'), 'It was lost');
    bridge.say(room(), 'And on');
    await visitor.until(({ log }) => log.includes('And on'), 'It did not go on');
    expect(visitor.log).toEqual(['Hello', 'participant-joined', 'After the restore', 'And on']);
  });

  it('HTML with scripts is text, and formatted_body is nothing', async () => {
    const { visitor } = bench;
    const { bridge, room } = bench.backEnd;
    const text = '<img src=x onerror="globalThis.harmed = true"><script>globalThis.harmed = true</script>';
    bridge.say(room(), text, { format: 'org.matrix.custom.html', formatted_body: `${text}<b>formatted</b>` });
    await visitor.until(({ log }) => log.includes(text), 'The agent’s words did not come');
    expect(JSON.stringify(visitor.events)).not.toContain('formatted');
  });

  describe('a file', () => {
    it.each<[string, HttpFault | null, number, ErrorCode]>([
      ['that is too large', null, 101, 'file-too-large'],
      ['that this account may not send', refusal(403, 'M_GUEST_ACCESS_FORBIDDEN'), 3, 'forbidden'],
    ])('%s is refused by its code, and nothing of it is stored', async (_what, fault, size, code) => {
      const { visitor } = bench;
      const { matrix } = bench.backEnd;
      if (fault) matrix.failNext(/\/upload$/, fault);
      const files = await visitor.chat.files();
      files.add(new Blob(['x'.repeat(size)]), { name: 'one.txt', type: 'text/plain', size });
      await visitor.until(({ state }) => state.uploads[0]?.problem?.code === code, 'Nobody was told');
      expect(matrix.media.size).toBe(0);
    });

    it('that is gone has no address', async () => {
      const { visitor } = bench;
      const { matrix } = bench.backEnd;
      const files = await visitor.chat.files();
      const url = `${matrix.url}/_matrix/client/v1/media/download/matrix.test/gone`;
      const link = files.link({ id: 'file-that-is-gone', name: 'x', type: 'image/png', size: 1, url });
      await expect(link).rejects.toMatchObject({ code: 'upload-unknown' });
    });
  });
});
