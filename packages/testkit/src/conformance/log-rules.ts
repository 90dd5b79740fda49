/** Rules about what is stored, and about its order. */
import type { LogEvent } from '@support-chat/protocol';
import type { RuleDefinition } from './conformance.js';
import { assert, codeOf, freshId, message } from './session.js';

/** Longer than any message may be: within and beyond what a frame may be. */
const TOO_LONG = ['x'.repeat(20_000), 'x'.repeat(100_000)];

/** Six bytes each in JSON: about 50 kB on the wire, under the limits of a message and of a frame. */
const LARGE = '\u0001'.repeat(8_500);

function assertAdjacent(events: readonly LogEvent[], from: number, what: string): void {
  const places = events.map(({ seq }) => seq);
  assert(
    places.every((seq, index) => seq === from + index),
    `${what}: expected adjacent places from ${from}, got ${places.join(' ')}.`,
  );
}

export const logRules: readonly RuleDefinition[] = [
  [
    'K20',
    'send resolves when the command is stored: a new connection finds it at its place (L3)',
    async ({ open }) => {
      const session = await open();
      const command = message('Stored');
      const ack = await session.send(command);
      session.close();
      const { conversation } = (await open({ identity: session.identity })).welcome;
      assert(conversation?.id === ack.conversation && conversation.epoch === ack.epoch, 'The ack names another log.');
      const event = conversation.events.find(({ seq }) => seq === ack.seq);
      assert(event?.type === 'message-added' && event.id === command.id, 'What was acked is not in the log.');
    },
  ],
  [
    'K21',
    'events come in the order of the log, without holes and without doubles (L1)',
    async ({ open, backend }) => {
      const session = await open();
      const { conversation } = await session.send(message('Start'));
      const own = Array.from({ length: 25 }, (_, n) => session.send(message(`Own ${n}`)));
      for (let n = 0; n < 25; n++) await backend.say(conversation, `Other ${n}`);
      await Promise.all(own);
      const isLast = (event: LogEvent) => event.type === 'message-added' && event.text === 'Other 24';
      await session.until(({ log }) => log.some(isLast) && log.length >= 51, 'Not all events came.');
      assertAdjacent(session.log, 1, 'Live events');
    },
  ],
  [
    'K22',
    'sends that do not wait for each other are stored in their order (L5)',
    async ({ open }) => {
      const session = await open();
      await session.send(message('Start'));
      const acks = await Promise.all(Array.from({ length: 20 }, (_, n) => session.send(message(`Number ${n}`))));
      const places = acks.map(({ seq }) => seq);
      assert(
        places.every((seq, index) => index === 0 || seq > (places[index - 1] ?? 0)),
        `The order was changed: ${places.join(' ')}.`,
      );
    },
  ],
  [
    'K23',
    'the same id with the same content is stored once and gives the first ack, on another connection too (L2)',
    async ({ open }) => {
      const session = await open();
      if (!session.connection.capabilities.idempotentSend) return 'not-claimed';
      const command = message('Once');
      const [first, second] = await Promise.all([session.send(command), session.send(command)]);
      session.close();
      const next = await open({ identity: session.identity });
      const third = await next.send(command);
      const places = new Set([first, second, third].map(({ epoch, seq }) => `${epoch} ${seq}`));
      assert(places.size === 1, `One message has ${places.size} places.`);
      assert((await next.send(message('Next'))).seq === first.seq + 1, 'It was stored more than once.');
      return undefined;
    },
  ],
  [
    'K24',
    'the same id with other content is refused with id-conflict (L2)',
    async ({ open }) => {
      const session = await open();
      if (!session.connection.capabilities.idempotentSend) return 'not-claimed';
      const id = freshId();
      const ack = await session.send(message('One', id));
      assert((await codeOf(session.send(message('Other', id)))) === 'id-conflict', 'Refused with another code.');
      assert((await session.send(message('Next'))).seq === ack.seq + 1, 'The connection did not go on.');
      return undefined;
    },
  ],
  [
    'K25',
    'a command for a replaced log is refused with epoch-stale (L4)',
    async ({ open }) => {
      const session = await open();
      const { conversation } = await session.send(message('Start'));
      const stale = { ...message('Stale'), conversation, epoch: 'epoch-of-another-log' };
      assert((await codeOf(session.send(stale))) === 'epoch-stale', 'Refused with another code.');
    },
  ],
  [
    'K26',
    'a resumed connection gets exactly what it missed (D2)',
    async ({ open, backend }) => {
      const session = await open();
      if (!session.connection.capabilities.resume) return 'not-claimed';
      const { conversation, epoch, seq } = await session.send(message('Start'));
      session.close();
      for (let n = 0; n < 5; n++) await backend.say(conversation, `Missed ${n}`);
      const next = await open({ identity: session.identity, resumeAfter: { epoch, seq } });
      const snapshot = next.welcome.conversation;
      assert(snapshot?.resumed === true, 'The connection was not resumed.');
      assertAdjacent(snapshot.events, seq + 1, 'What was missed');
      assert(snapshot.events.at(-1)?.seq === snapshot.head, 'The head is missing.');
      const filled = await next.connection.resume?.(conversation, { epoch, seq: seq + 1 });
      assert(filled?.resumed === true, 'resume() did not resume.');
      assertAdjacent(filled.events, seq + 2, 'What resume() filled');
      return undefined;
    },
  ],
  [
    'K27',
    'a cursor of an unknown log gives the newest page in its place (D2)',
    async ({ open }) => {
      const session = await open();
      if (!session.connection.capabilities.resume) return 'not-claimed';
      const ack = await session.send(message('Start'));
      session.close();
      const resumeAfter = { epoch: 'epoch-of-another-log', seq: 1 };
      const snapshot = (await open({ identity: session.identity, resumeAfter })).welcome.conversation;
      assert(snapshot?.resumed === false, 'A log nobody knows was resumed.');
      assert(snapshot.events.at(-1)?.seq === ack.seq, 'The newest event is missing.');
      return undefined;
    },
  ],
  [
    'K28',
    'pages of history are ascending, adjacent and end at the start',
    async ({ open }) => {
      const session = await open();
      const { loadHistory } = session.connection;
      if (!session.connection.capabilities.history || !loadHistory) return 'not-claimed';
      const acks = await Promise.all(Array.from({ length: 25 }, (_, n) => session.send(message(`Number ${n}`))));
      const last = acks.at(-1);
      assert(last, 'Nothing was sent.');
      let before = last.seq + 1;
      for (let pages = 0; before > 1; pages++) {
        assert(pages < 10, 'History does not end.');
        const page = await loadHistory(last.conversation, { epoch: last.epoch, seq: before }, 10);
        assert(page.events.length > 0 && page.events.length <= 10, `A page has ${page.events.length} events.`);
        assertAdjacent(page.events, before - page.events.length, 'A page');
        before -= page.events.length;
        assert(page.atStart === (before === 1), `atStart is ${page.atStart} at ${before}.`);
      }
      return undefined;
    },
  ],
  [
    'K29',
    'a message of 50 kB arrives as it was sent',
    async ({ open }) => {
      const session = await open();
      await session.send(message(LARGE));
      await session.until(({ log }) => log.length === 1, 'The message was not echoed.');
      const [event] = session.log;
      assert(event?.type === 'message-added' && event.text === LARGE, 'The text was changed.');
    },
  ],
  [
    'K30',
    'a message that is too long is refused with a code, and the connection goes on',
    async ({ open }) => {
      const session = await open();
      await session.send(message('Start'));
      for (const text of TOO_LONG) {
        const code = await codeOf(session.send(message(text)));
        assert(code === 'message-too-long' || code === 'frame-too-large', `Refused with ${code}.`);
      }
      assert((await session.send(message('Still here'))).seq === 2, 'The connection did not go on.');
    },
  ],
];
