/** Bad input of MQTT, as of every adapter: a real Mosquitto, and a relay that says what it would not. */
import { createMqttAdapter } from '@support-chat/adapter-mqtt';
import { WebSocket } from 'ws';
import { expect, it } from 'vitest';
import type { BadInput, BadInputBackEnd, BadInputHarness } from '../../../support/adapters/bad-input.js';
import { describeBadInput, isSent, wordsOf } from '../../../support/adapters/describe-bad-input.js';
import { startFrameRelay, type FrameRelay } from '../../../support/adapters/frame-relay.js';
import { openChat } from '../../../support/adapters/visitor-chat.js';
import { MQTT } from '../../../support/hub/hub-back-ends.js';
import { HUB_NONSENSE, shareHub } from '../../../support/hub/hub-bad-input.js';
import { startMosquitto } from '../../../support/hub/mosquitto-server.js';

const { hub, deskOf, begun, stop } = shareHub(MQTT);
const PAGE = '<!doctype html><title>Maintenance</title><script>alert(1)</script>';

/** Packets as a visitor sends them, a character per byte: CONNECT, and PUBLISH of a message. */
const CONNECT = /^[^]{2,3}.{2}MQTT/u;
const MESSAGE = /^\x32[^]*\/log\/visitor/;

/** MQTT 5.0, 2.4. */
const REASONS: Readonly<Partial<Record<BadInput, number>>> = {
  '401': 0x86,
  '403': 0x87,
  '404': 0x90,
  '413': 0x95,
  '429 without': 0x97,
  '500': 0x80,
};

const connack = (reason: number): Buffer => Buffer.from([0x20, 3, 0, reason, 0]);
const disconnect = (reason: number): Buffer => Buffer.from([0xe0, 2, reason, 0]);

/** PUBACK of a PUBLISH. */
function puback(frame: string, reason: number): Buffer {
  const packet = Buffer.from(frame, 'latin1');
  const start = packet.findIndex((byte, index) => index > 0 && byte < 128) + 1; // behind the length
  const id = start + 2 + packet.readUInt16BE(start);
  return Buffer.from([0x40, 4, packet[id] ?? 0, packet[id + 1] ?? 0, reason, 0]);
}

/** PUBLISH at most once. */
function publish(topic: string, payload: string): Buffer {
  const body = Buffer.from(payload);
  return Buffer.concat([
    Buffer.from([0x30, 2 + topic.length + 1 + body.length, 0, topic.length]),
    Buffer.from(topic),
    Buffer.from([0]),
    body,
  ]);
}

const NO_TIME = { absent: 'no reason of MQTT names a time' };
const NO_BODY = { absent: 'whoever connects says nothing that could be too much, or there already' };

const harness: BadInputHarness<BadInputBackEnd & { readonly relay: FrameRelay }> = {
  title: 'MQTT',
  lacks: MQTT.lacks,
  messages: {
    'a page': { becomes: 'repeated', code: null, stored: true },
    'an error with 200': { absent: 'an answer is a reason and nothing else' },
    '401': { absent: 'a broker asks who somebody is when they connect' },
    '403': { becomes: 'failed', code: 'forbidden' },
    '404': { becomes: 'failed', code: 'not-found' },
    '409': { absent: 'a broker does not know the ids of messages' },
    '413': { becomes: 'failed', code: 'message-too-long' },
    '429 with Retry-After': NO_TIME,
    '429 without': { becomes: 'repeated', code: 'rate-limited', stored: true },
    '500': { becomes: 'repeated', code: 'unavailable', stored: true },
    '502 with a page': { absent: 'there is a socket by then' },
    'a cut body': { becomes: 'repeated', code: null, stored: true },
  },
  connections: {
    // A page cannot tell why a socket does not open.
    'a page': { code: 'network-failed' },
    'an error with 200': { absent: 'an answer is a reason and nothing else' },
    '401': { code: 'session-unknown' },
    '403': { code: 'forbidden' },
    '404': { code: 'not-found' },
    '409': NO_BODY,
    '413': NO_BODY,
    '429 with Retry-After': NO_TIME,
    '429 without': { code: 'rate-limited' },
    '500': { code: 'unavailable' },
    '502 with a page': { code: 'network-failed' },
    'a cut body': { code: 'connection-lost' },
  },
  repeats: 'first',
  times: 'told',
  expiry: 'begins anew',
  nonsense: [...HUB_NONSENSE, 'a topic nobody knows', 'a packet nobody knows', 'the answer to nothing', 'no UTF-8'],
  async start() {
    const running = await hub();
    const relay = await startFrameRelay(running.server.replace('http', 'ws'), 'mqtt');
    const desk = deskOf(running);
    const refuse = (reason: number): void => {
      relay.answerNext(CONNECT, () => connack(reason), { cut: true });
      relay.cut();
    };
    const topic = () => /support\/[\w.-]+/.exec(relay.said.findLast((frame) => MESSAGE.test(frame)) ?? '')?.[0] ?? '';
    return {
      relay,
      ...desk,
      createAdapter: () => createMqttAdapter({ server: relay.url, WebSocket }),
      answerMessage(how, isStored) {
        const reason = REASONS[how];
        const isCut = how === 'a cut body';
        const options = { passOn: isStored, cut: isCut };
        if (reason === undefined) relay.answerNext(MESSAGE, () => (isCut ? Buffer.from([0x40, 4]) : PAGE), options);
        else relay.answerNext(MESSAGE, (frame) => puback(frame, reason), options);
        if (isStored) relay.swallowNext(/^\x40/); // the answer of the broker itself
      },
      refuseConnection(how) {
        const reason = how === '429 without' ? 0x9f : REASONS[how];
        if (reason !== undefined) return refuse(reason);
        if (how === 'a cut body') relay.answerNext(CONNECT, () => Buffer.from([0x20, 3, 0]), { cut: true });
        else relay.refuseNext(how === 'a page' ? 200 : 502, PAGE);
        relay.cut();
      },
      nonsense: {
        ...desk.nonsense,
        'a topic nobody knows': () => relay.say(publish(`${topic()}/weather/agent`, '{"sun":true}')),
        'a packet nobody knows': () => relay.say(Buffer.from([0xf0, 0])),
        'the answer to nothing': () => relay.say(Buffer.from([0x40, 4, 0xff, 0xfe, 0x80, 0])),
        'no UTF-8': () => relay.say(publish(`${topic()}/log/agent`, '\ud800')),
      },
      expire: () => refuse(0x86),
      close: () => relay.close(),
    };
  },
  begun,
  stop,
};

describeBadInput(harness, (bench) => {
  it.each<[string, Buffer | string]>([
    ['a frame of words', PAGE],
    ['a length without an end', Buffer.from([0x30, 255, 255, 255, 255, 1])],
    ['a packet that is larger than any', Buffer.from([0x30, 255, 255, 255, 127])],
    ['a packet that is too short for its type', Buffer.from([0x30, 1, 0])],
  ])('%s ends the connection, and what was missed comes with the next', async (_what, frame) => {
    const { visitor, backEnd } = bench;
    const { accepted } = backEnd.relay;
    backEnd.relay.say(frame);
    await visitor.until(({ state }) => state.connection.phase !== 'online', 'It was taken');
    await backEnd.say('Meanwhile');
    await visitor.until((one) => wordsOf(one).includes('Meanwhile'), 'It was lost');
    expect(backEnd.relay.accepted).toBe(accepted + 1);
  });

  it.each([true, false])(
    'a message that is too large for the line is refused alone, when it ends with it: %s',
    async (cut) => {
      const { visitor, backEnd } = bench;
      backEnd.relay.answerNext(MESSAGE, () => disconnect(0x95), { cut });
      visitor.send('Too much');
      await visitor.until(({ statusOf }) => statusOf('Too much') === 'failed', 'Nobody was told');
      expect(visitor.errors.map(({ code }) => code)).toEqual(['message-too-long']);
      visitor.send('Less');
      await visitor.until(isSent('Less'), 'The chat is stopped');
      await backEnd.say('We hear you');
      await visitor.until((one) => wordsOf(one).includes('We hear you'), 'It does not go on');
      expect(await backEnd.stored(2)).toEqual(['Hello', 'Less']);
    },
  );

  it('a message that is too large for the broker is refused alone', async () => {
    const broker = await startMosquitto(2000);
    const visitor = openChat(createMqttAdapter({ server: broker.url, WebSocket }));
    visitor.send('Too much. '.repeat(300));
    await visitor.until(({ state }) => state.outbox[0]?.phase === 'failed', 'Nobody was told');
    expect(visitor.errors.map(({ code }) => code)).toEqual(['message-too-long']);
    expect(visitor.state.connection.phase).toBe('online');
    visitor.send('Less');
    await visitor.until(isSent('Less'), 'The chat is stopped');
    await visitor.chat.destroy();
    await broker.stop();
  });

  it('whoever is pushed out by another tab goes on under another name', async () => {
    const { visitor, backEnd } = bench;
    backEnd.relay.say(disconnect(0x8e));
    visitor.send('Still here');
    await visitor.until(isSent('Still here'), 'The words are lost');
    const [first, second] = backEnd.relay.said.filter((frame) => CONNECT.test(frame));
    expect(second).not.toBe(first);
  });
});
