/** B5: Matrix as its visitors see it: the real core on the adapter, and the hands of an agent on the other side. */
import { createMatrixAdapter, type MatrixOptions } from '@support-chat/adapter-matrix';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createDevice, openChat, type VisitorChat } from '../../support/adapters/visitor-chat.js';
import { FakeMatrix } from '../../support/matrix/fake-matrix.js';
import type { Room } from '../../support/matrix/homeserver.js';
import { MatrixBridge } from '../../support/matrix/matrix-bridge.js';

let matrix: FakeMatrix;
let bridge: MatrixBridge;
let visitors: VisitorChat[];

beforeEach(async () => {
  matrix = await FakeMatrix.start();
  bridge = new MatrixBridge(matrix);
  visitors = [];
});
afterEach(async () => {
  for (const { chat } of visitors) await chat.destroy();
  await matrix.close();
  expect(matrix.violations).toEqual([]);
});

type Opening = Parameters<typeof openChat>[1] & Partial<MatrixOptions>;

function open(opening: Opening = {}): VisitorChat {
  const { getRoom, getAccount } = bridge;
  const visitor = openChat(createMatrixAdapter({ server: `${matrix.url}/`, getRoom, getAccount, ...opening }), opening);
  visitors.push(visitor);
  return visitor;
}

/** A visitor who has written. */
async function begun(opening: Opening = {}): Promise<{ visitor: VisitorChat; room: Room }> {
  const visitor = open(opening);
  visitor.send('Hello');
  await visitor.until(
    ({ log, state }) => log.includes('Hello') && state.outbox.length === 0,
    'The own message did not come back',
  );
  return { visitor, room: [...matrix.rooms.values()].at(-1) as Room };
}

const heard = (text: string) => (visitor: VisitorChat) => visitor.log.includes(text);

async function cut(visitor: VisitorChat): Promise<void> {
  const { changedAt } = visitor.state.connection;
  await matrix.polling();
  matrix.cut();
  await visitor.until(({ state }) => state.connection.changedAt !== changedAt, 'Nobody noticed');
  await visitor.until(({ state }) => state.connection.phase === 'online', 'It never connects');
}

describe('a conversation', () => {
  it('goes both ways, and the agent has a name and a face', async () => {
    const { visitor, room } = await begun();
    matrix.setProfile(bridge.jane, { displayname: 'Jane Doe', avatarUrl: 'mxc://matrix.test/face' });
    bridge.say(room, 'Good morning', { format: 'org.matrix.custom.html', formatted_body: '<script>1</script>' });
    await visitor.until(heard('Good morning'), 'The agent’s words did not come');
    expect(visitor.log).toEqual(['Hello', 'participant-joined', 'Good morning']);
    expect(visitor.state.conversation.phase).toBe('live');
    const { author } = visitor.events.at(-1) as { author: { avatarUrl: string } };
    expect(author).toMatchObject({ kind: 'agent', name: 'Jane Doe' });
    expect((await fetch(author.avatarUrl)).headers.get('Content-Type')).toBe('application/octet-stream');
    expect(JSON.stringify(visitor.events)).not.toContain('script');
  });

  it('of a site that has the faces shows those', async () => {
    const { visitor, room } = await begun({ faces: { '@jane:matrix.test': 'https://faces.example/jane.png' } });
    bridge.say(room, 'Good morning');
    await visitor.until(heard('Good morning'), 'The agent’s words did not come');
    expect(visitor.events.at(-1)).toMatchObject({ author: { avatarUrl: 'https://faces.example/jane.png' } });
  });

  it('begins with the first word, not with the open panel: no room is made for nothing', async () => {
    const visitor = open({ profile: { name: 'Bo' } });
    await visitor.until(({ state }) => state.connection.phase === 'online', 'It never connects');
    expect(bridge.requests).toEqual([]);
    visitor.send('Hello');
    await visitor.until(heard('Hello'), 'The own message did not come back');
    expect(bridge.requests).toMatchObject([{ profile: { name: 'Bo' } }]);
    expect(matrix.accounts.at(-1)?.displayname).toBe('Bo');
  });

  it('of a guest works without files, and is there again on another page of the device', async () => {
    const device = createDevice();
    const { getRoom } = bridge;
    const adapter = () => createMatrixAdapter({ server: matrix.url, getRoom });
    const first = openChat(adapter(), { device });
    visitors.push(first);
    first.send('Hello');
    await first.until(({ statusOf }) => statusOf('Hello') === 'sent', 'It was not sent');
    expect(first.state.capabilities?.upload).toBe(false);
    expect(matrix.accounts.at(-1)?.isGuest).toBe(true);
    await first.chat.destroy();
    const second = openChat(adapter(), { device });
    visitors.push(second);
    await second.until(heard('Hello'), 'The conversation did not come back');
    expect(matrix.rooms.size).toBe(1);
  });

  it('shows its history to the first word', async () => {
    const device = createDevice();
    const { visitor: first, room } = await begun({ device });
    await first.chat.destroy();
    bridge.fill(room, 130);
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
    expect(visitor.log).toEqual(['Hello', ...Array.from({ length: 130 }, (_, n) => `Earlier ${n + 1}`)]);
  });

  it('reads from /messages what an answer of /sync leaves out (limited)', async () => {
    const { visitor, room } = await begun();
    await matrix.polling();
    bridge.fill(room, 70);
    await visitor.until(heard('Earlier 70'), 'The newest did not come');
    expect(visitor.log).toEqual(['Hello', ...Array.from({ length: 70 }, (_, n) => `Earlier ${n + 1}`)]);
  });

  it('changes with an edit and a deletion in its place, and by nobody but who wrote', async () => {
    const { visitor, room } = await begun();
    const one = bridge.say(room, 'One');
    const two = bridge.say(room, 'Two');
    await visitor.until(heard('Two'), 'The agent’s words did not come');
    bridge.edit(room, one, 'First');
    bridge.edit(room, one, 'Forged', bridge.account);
    await visitor.until(heard('First'), 'The edit did not come');
    expect(visitor.log).toEqual(['Hello', 'participant-joined', 'First', 'Two']);
    matrix.redact(room, bridge.jane, two);
    await visitor.until(({ log }) => !log.includes('Two'), 'The deletion did not come');
    expect(visitor.log).toEqual(['Hello', 'participant-joined', 'First']);
    await cut(visitor);
    expect(visitor.log).toEqual(['Hello', 'participant-joined', 'First']);
  });

  it('is changed by what was edited and deleted while the line was down', async () => {
    const { visitor, room } = await begun();
    const one = bridge.say(room, 'One');
    const two = bridge.say(room, 'Two');
    await visitor.until(heard('Two'), 'The agent’s words did not come');
    await matrix.polling();
    matrix.cut();
    bridge.edit(room, one, 'First');
    matrix.redact(room, bridge.jane, two);
    await visitor.until(({ log }) => log.includes('First') && !log.includes('Two'), 'The changes did not come');
    expect(visitor.log).toEqual(['Hello', 'participant-joined', 'First']);
  });

  it('tells bots by m.notice, and that something was said which it has no key to', async () => {
    const { visitor, room } = await begun();
    bridge.say(room, 'We are here from nine', { msgtype: 'm.notice' }, bridge.account);
    matrix.send(room, bridge.account, 'm.room.encrypted', { algorithm: 'm.megolm.v1.aes-sha2', ciphertext: 'AwgAEn' });
    await visitor.until(heard('🔒'), 'It was swallowed');
    expect(visitor.log).toEqual(['Hello', 'We are here from nine', '🔒']);
    expect(visitor.events[1]).toMatchObject({ author: { kind: 'bot', name: 'Support' } });
    expect(visitor.state.conversation.phase).not.toBe('ended');
  });
});

describe('an ending', () => {
  it.each<[string, (room: Room) => void]>([
    ['put out', (room) => matrix.leave(room, matrix.account(bridge.requests[0]?.userId ?? ''), bridge.account)],
    ['with a tombstone', (room) => matrix.tombstone(room, bridge.account, '')],
  ])('%s is told, and who writes again gets a new room behind it', async (_how, end) => {
    const { visitor, room } = await begun();
    end(room);
    await visitor.until(({ state }) => state.conversation.phase === 'ended', 'It did not end');
    expect(visitor.events.at(-1)).toMatchObject({ type: 'conversation-ended', author: { name: 'Support' } });
    visitor.send('One more thing');
    await visitor.until(heard('One more thing'), 'The word did not come back');
    const log = ['Hello', 'conversation-ended', 'conversation-reopened', 'One more thing'];
    expect(visitor.log).toEqual(log);
    expect(visitor.state.conversation.phase).toBe('queued');
    expect(bridge.requests[1]).toMatchObject({ previous: room.id });
    bridge.say([...matrix.rooms.values()].at(-1) as Room, 'Yes?');
    await visitor.until(heard('Yes?'), 'Nobody came');
    await cut(visitor);
    expect(visitor.log).toEqual([...log, 'participant-joined', 'Yes?']);
  });

  it('while the line is down is told at the next connection, and words that are on their way are not lost', async () => {
    const { visitor, room } = await begun();
    await matrix.polling();
    matrix.cut();
    matrix.leave(room, matrix.account(bridge.requests[0]?.userId ?? ''), bridge.account);
    visitor.send('Still there?');
    await visitor.until(({ statusOf }) => statusOf('Still there?') === 'sent', 'The word was lost');
    expect(visitor.log.filter((text) => text !== 'conversation-reopened')).toEqual([
      'Hello',
      'conversation-ended',
      'Still there?',
    ]);
  });

  it('by the visitor is leaving the room', async () => {
    const { visitor, room } = await begun();
    visitor.chat.dispatch({ type: 'end' });
    await visitor.until(({ log }) => log.includes('conversation-ended'), 'It did not end');
    expect(visitor.events.at(-1)).toMatchObject({ author: { kind: 'visitor' } });
    expect(matrix.membership(room, bridge.requests[0]?.userId ?? '')).toBe('leave');
  });
});

describe('what passes by', () => {
  it('agents are seen typing until they stop or have written, the visitor by them and never by themselves', async () => {
    const { visitor, room } = await begun();
    const { jane } = bridge;
    bridge.say(room, 'Wait');
    for (const stop of [() => matrix.type(room, []), () => bridge.say(room, 'There')]) {
      matrix.type(room, [jane.userId]);
      await visitor.until(({ state }) => state.typing.length > 0, 'Nobody types');
      expect(visitor.state.typing[0]?.author).toMatchObject({ name: 'Jane' });
      stop();
      await visitor.until(({ state }) => state.typing.length === 0, 'Typing does not end');
    }
    matrix.type(room, []);
    visitor.chat.dispatch({ type: 'type' });
    await vi.waitFor(() => expect(room.typing.users).toContain(bridge.requests[0]?.userId));
    expect(visitor.state.typing).toEqual([]);
  });

  it('what was read is told both ways', async () => {
    const { visitor, room } = await begun();
    visitor.chat.dispatch({ type: 'set-reading', reading: true });
    const said = bridge.say(room, 'Good morning');
    await visitor.until(heard('Good morning'), 'The agent’s words did not come');
    await vi.waitFor(() => expect(room.receipts.get(bridge.requests[0]?.userId ?? '')?.event).toBe(said.id));
    visitor.send('Read this');
    await visitor.until(({ statusOf }) => statusOf('Read this') === 'sent', 'It did not go');
    matrix.read(room, bridge.jane.userId, room.events.at(-1)?.id ?? '');
    await visitor.until(({ statusOf }) => statusOf('Read this') === 'read', 'Nobody has read it');
  });
});

describe('files', () => {
  it('go both ways, each in its message; they are asked for with the token, and shown to nobody without', async () => {
    const { visitor, room } = await begun();
    const files = await visitor.chat.files();
    for (const name of ['one.txt', 'two.png'])
      files.add(new Blob([`bytes of ${name}`]), {
        ...{ name, type: name.endsWith('png') ? 'image/png' : 'text/plain', size: 16 },
      });
    visitor.chat.dispatch({ type: 'send', text: 'See\nhere', withFiles: true });
    await visitor.until(({ log, state }) => log.length === 3 && state.outbox.length === 0, 'The files did not go');
    expect(visitor.log).toEqual(['Hello', 'See\nhere', '']);
    const stored = bridge.words(visitor.state.conversation.id ?? '').slice(1);
    expect(stored.map(({ content }) => content)).toMatchObject([
      { msgtype: 'm.file', body: 'See\nhere', filename: 'one.txt' },
      { msgtype: 'm.image', body: 'two.png', filename: 'two.png' },
    ]);
    expect([...matrix.media.values()].map(({ bytes }) => String(bytes))).toEqual([
      'bytes of one.txt',
      'bytes of two.png',
    ]);
    const url = matrix.store({ name: 'theirs.svg', type: 'image/svg+xml', bytes: Buffer.from('<svg onload="1"/>') });
    const info = { mimetype: 'image/svg+xml', size: 17, w: 640, h: 480 };
    bridge.say(room, 'theirs\u202Egvs.svg', { msgtype: 'm.image', url, info });
    await visitor.until(({ log }) => log.length === 5, 'The agent’s file did not come');
    const { attachments: [theirs] = [] } = visitor.events.at(-1) as {
      attachments?: Parameters<typeof files.link>[0][];
    };
    expect(theirs).toMatchObject({ name: 'theirsgvs.svg', size: 17, width: 640, height: 480 });
    expect((await fetch(theirs?.url ?? '')).status).toBe(401);
    matrix.violations.splice(0); // that was ours
    const link = theirs && (await files.link(theirs));
    expect(link).toMatch(/^blob:/);
    const shown = await fetch(link ?? '');
    expect(await shown.text()).toBe('<svg onload="1"/>');
    // It would run scripts if it were opened as what it says to be.
    expect(shown.headers.get('Content-Type')).not.toContain('svg');
    // Addresses of others are not asked for with the token.
    expect(theirs && (await files.link({ ...theirs, url: 'https://elsewhere.example/x' }))).toBe(
      'https://elsewhere.example/x',
    );
  });
});
