/** What Rocket.Chat may send, and what becomes of it: also of what nobody should send. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  readAuthor,
  readMessage,
  readQueue,
  type Reader,
  type SentMessage,
} from '../../../packages/adapter-rocketchat/src/map-livechat.js';
import { seeded } from '../../support/property.js';

const SERVER = 'https://chat.example/rocket';
const KEY = 'messageMessage123';
const JANE = { _id: 'janeJaneJaneJane1', username: 'jane.doe', name: 'Jane' };
const READER: Reader = {
  ...{ server: SERVER, hidesAgents: false, sent: new Map() },
  guest: { _id: 'guestGuestGuest12', username: 'guest-1' },
};
const message = (more: object = {}) => ({
  ...{ _id: KEY, rid: 'roomRoomRoomRoom1', msg: 'Hello', ts: { $date: 1_700_000_000_000 }, u: JANE },
  ...more,
});
const read = (more?: object, reader = READER) => readMessage(message(more), reader);
const body = (more?: object, reader = READER) => read(more, reader)?.events[0]?.body;

describe('a message of Rocket.Chat', () => {
  const author = { kind: 'agent', id: JANE._id, name: 'Jane', avatarUrl: `${SERVER}/avatar/jane.doe` };

  it('is an agent’s, with name and face', () => {
    expect(read()).toEqual({
      ...{ key: KEY, room: 'roomRoomRoomRoom1', time: 1_700_000_000_000, kind: undefined, by: author },
      events: [{ key: KEY, time: 1_700_000_000_000, body: { type: 'message-added', id: KEY, author, text: 'Hello' } }],
    });
  });

  it('is the visitor’s own by who wrote it, not by what they call themselves', () => {
    expect(body({ u: { _id: 'guestGuestGuest12', username: 'x' } })).toMatchObject({ author: { kind: 'visitor' } });
    expect(body({ u: { _id: 'other', username: 'guest-1' } })).toMatchObject({ author: { kind: 'agent' } });
    expect(body({ u: {} }, { ...READER, guest: {} })).toMatchObject({ author: { kind: 'agent' } });
  });

  it('has the same time over HTTP and over DDP, and none when that is none', () => {
    expect(read({ ts: '2023-11-14T22:13:20.000Z' })?.time).toBe(1_700_000_000_000);
    for (const ts of ['never', null, { $date: 'x' }, -1]) expect(read({ ts })?.time).toBe(0);
  });

  it('is a bot’s', () => {
    expect(body({ bot: { i: 'x' } })).toMatchObject({ author: { kind: 'bot', name: 'Jane' } });
  });

  it('is nobody’s by name where the owner shows none', () => {
    expect(body({}, { ...READER, hidesAgents: true })).toMatchObject({ author: { kind: 'agent', id: 'agent' } });
  });

  it('is an entry of the contact form when it was sent as one', () => {
    const sent: SentMessage = { type: 'contact-submit', id: KEY, text: 'Hello', name: 'Ada', email: 'a@b.example' };
    const entry = { type: 'contact-submitted', name: 'Ada', email: 'a@b.example', text: 'Hello' };
    expect(body({}, { ...READER, sent: new Map([[KEY, sent]]) })).toMatchObject(entry);
  });

  it('ends its room', () => {
    expect(body({ t: 'livechat-close', msg: 'Closed' })).toEqual({ type: 'conversation-ended', author });
  });

  it.each(['command', 'uj', 'livechat-started', 'livechat_navigation_history', 'rm', 'of-the-future'])(
    'is no word of anybody: %s',
    (t) => expect(read({ t })?.events).toEqual([]),
  );

  it('has a file, which is on the server that was named, whatever it says', () => {
    const file = { _id: 'fileFileFileFile1', name: '\u202egpj.exe', type: 'image/jpeg' };
    const attachments = [{ title_link: 'https://evil.example/', image_size: 7 }];
    expect(body({ file, attachments, msg: '' })).toMatchObject({
      attachments: [
        {
          ...{ id: file._id, name: 'gpj.exe', type: 'image/jpeg', size: 7 },
          url: `${SERVER}/file-upload/${file._id}/file?rc_room_type=l&rc_rid=roomRoomRoomRoom1`,
        },
      ],
    });
  });

  it('has the lines that were written, whatever a form made of them', () => {
    expect(body({ msg: 'a\r\nb' })).toMatchObject({ text: 'a\nb' });
  });
});

describe('who writes', () => {
  it.each(['../../logout', 'a b', '\ud800', 'x?y'])('has no face at an address that %j would make', (username) => {
    expect(readAuthor({ _id: 'x', username }, READER)).not.toHaveProperty('avatarUrl');
  });
});

describe('a place in the queue', () => {
  it('has whole minutes, or none', () => {
    expect(readQueue({ spot: 2, estimatedWaitTimeSeconds: 61 })).toEqual({ position: 2, minutes: 2 });
    expect(readQueue({ spot: 1 })).toEqual({ position: 1 });
  });

  it.each([0, -1, 'first', null, Infinity])('is none at %s', (spot) => expect(readQueue({ spot })).toBeUndefined());
});

it('whatever comes is no exception, and what becomes of it has an id and an author', () => {
  const anything = fc.oneof(fc.anything(), fc.record({ _id: fc.string(), username: fc.string(), name: fc.anything() }));
  const raw = fc.oneof(
    fc.anything(),
    fc.record({
      ...{ _id: fc.string(), rid: fc.string(), msg: fc.anything(), ts: fc.anything(), u: anything, t: fc.anything() },
      ...{ file: anything, attachments: fc.anything(), bot: fc.anything() },
    }),
  );
  seeded(
    fc.property(raw, (one) => {
      for (const { body: event } of readMessage(one, READER)?.events ?? []) {
        expect(event).toHaveProperty('author.id');
        if ('id' in event) expect(event.id).toMatch(/^[\w-]{8,64}$/);
      }
      readQueue(one);
    }),
    2_000,
  );
});
