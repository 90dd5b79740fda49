/** The reader that runs in pages, held to the schemas: same frames accepted, same refused, same outcome. */
import fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import {
  DecodedLogEvent,
  decodeServerFrame,
  problem,
  ProtocolError,
  ServerFrameSchema,
  type Author,
  type ConversationSnapshot,
  type LogEvent,
  type ServerFrame,
} from '@support-chat/protocol';
import { seeded } from '../../support/property.js';

const author: Author = {
  kind: 'agent',
  id: 'agent-0001',
  name: 'Ada',
  title: 'Potter',
  avatarUrl: 'https://shop.example/ada.png',
};
const place = { conversation: 'conversation-1', epoch: 'epoch-0001', seq: 3, time: 1_000 };
const events: LogEvent[] = [
  { type: 'message-added', ...place, id: 'message-0001', author, text: 'Hello' },
  {
    type: 'contact-submitted',
    ...place,
    id: 'message-0002',
    author,
    text: 'Please call me',
    name: 'Ada',
    email: 'ada@shop.example',
    department: 'sales',
  },
  {
    type: 'message-added',
    ...place,
    id: 'message-0002',
    author,
    text: 'Hello',
    card: { kind: 'choices', choices: [] },
    answer: { to: 'message-0001', choice: 'yes' },
  },
  { type: 'participant-joined', ...place, author },
  { type: 'conversation-ended', ...place, author: { kind: 'visitor', id: 'visitor-1' } },
  { type: 'conversation-reopened', ...place, author },
  { type: 'rating-given', ...place, id: 'message-0003', author, score: 4, text: 'Quick' },
  { type: 'unknown', ...place },
];
const conversation: ConversationSnapshot = {
  id: 'conversation-1',
  epoch: 'epoch-0001',
  head: 3,
  phase: 'live',
  participants: [{ author, delivered: 3, read: 2 }],
  resumed: true,
  events,
};
const summary = {
  id: 'conversation-1',
  epoch: 'epoch-0001',
  head: 3,
  phase: 'queued' as const,
  visitor: author,
  email: 'ada@shop.example',
  page: { url: 'https://shop.example/', title: 'Shop' },
  assignee: author,
  startedAt: 1,
  waitingSince: 2,
  lastMessage: { author, text: 'Hello', time: 2 },
  ticket: { id: 'message-0002', time: 2, name: 'Ada', email: 'ada@shop.example', department: 'sales' },
  phone: '12345',
  department: 'sales',
  fields: { Order: '17' },
  rating: 5,
  unread: 1,
};
const frames: ServerFrame[] = [
  ...events,
  {
    type: 'welcome',
    protocol: 1,
    connection: 'connection-1',
    self: author,
    session: { token: 'token', expiresAt: 5 },
    conversation,
    queue: { position: 2, minutes: 3 },
    staffed: false,
    staffedIn: ['sales'],
    serverTime: 1,
  },
  { type: 'conversation-reset', conversation },
  { type: 'cursor-moved', conversation: 'conversation-1', participant: { author, delivered: 2, read: 1 } },
  { type: 'typing-started', conversation: 'conversation-1', author },
  { type: 'typing-started', conversation: 'conversation-1', author, preview: 'Hel' },
  { type: 'queue-changed', conversation: 'conversation-1', position: 1, minutes: 2, form: true },
  { type: 'typing-stopped', conversation: 'conversation-1', author },
  { type: 'message-streamed', conversation: 'conversation-1', id: 'message-0001', author, text: 'Hel' },
  { type: 'pong', head: { epoch: 'epoch-0001', seq: 4 } },
  { type: 'pong', head: null },
  { type: 'staffed-changed', staffed: true, staffedIn: ['sales'] },
  { type: 'site-changed', site: { panel: { title: 'Lumen' } } },
  { type: 'goaway', retryAfter: 2.5 },
  { type: 'inbox-snapshot', conversations: [summary] },
  { type: 'inbox-changed', conversation: summary },
  { type: 'ack', id: 'message-0001', ...place },
  { type: 'refused', id: null, problem: problem('rate-limited', { detail: 'Messages.', retryAfter: 3 }) },
  { type: 'history-page', id: 'query-0001', events, atStart: true },
  { type: 'snapshot', id: 'query-0001', conversation },
];

/** What the schemas make of it. */
function bySchema(raw: Readonly<Record<string, unknown>>): unknown {
  const type = raw['type'];
  const isLogEvent = 'seq' in raw && type !== 'ack';
  const result = isLogEvent ? v.safeParse(DecodedLogEvent, raw) : v.safeParse(ServerFrameSchema, raw);
  if (result.success) return result.output;
  return typeof type === 'string' && !isLogEvent && !frames.some((frame) => frame.type === type) ? null : 'refused';
}

function byReader(raw: unknown): unknown {
  try {
    return decodeServerFrame(JSON.stringify(raw));
  } catch (error) {
    if (error instanceof ProtocolError && error.code === 'frame-invalid') return 'refused';
    throw error;
  }
}

/** Every place in a frame, as the keys that lead there. */
function placesIn(value: unknown, path: readonly string[] = []): string[][] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, part]) => [[...path, key], ...placesIn(part, [...path, key])]);
}

/** A copy in which what is at one place is replaced, or gone when it is undefined. */
function changed(frame: unknown, path: readonly string[], value: unknown): Record<string, unknown> {
  const copy = JSON.parse(JSON.stringify(frame)) as Record<string, unknown>; // no part shared
  let parent = copy;
  for (const key of path.slice(0, -1)) parent = parent[key] as Record<string, unknown>;
  const last = path.at(-1) ?? '';
  if (value === undefined && !Array.isArray(parent)) delete parent[last];
  else parent[last] = value ?? null;
  return copy;
}

describe('the reader and the schemas agree', () => {
  it.each(frames.map((frame) => [frame.type, frame] as const))('on %s as it is', (_type, frame) => {
    expect(byReader(frame)).toEqual(frame);
    expect(bySchema({ ...frame })).toEqual(frame);
  });

  const junk = [
    undefined,
    null,
    true,
    0,
    -1,
    1.5,
    2 ** 53,
    '',
    'short',
    'x'.repeat(64),
    'x'.repeat(65),
    'y'.repeat(256),
    'y'.repeat(257),
    'z'.repeat(2049),
    'lone \uD800 and \0',
    'bot',
    'ended',
    'internal',
    'toString',
    'message-added',
    'pong',
    'ack',
    [],
    ['one'],
    {},
    { kind: 'bot', id: '' },
    { epoch: 'epoch-0001', seq: 0, more: 1 },
  ];

  it.each(frames.map((frame) => [frame.type, frame] as const))('on %s with anything at any place', (_type, frame) => {
    for (const path of placesIn(frame)) {
      for (const value of junk) {
        const raw = changed(frame, path, value);
        expect(byReader(raw), `${path.join('.')} = ${JSON.stringify(value)}`).toEqual(bySchema(raw));
      }
    }
  });

  it('on frames that are changed in several places at random', () => {
    seeded(
      fc.property(
        fc.constantFrom(...frames),
        fc.array(fc.tuple(fc.nat(), fc.oneof(fc.constantFrom(...junk), fc.jsonValue({ maxDepth: 2 }))), {
          maxLength: 4,
        }),
        fc.dictionary(fc.stringMatching(/^[a-z]{1,12}$/), fc.jsonValue({ maxDepth: 1 }), { maxKeys: 2 }),
        (frame, changes, more) => {
          let raw: Record<string, unknown> = { ...more, ...frame };
          for (const [index, value] of changes) {
            const places = placesIn(raw);
            const path = places[index % places.length];
            if (path) raw = JSON.parse(JSON.stringify(changed(raw, path, value))) as Record<string, unknown>;
          }
          fc.pre(!JSON.stringify(raw).includes('__proto__'));
          expect(byReader(raw)).toEqual(bySchema(raw));
        },
      ),
      200,
    );
  });

  it('X1 R6 names the place of a fault, never what was there', () => {
    const raw = changed(frames[8], ['conversation', 'events', '0', 'author', 'name'], 'secret'.repeat(100));
    expect(() => decodeServerFrame(JSON.stringify(raw))).toThrow(
      /conversation\.events\[0\]\.author\.name: expected string$/,
    );
  });
});
