/** Rules about how connections begin and end. */
import type { RuleDefinition } from './conformance.js';
import { assert, codeOf, freshId, message } from './session.js';

export const connectionRules: readonly RuleDefinition[] = [
  [
    'K1',
    'open resolves after the welcome, which is the first event and comes once',
    async ({ open }) => {
      const session = await open();
      assert(session.opening[0]?.type === 'welcome', 'The first event is no welcome.');
      await session.send(message('Hello'));
      await session.until(({ log }) => log.length === 1, 'The message was not echoed.');
      const welcomes = session.events.filter((event) => event.type === 'welcome');
      assert(welcomes.length === 1, `There were ${welcomes.length} welcomes.`);
    },
  ],
  [
    'K2',
    'open rejects with a coded error when the back end cannot be reached, and calls nothing back',
    async ({ start, backend }) => {
      await backend.setReachable(false);
      const session = await start();
      await codeOf(session.opened);
      await backend.setReachable(true);
      assert(session.events.length + session.closed.length === 0, 'A failed attempt called back.');
    },
  ],
  [
    'K3',
    'an attempt whose signal is or becomes aborted rejects, and calls nothing back',
    async ({ adapter, open }) => {
      let calls = 0;
      const attempt = (signal: AbortSignal) =>
        adapter.open({ identity: { kind: 'visitor' }, signal, onEvent: () => calls++, onClose: () => calls++ });
      const before = new AbortController();
      before.abort();
      await codeOf(attempt(before.signal));
      const during = new AbortController();
      const attempted = codeOf(attempt(during.signal));
      during.abort();
      await attempted;
      await (await open()).send(message('Time has passed'));
      assert(calls === 0, 'An aborted attempt called back.');
    },
  ],
  [
    'K4',
    'a lost connection calls onClose exactly once, with a coded problem, and nothing after it',
    async ({ open, backend }) => {
      const session = await open();
      const ack = await session.send(message('Before'));
      await session.until(({ log }) => log.length === 1, 'The message was not echoed.');
      await backend.cut();
      await session.until(({ closed }) => closed.length > 0, 'onClose was not called.');
      const heard = session.events.length;
      await backend.say(ack.conversation, 'After');
      session.close();
      session.abort();
      const next = await open({ identity: session.identity });
      await next.send(message('Later'));
      assert(session.closed.length === 1, `onClose was called ${session.closed.length} times.`);
      assert(session.events.length === heard, 'Events came after onClose.');
      assert(typeof session.closed[0]?.problem.code === 'string', 'The reason has no code.');
    },
  ],
  [
    'K5',
    'what is unanswered when the connection ends is settled: acked, or rejected with a code',
    async ({ open, backend }) => {
      const session = await open();
      const sends = [1, 2, 3].map((n) => session.send(message(`Cut ${n}`)));
      const settled = Promise.allSettled(sends);
      await backend.cut();
      for (const result of await settled) {
        if (result.status === 'rejected') await codeOf(Promise.reject(result.reason as Error));
      }
      await session.until(({ closed }) => closed.length === 1, 'onClose was not called.');
      assert(
        (await codeOf(session.send(message('Too late')))) === 'connection-lost',
        'A closed connection took a command.',
      );
    },
  ],
  [
    'K6',
    'close is silent and idempotent; afterwards commands are refused and signals are dropped',
    async ({ open, backend }) => {
      const session = await open();
      const ack = await session.send(message('Before'));
      await session.until(({ log }) => log.length === 1, 'The message was not echoed.');
      const heard = session.events.length;
      session.close();
      session.close();
      await backend.say(ack.conversation, 'After');
      assert(
        (await codeOf(session.send(message('Too late')))) === 'connection-lost',
        'A closed connection took a command.',
      );
      session.connection.notify({ type: 'ping' });
      const next = await open({ identity: session.identity });
      await next.send(message('Later'));
      assert(session.events.length === heard && session.closed.length === 0, 'A closed connection called back.');
    },
  ],
  [
    'K7',
    'an aborted signal ends an open connection silently',
    async ({ open, backend }) => {
      const session = await open();
      const ack = await session.send(message('Before'));
      await session.until(({ log }) => log.length === 1, 'The message was not echoed.');
      const heard = session.events.length;
      session.abort();
      await backend.say(ack.conversation, 'After');
      await codeOf(session.send(message('Too late')));
      const next = await open({ identity: session.identity });
      await next.send(message('Later'));
      assert(session.events.length === heard && session.closed.length === 0, 'An aborted connection called back.');
    },
  ],
  [
    'K8',
    'signals never throw, and a ping is answered with the head of the log (C2)',
    async ({ open }) => {
      const session = await open();
      const ack = await session.send(message('Head'));
      const { conversation, epoch, seq } = ack;
      session.connection.notify({ type: 'typing', conversation, active: true });
      session.connection.notify({ type: 'cursors', conversation, epoch, delivered: seq, read: seq });
      session.connection.notify({ type: 'typing', conversation: freshId(), active: true });
      session.connection.notify({ type: 'ping' });
      const isPong = (event: { type: string }) => event.type === 'pong';
      await session.until(({ events }) => events.some(isPong), 'The ping was not answered.');
      const pong = session.events.find((event) => event.type === 'pong');
      assert(pong?.head?.seq === seq && pong.head.epoch === epoch, 'The pong does not name the head.');
      assert((await session.send(message('Still here'))).seq === seq + 1, 'The connection did not go on.');
    },
  ],
  [
    'K9',
    'frames of unknown types are ignored',
    async ({ open, backend }) => {
      if (!backend.sendUnknown) return 'not-claimed';
      const session = await open();
      await backend.sendUnknown();
      assert((await session.send(message('Still here'))).seq === 1, 'The connection did not go on.');
      assert(session.closed.length === 0, 'The connection was closed.');
    },
  ],
];
