/** Rules about how connections begin and end. */
import { assert, codeOf, type Bench, type RuleDefinition } from './rule.js';
import { freshId, message, type Session } from './session.js';

/** Something happens in the conversation that a connection which has ended must not hear of, and time passes. */
async function goOnWithout({ open, sayAside }: Bench, session: Session, conversation: string): Promise<void> {
  await sayAside(conversation, 'After');
  const next = await open({ identity: session.identity });
  await next.send(message('Later'));
}

export const connectionRules: readonly RuleDefinition[] = [
  {
    id: 'K1',
    title: 'open resolves after the welcome, which is the first event and comes once',
    async run({ open }) {
      const session = await open();
      assert(session.opening[0]?.type === 'welcome', 'The first event is no welcome.');
      await session.say('Hello');
      const welcomes = session.events.filter((event) => event.type === 'welcome');
      assert(welcomes.length === 1, `There were ${welcomes.length} welcomes.`);
    },
  },
  {
    id: 'K2',
    title: 'open rejects with a coded error when the back end cannot be reached, and calls nothing back',
    plays: ['connection'],
    async run({ start, backEnd }) {
      await backEnd.setReachable(false);
      const session = await start();
      await codeOf(session.opened);
      await backEnd.setReachable(true);
      assert(session.events.length + session.closed.length === 0, 'A failed attempt called back.');
    },
  },
  {
    id: 'K3',
    title: 'an attempt whose signal is or becomes aborted rejects, and calls nothing back',
    async run({ adapter, open }) {
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
  },
  {
    id: 'K4',
    title: 'a lost connection calls onClose exactly once, with a coded problem, and nothing after it',
    plays: ['connection'],
    async run(bench) {
      const session = await bench.open();
      const { conversation } = await session.say('Before');
      await bench.backEnd.cut();
      await session.until(({ closed }) => closed.length > 0, 'onClose was not called.');
      const heard = session.events.length;
      session.close();
      session.abort();
      await goOnWithout(bench, session, conversation);
      assert(session.closed.length === 1, `onClose was called ${session.closed.length} times.`);
      assert(session.events.length === heard, 'Events came after onClose.');
      assert(typeof session.closed[0]?.problem.code === 'string', 'The reason has no code.');
    },
  },
  {
    id: 'K5',
    title: 'what is unanswered when the connection ends is settled: acked, or rejected with a code',
    async run({ open, backEnd }) {
      const session = await open();
      const sends = [1, 2, 3].map((n) => session.send(message(`Cut ${n}`)));
      const settled = Promise.allSettled(sends);
      await backEnd.cut();
      for (const result of await settled) {
        if (result.status === 'rejected') await codeOf(Promise.reject(result.reason as Error));
      }
      if (backEnd.connectionless) return;
      await session.until(({ closed }) => closed.length === 1, 'onClose was not called.');
      const code = await codeOf(session.send(message('Too late')));
      assert(code === 'connection-lost', `A closed connection refused a command with ${code}.`);
    },
  },
  {
    id: 'K6',
    title: 'close is silent and idempotent; afterwards commands are refused and signals are dropped',
    async run(bench) {
      const session = await bench.open();
      const { conversation } = await session.say('Before');
      const heard = session.events.length;
      session.close();
      session.close();
      const code = await codeOf(session.send(message('Too late')));
      assert(code === 'connection-lost', `A closed connection refused a command with ${code}.`);
      session.connection.notify({ type: 'ping' });
      await goOnWithout(bench, session, conversation);
      assert(session.events.length === heard && session.closed.length === 0, 'A closed connection called back.');
    },
  },
  {
    id: 'K7',
    title: 'an aborted signal ends an open connection silently',
    async run(bench) {
      const session = await bench.open();
      const { conversation } = await session.say('Before');
      const heard = session.events.length;
      session.abort();
      await codeOf(session.send(message('Too late')));
      await goOnWithout(bench, session, conversation);
      assert(session.events.length === heard && session.closed.length === 0, 'An aborted connection called back.');
    },
  },
  {
    id: 'K8',
    title: 'signals never throw, and a ping is answered with the head of the log (C2)',
    async run({ open }) {
      const session = await open();
      const { conversation, epoch, seq } = await session.say('Head');
      session.connection.notify({ type: 'typing', conversation, active: true });
      session.connection.notify({ type: 'cursors', conversation, epoch, delivered: seq, read: seq });
      session.connection.notify({ type: 'typing', conversation: freshId(), active: true });
      session.connection.notify({ type: 'ping' });
      const isPong = (event: { type: string }) => event.type === 'pong';
      await session.until(({ events }) => events.some(isPong), 'The ping was not answered.');
      const head = session.events.find((event) => event.type === 'pong')?.head;
      const cursor = session.view.cursor;
      const known = head && head.seq >= seq && head.epoch === cursor?.epoch;
      assert(known, `The pong names ${JSON.stringify(head)} as the head, which is ${JSON.stringify(cursor)}.`);
      await session.say('Still here');
    },
  },
  {
    id: 'K9',
    title: 'what is of unknown types is ignored',
    plays: ['sayUnknown'],
    async run({ open, backEnd }) {
      const session = await open();
      await session.say('Start');
      await backEnd.sayUnknown?.();
      await session.say('Still here');
      assert(session.closed.length === 0, 'The connection was closed.');
    },
  },
];
