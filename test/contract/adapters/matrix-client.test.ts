/**
 * The fake homeserver is not written to fit our adapter: another client of the same protocol, which knows nothing of us, works
 * against it, as the agent of a visitor who comes by our adapter.
 */
import { createMatrixAdapter } from '@support-chat/adapter-matrix';
import {
  ClientEvent,
  createClient,
  EventType,
  MsgType,
  ReceiptType,
  RelationType,
  RoomEvent,
  SyncState,
} from 'matrix-js-sdk';
import type { MatrixClient, MatrixEvent } from 'matrix-js-sdk';
import type { Logger } from 'matrix-js-sdk/lib/logger.js';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { openChat, type VisitorChat } from '../../support/adapters/visitor-chat.js';
import { FakeMatrix } from '../../support/matrix/fake-matrix.js';

const quiet = (): void => undefined;
const silent: Logger = { trace: quiet, debug: quiet, info: quiet, warn: quiet, error: quiet, getChild: () => silent };

let matrix: FakeMatrix;
let client: MatrixClient;
let visitor: VisitorChat;
let heard: MatrixEvent[];
let room: string;

/** As the README has it: the server of the site makes the room, here with the other client's own code. */
const getRoom = async ({ userId }: { readonly userId: string }): Promise<string> => {
  const { room_id } = await client.createRoom({
    preset: 'private_chat' as never,
    invite: [userId],
    initial_state: [{ type: 'm.room.guest_access', state_key: '', content: { guest_access: 'can_join' } }],
  });
  room = room_id;
  return room_id;
};

beforeEach(async () => {
  matrix = await FakeMatrix.start();
  const { userId, token: accessToken, deviceId } = matrix.register('ada', { displayname: 'Ada' });
  client = createClient({ baseUrl: matrix.url, userId, accessToken, deviceId, logger: silent });
  heard = [];
  client.on(RoomEvent.Timeline, (event) => heard.push(event));
  const ready = new Promise<void>((resolve) => {
    client.on(ClientEvent.Sync, (state) => state === SyncState.Prepared && resolve());
  });
  await client.startClient({ initialSyncLimit: 10 });
  await ready;
  visitor = openChat(createMatrixAdapter({ server: matrix.url, getRoom }));
  visitor.send('Hello');
  await visitor.until(({ statusOf }) => statusOf('Hello') === 'sent', 'It was not sent');
});
afterEach(async () => {
  client.stopClient();
  await visitor.chat.destroy();
  await matrix.close();
  expect(matrix.violations).toEqual([]);
});

const words = (body: string): { msgtype: MsgType.Text; body: string } => ({ msgtype: MsgType.Text, body });

const saw = (text: string) =>
  vi.waitFor(() => expect(heard.map((event) => event.getContent()['body'] as unknown)).toContain(text));

it('hears the visitor, and its words, their edit and their deletion are told', async () => {
  await saw('Hello');
  const { event_id } = await client.sendTextMessage(room, 'Good morning');
  await visitor.until(({ log }) => log.includes('Good morning'), 'The words did not come');
  expect(visitor.events.at(-1)).toMatchObject({ author: { kind: 'agent', name: 'Ada' } });
  await client.sendEvent(room, EventType.RoomMessage, {
    ...words('* Good evening'),
    'm.new_content': words('Good evening'),
    'm.relates_to': { rel_type: RelationType.Replace, event_id },
  });
  await visitor.until(({ log }) => log.includes('Good evening'), 'The edit did not come');
  await client.redactEvent(room, event_id);
  await visitor.until(({ log }) => !log.includes('Good evening'), 'The deletion did not come');
  expect(visitor.log).toEqual(['Hello']);
});

it('types and reads, and sees the visitor do so', async () => {
  await client.sendTyping(room, true, 10_000);
  await visitor.until(({ state }) => state.typing.length > 0, 'Nobody types');
  await client.sendTyping(room, false, 0);
  await visitor.until(({ state }) => state.typing.length === 0, 'Typing does not end');
  await saw('Hello');
  const hello = heard.find((event) => event.getContent()['body'] === 'Hello');
  await client.sendReadReceipt(hello ?? null, ReceiptType.Read);
  await visitor.until(({ statusOf }) => statusOf('Hello') === 'read', 'Nobody has read it');
  visitor.chat.dispatch({ type: 'type' });
  const members = () => client.getRoom(room)?.getJoinedMembers() ?? [];
  await vi.waitFor(() => expect(members().filter(({ typing }) => typing)).toHaveLength(1));
});

it('sends a file, and ends the conversation by putting the visitor out of the room', async () => {
  const { content_uri: url } = await client.uploadContent(new Blob(['A teapot']), {
    type: 'text/plain',
    name: 'a.txt',
  });
  await client.sendMessage(room, {
    msgtype: MsgType.File,
    body: 'a.txt',
    url,
    info: { mimetype: 'text/plain', size: 8 },
  });
  await visitor.until(({ log }) => log.length === 2, 'The file did not come');
  const { attachments = [] } = visitor.events.at(-1) as { attachments?: { url: string }[] };
  expect(attachments).toMatchObject([{ name: 'a.txt', type: 'text/plain', size: 8 }]);
  const guest = client
    .getRoom(room)
    ?.getJoinedMembers()
    .find(({ userId }) => userId !== client.getUserId());
  await client.kick(room, guest?.userId ?? '');
  await visitor.until(({ state }) => state.conversation.phase === 'ended', 'It did not end');
});
