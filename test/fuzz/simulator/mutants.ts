/**
 * Deliberate bugs, each one that a chat product has had. The simulator has to find every one of them: what it does not
 * find, it does not test. None touches production code: they wrap what a world is made of (see `defects.ts`).
 */
import { update, type ChatState, type Effect, type Input } from '@support-chat/core';
import type { ServerFrame } from '@support-chat/protocol';
import type { Store } from '@support-chat/server';
import type { ClientDefect, Defect } from './defects.js';

type Reduced = readonly [ChatState, readonly Effect[]];

/** A core that does something else with some inputs. */
function wrongCore(reduce: (state: ChatState, input: Input) => Reduced): ClientDefect {
  return { update: reduce };
}

function withTimeline(state: ChatState, timeline: Partial<ChatState['timeline']>): ChatState {
  return { ...state, timeline: { ...state.timeline, ...timeline } };
}

/** Forgets ledger entries after every write. */
function forgetfulLedger(store: Store, forget: (store: Store) => Promise<unknown>): Store {
  return {
    dialect: store.dialect,
    read: (work) => store.read(work),
    scrub: () => store.scrub(),
    ping: () => store.ping(),
    close: () => store.close(),
    async write(work, options) {
      const result = await store.write(work, options);
      await forget(store);
      return result;
    },
  };
}

/** Thrown to leave a transaction without its effects. */
class NeverMind extends Error {
  readonly value: unknown;

  constructor(value: unknown) {
    super('Nothing of this is stored.');
    this.value = value;
  }
}

/** Each makes a fresh one, for one world. */
export const mutants = {
  /** L3: the answer leaves before the commit. */
  'ack before persist': (): Defect => ({
    store: (store, lane) => ({
      dialect: store.dialect,
      read: (work) => store.read(work),
      scrub: () => store.scrub(),
      ping: () => store.ping(),
      close: () => store.close(),
      async write<T>(work: Parameters<Store['write']>[0], options?: Parameters<Store['write']>[1]): Promise<T> {
        if (options?.key === undefined) return (await store.write(work)) as T; // sessions are no part of it
        try {
          await store.write(async (transaction) => {
            throw new NeverMind(await work(transaction));
          });
        } catch (error) {
          if (!(error instanceof NeverMind)) throw error;
          lane.after(40, () => void store.write(work, options).catch(() => undefined)); // what fails late is just lost
          return error.value as T;
        }
        throw new Error('A transaction that always throws has committed.');
      },
    }),
  }),

  /** L2: a command that comes again is stored again. */
  'no server dedupe': (): Defect => ({
    store: (store) =>
      forgetfulLedger(store, (all) => all.write((transaction) => transaction.deleteFrom('commands').execute())),
  }),

  /** L2: ids are remembered for 3 s, not for ever. */
  'dedupe with a time limit': (): Defect => ({
    store: (store, { scheduler }) =>
      forgetfulLedger(store, async (all) => {
        const limit = scheduler.now + 1_750_000_000_000 - 3_000;
        await all.write((transaction) =>
          transaction
            .deleteFrom('commands')
            .where('seq', 'in', (query) => query.selectFrom('events').select('seq').where('time', '<', limit))
            .execute(),
        );
      }),
  }),

  /** O1: the record goes when the message is handed to the network. */
  'drop on send': (): Defect => ({
    adapter: (adapter, storage) => ({
      name: adapter.name,
      async open(options) {
        const connection = await adapter.open(options);
        return {
          ...connection,
          send(command) {
            void storage.removeRecord(command.id).catch(() => undefined); // a full device keeps it
            return connection.send(command);
          },
        };
      },
    }),
  }),

  /** L5: everything queued goes at once. */
  'parallel send': (): Defect =>
    wrongCore((before, input) => {
      const [state, effects] = update(before, input);
      const { id: conversation, epoch } = state.conversation;
      const sends = effects.filter((effect) => effect.type === 'send');
      if (sends.length === 0 || conversation === null || epoch === null) return [state, effects];
      const more = state.outbox
        .filter(({ phase }) => phase === 'queued')
        .map(({ id, text }): Effect => {
          const command = { type: 'message-send', id, text, conversation, epoch } as const;
          return { type: 'send', generation: state.link.generation, command };
        });
      const outbox = state.outbox.map((one) =>
        one.phase === 'queued' ? { ...one, phase: 'sending' as const, since: input.at } : one,
      );
      return [{ ...state, outbox }, [...effects, ...more]];
    }),

  /** D1: whatever comes next is taken for the next. */
  'no gap check': (): Defect =>
    wrongCore((state, input) => {
      const { cursor } = state.timeline;
      if (input.type !== 'event' || !('seq' in input.event) || cursor === null) return update(state, input);
      const { seq, epoch } = input.event;
      const beyond = epoch === cursor.epoch && seq > cursor.seq + 1;
      return update(beyond ? withTimeline(state, { cursor: { epoch, seq: seq - 1 } }) : state, input);
    }),

  /** D2: asks for what comes after the next. */
  'resume off by one': (): Defect => ({
    adapter: (adapter) => ({
      name: adapter.name,
      async open(options) {
        const { resumeAfter } = options;
        const connection = await adapter.open({
          ...options,
          ...(resumeAfter && { resumeAfter: { ...resumeAfter, seq: resumeAfter.seq + 1 } }),
        });
        return {
          ...connection,
          async resume(conversation, after) {
            const further = after && { ...after, seq: after.seq + 1 };
            const snapshot = await connection.resume?.(conversation, further);
            if (!snapshot) throw new Error('The simulated adapter can resume.');
            return snapshot;
          },
        };
      },
    }),
  }),

  /** C2: nobody asks whether the other side lives. */
  'no heartbeat': (): Defect =>
    wrongCore((before, input) => {
      const [state, effects] = update(before, input);
      const link = { ...state.link, deadAt: Infinity, pingAt: Infinity };
      return [
        { ...state, link },
        effects.filter((effect) => effect.type !== 'notify' || effect.signal.type !== 'ping'),
      ];
    }),

  /** D1: the heartbeat answers, and says nothing of the head. */
  'heartbeat without head': (): Defect => ({
    frame(text) {
      const frame = JSON.parse(text) as ServerFrame;
      return frame.type === 'pong' ? JSON.stringify({ ...frame, head: null }) : text;
    },
  }),

  /** O1: what is found on the device gets a new id. */
  'new id on reload': (): Defect => ({
    storage: (storage, _device, random) => ({
      ...storage,
      async load(candidate, replaces) {
        const stored = await storage.load(candidate, replaces);
        return { ...stored, outbox: stored.outbox.map((record) => ({ ...record, id: random.id() })) };
      },
    }),
  }),

  /** D1: what was shown is shown again when it comes again. */
  'no client dedupe': (): Defect =>
    wrongCore((state, input) => {
      const { cursor } = state.timeline;
      if (input.type !== 'event' || !('seq' in input.event) || cursor === null) return update(state, input);
      const { seq, epoch } = input.event;
      const again = epoch === cursor.epoch && seq <= cursor.seq;
      return update(again ? withTimeline(state, { cursor: { epoch, seq: seq - 1 } }) : state, input);
    }),

  /** L4: after a restore the logs keep the epochs that clients remember. */
  'epochs survive a restore': (): Defect => ({ keepsEpochs: true }),

  /** L4: the client takes every epoch for its own. */
  'ignore epoch': (): Defect =>
    wrongCore((state, input) => {
      const epoch = state.timeline.cursor?.epoch;
      if (epoch === undefined || !('event' in input || 'snapshot' in input)) return update(state, input);
      const same = (key: string, value: unknown): unknown => (key === 'epoch' ? epoch : value);
      return update(state, JSON.parse(JSON.stringify(input), same) as Input);
    }),

  /** D4: what has failed stays failed, though it is in the log. */
  'late answers do not repair': (): Defect =>
    wrongCore((before, input) => {
      const failed = before.outbox.filter(({ phase }) => phase === 'failed');
      const answer = input.type === 'acked' || input.type === 'event';
      if (!answer || failed.length === 0) return update(before, input);
      if (input.type === 'acked' && failed.some(({ id }) => id === input.ack.id)) return [before, []];
      const [state, effects] = update(before, input);
      const missing = failed.filter(({ id }) => !state.outbox.some((one) => one.id === id));
      return [{ ...state, outbox: [...missing, ...state.outbox] }, effects];
    }),

  /** O5: the outbox belongs to the device, whoever uses it. */
  "other identity sends the first one's outbox": (): Defect => ({
    storage: (storage, device) => ({
      ...storage,
      async load(candidate, replaces) {
        const kept = replaces === undefined ? [] : [...device.records.values()];
        const stored = await storage.load(candidate, replaces);
        for (const record of kept) device.records.set(record.id, { ...record, owner: stored.identity.owner });
        const outbox = [...device.records.values()].map((record) => ({ ...record, owner: stored.identity.owner }));
        return { ...stored, outbox };
      },
    }),
  }),
} satisfies Readonly<Record<string, () => Defect>>;
