/** Packets of MQTT 5.0, byte by byte as the standard has them, and whatever else a line may bring. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  PacketReader,
  connectPacket,
  pubackPacket,
  publishPacket,
  subscribePacket,
} from '../../../packages/adapter-mqtt/src/packets.js';
import { codeOf, readDelivery } from '../../../packages/adapter-mqtt/src/read-mqtt.js';
import { anyText, seeded } from '../../support/property.js';

const read = (...bytes: number[]) => new PacketReader().push(new Uint8Array(bytes));

describe('up', () => {
  it('connects with the session of before, as a user without a password', () => {
    const bytes = connectPacket({ client: 'c', user: 'u', keepAlive: 120, sessionExpiry: 0x10203 });
    const head = [0x10, 22, 0, 4, 0x4d, 0x51, 0x54, 0x54, 5, 0x80, 0, 120];
    expect([...bytes]).toEqual([...head, 5, 0x11, 0, 1, 2, 3, 0, 1, 0x63, 0, 1, 0x75]);
  });

  it('publishes, subscribes and confirms', () => {
    expect([...publishPacket('t', 'é')]).toEqual([0x30, 6, 0, 1, 0x74, 0, 0xc3, 0xa9]);
    expect([...publishPacket('t', '', { id: 258, retain: true })]).toEqual([0x33, 6, 0, 1, 0x74, 1, 2, 0]);
    expect([...subscribePacket(1, ['a'])]).toEqual([0x82, 7, 0, 1, 0, 0, 1, 0x61, 1]);
    expect([...pubackPacket(258)]).toEqual([0x40, 2, 1, 2]);
    expect([...publishPacket('t', 'x'.repeat(200)).subarray(0, 3)]).toEqual([0x30, 0xcc, 1]);
  });
});

describe('down', () => {
  it.each([
    ['connack', [0x20, 3, 1, 0x87, 0], { type: 'connack', reason: 0x87 }],
    ['puback', [0x40, 2, 1, 2], { type: 'puback', id: 258, reason: 0 }],
    ['puback with a reason', [0x40, 4, 1, 2, 0x87, 0], { type: 'puback', id: 258, reason: 0x87 }],
    ['suback', [0x90, 5, 0, 1, 0, 1, 0x87], { type: 'suback', id: 1, reason: 0x87 }],
    ['disconnect', [0xe0, 2, 0x8e, 0], { type: 'disconnect', reason: 0x8e }],
    ['disconnect without a reason', [0xe0, 0], { type: 'disconnect', reason: 0 }],
    [
      'publish with properties',
      [0x32, 9, 0, 1, 0x74, 0, 7, 2, 1, 1, 0x68],
      { type: 'publish', topic: 't', payload: 'h', id: 7 },
    ],
  ])('%s', (_, bytes, packet) => {
    expect(read(...bytes)).toEqual([packet]);
  });

  it.each([
    ['a length without an end', [0x30, 255, 255, 255, 255, 1]],
    ['a packet that is too large', [0x30, 255, 255, 255, 127]],
    ['one that is too short', [0x20, 1, 0]],
    ['properties beyond its end', [0x30, 4, 0, 1, 0x74, 9]],
    [
      'an HTML page',
      [...new TextEncoder().encode('<html><body>Bad gateway</body></html>'.repeat(3))].map((b, n) =>
        n === 0 ? 0x20 : b,
      ),
    ],
  ])('%s ends the connection or is nothing', (_, bytes) => {
    let packets: unknown[] = [];
    try {
      packets = read(...bytes);
    } catch (error) {
      expect(error).toBeInstanceOf(Error);
    }
    expect(packets.filter((one) => (one as { type: string }).type === 'publish')).toEqual([]);
  });

  it('reads the same however it is cut (property)', () => {
    seeded(
      fc.property(
        fc.array(anyText(), { maxLength: 5 }),
        fc.array(fc.nat({ max: 300 }), { maxLength: 20 }),
        (texts, cuts) => {
          const all = Uint8Array.from(texts.flatMap((text) => [...publishPacket('topic', text, { id: 7 })]));
          const places = [0, ...cuts.filter((cut) => cut < all.length).sort((a, b) => a - b), all.length];
          const reader = new PacketReader();
          const packets = places.slice(1).flatMap((place, index) => reader.push(all.subarray(places[index], place)));
          expect(packets).toEqual(texts.map((payload) => ({ type: 'publish', topic: 'topic', payload, id: 7 })));
        },
      ),
    );
  });
});

it('knows who published by the topic, and only in its own conversation', () => {
  expect(readDelivery('t', 'support/t/log/agent', '{}')).toEqual({
    channel: 'log',
    side: 'agent',
    data: '{}',
    time: null,
  });
  for (const topic of [
    'support/other/log/agent',
    'support/t/log/eve',
    'support/t/mark/visitor',
    'support/t/log/agent/x',
    '',
  ]) {
    expect(readDelivery('t', topic, '{}')).toBeNull();
  }
});

it('has a code for every reason that is a failure', () => {
  expect([0x00, 0x10, 0x01].map(codeOf)).toEqual([null, null, null]);
  expect([0x84, 0x86, 0x87, 0x8b, 0x8e, 0x95, 0x97, 0x80].map(codeOf)).toEqual([
    'protocol-unsupported',
    'session-unknown',
    'forbidden',
    'server-stopping',
    'connection-lost',
    'message-too-long',
    'rate-limited',
    'unavailable',
  ]);
});
