/** The kit finds what it is for: each deliberate fault of an adapter breaks the rule that names it. */
import { readConversations, type ChatConnection } from '@support-chat/protocol';
import { checkAdapter } from '@support-chat/testkit';
import { expect, it } from 'vitest';
import { judge, onEvent, spoiltHarness, type Fault } from './spoilt-adapter.js';

const FAULTS: readonly Fault[] = [
  {
    rule: 'K1',
    name: 'says the welcome twice',
    open: (options) => onEvent(options, (event, next) => (event.type === 'welcome' && next(event), next(event))),
  },
  { rule: 'K1', name: 'says nothing', open: (options) => onEvent(options, () => undefined) },
  { rule: 'K2', name: 'rejects with any error', failure: () => new Error('failed') },
  {
    rule: 'K3',
    name: 'opens after the signal was aborted',
    open: (options) => ({ ...options, signal: new AbortController().signal }),
  },
  {
    rule: 'K4',
    name: 'closes twice',
    open: (options) => ({ ...options, onClose: (reason) => (options.onClose(reason), options.onClose(reason)) }),
  },
  { rule: 'K4', name: 'never closes', open: (options) => ({ ...options, onClose: () => undefined }) },
  { rule: 'K6', name: 'goes on after close', connection: () => ({ close: () => undefined }) },
  {
    rule: 'K7',
    name: 'does not hear of the abort',
    open: (options) => ({ ...options, signal: laterDeaf(options.signal) }),
  },
  {
    rule: 'K8',
    name: 'throws for signals',
    connection: () => ({
      notify: () => {
        throw new Error('lost');
      },
    }),
  },
  {
    rule: 'K20',
    name: 'acks what it does not store',
    connection: () => ({
      send: (command) =>
        Promise.resolve({
          type: 'ack',
          id: command.id,
          conversation: 'conversation-0001',
          epoch: 'epoch-0001',
          seq: 1,
          time: 1,
        }),
    }),
  },
  {
    rule: 'K21',
    name: 'drops every tenth event',
    open: (options) => onEvent(options, (event, next) => ('seq' in event && event.seq === 10) || next(event)),
  },
  {
    rule: 'K21',
    name: 'doubles events',
    open: (options) => onEvent(options, (event, next) => ('seq' in event && next(event), next(event))),
  },
  { rule: 'K22', name: 'overtakes itself', connection: reorder },
  {
    rule: 'K23',
    name: 'mints ids of its own',
    connection: (connection) => ({
      send: (command) => connection.send({ ...command, id: `minted-${Math.random().toString(36).slice(2)}` }),
    }),
  },
  {
    rule: 'K24',
    name: 'takes a refusal for an ack',
    connection: (connection) => ({
      send: (command) => connection.send(command).catch(() => connection.send({ ...command, id: `${command.id}-2` })),
    }),
  },
  {
    rule: 'K25',
    name: 'leaves the epoch out',
    connection: (connection) => ({ send: (command) => connection.send(withoutPlace(command)) }),
  },
  { rule: 'K26', name: 'does not pass the cursor on', open: ({ resumeAfter: _, ...options }) => options },
  {
    rule: 'K28',
    name: 'turns pages around',
    connection: (connection) => ({
      loadHistory: async (...place) => {
        const page = await history(connection)(...place);
        return { ...page, events: [...page.events].reverse() };
      },
    }),
  },
  {
    rule: 'K28',
    name: 'repeats the edge of a page',
    connection: (connection) => ({
      loadHistory: (id, before, limit) => history(connection)(id, { ...before, seq: before.seq + 1 }, limit),
    }),
  },
  {
    rule: 'K29',
    name: 'cuts long texts',
    open: (options) =>
      onEvent(options, (event, next) =>
        next(event.type === 'message-added' ? { ...event, text: event.text.slice(0, 8_000) } : event),
      ),
  },
  {
    rule: 'K40',
    name: 'does not say where a message belongs',
    connection: (connection) => ({ send: (command) => connection.send(withoutPlace(command)) }),
  },
  {
    rule: 'K41',
    name: 'mints ids of its own',
    connection: (connection) => ({
      send: (command) => connection.send({ ...command, id: `minted-${Math.random().toString(36).slice(2)}` }),
    }),
  },
  {
    rule: 'K42',
    name: 'keeps to itself that another conversation is current',
    open: (options) => onEvent(options, (event, next) => event.type === 'conversation-reset' || next(event)),
  },
  {
    rule: 'K43',
    name: 'takes what is not there for opened',
    connection: (connection) => ({
      send: (command) =>
        connection.send(command).catch((error: unknown) => {
          if (command.type !== 'conversation-open') throw error;
          const { id, conversation } = command;
          return { type: 'ack', id, conversation, epoch: 'epoch-0001', seq: 1, time: 1 };
        }),
    }),
  },
  {
    rule: 'K44',
    name: 'has one page only',
    connection: (connection) => ({
      listConversations: async (query) => ({ ...readConversations(await listOf(connection)(query)), after: undefined }),
    }),
  },
  {
    rule: 'K45',
    name: 'finds everything',
    connection: (connection) => ({ listConversations: ({ words: _, ...query }) => listOf(connection)(query) }),
  },
  {
    rule: 'K46',
    name: 'opens what is only read',
    connection: (connection) => ({
      resume: async (conversation, after) => {
        await connection.send({
          type: 'conversation-open',
          id: `open-${Math.random()}`.replace('.', '-'),
          conversation,
        });
        if (!connection.resume) throw new Error('It has no resume().');
        return connection.resume(conversation, after);
      },
    }),
  },
];

/** The list of a connection that has one. */
function listOf({ listConversations }: ChatConnection): NonNullable<ChatConnection['listConversations']> {
  if (!listConversations) throw new Error('It has no listConversations().');
  return listConversations;
}

it.each(FAULTS)('$rule breaks when an adapter $name', async ({ rule, ...fault }) => {
  expect(await judge(rule)).toMatchObject({ result: 'kept' });
  expect(await judge(rule, fault)).toMatchObject({ result: 'broken' });
});

/** By `more-mutants.test.ts`. */
const PROVEN_THERE = [
  ...['K5', 'K9', 'K27', 'K30', 'K31', 'K32', 'K33'],
  ...['K50', 'K51', 'K52', 'K53', 'K54', 'K55', 'K56', 'K57', 'K60'],
  ...['K70', 'K71', 'K72', 'K73', 'K74', 'K75', 'K76'],
];

it('names every rule once', async () => {
  const { results } = await checkAdapter(spoiltHarness());
  const ids = results.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  const unproven = ids.filter((id) => !FAULTS.some(({ rule }) => rule === id) && !PROVEN_THERE.includes(id));
  // The scripted back end takes no files.
  expect(unproven).toEqual(['K58', 'K59']);
});

/** Aborted before or during the attempt it still hears; afterwards not. */
function laterDeaf(signal: AbortSignal): AbortSignal {
  return signal.aborted ? signal : new AbortController().signal;
}

/** Sends every second command before the one it came after. */
function reorder(connection: ChatConnection): Partial<ChatConnection> {
  let count = 0;
  return {
    async send(command) {
      if (++count % 2 === 0) for (let turn = 0; turn < 5; turn++) await Promise.resolve();
      return connection.send(command);
    },
  };
}

function withoutPlace<Command extends object>(command: Command): Command {
  const { conversation: _, epoch: __, ...rest } = command as Record<string, unknown>;
  return rest as Command;
}

function history(connection: ChatConnection): NonNullable<ChatConnection['loadHistory']> {
  return connection.loadHistory ?? (() => Promise.reject(new Error('no history')));
}
