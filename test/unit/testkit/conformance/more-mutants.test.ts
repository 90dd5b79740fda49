/** The kit finds what it is for: faults of what is beside the order of the log. */
import { AdapterError, problem, type ChatConnection, type ServerEvent } from '@support-chat/protocol';
import type { BadAnswer, HarnessBackEnd } from '@support-chat/testkit';
import { expect, it } from 'vitest';
import { judge, onEvent, type Fault } from './spoilt-adapter.js';

const never = () => undefined;
const drop = (type: ServerEvent['type']): Pick<Fault, 'open'> => ({
  open: (options) => onEvent(options, (event, next) => event.type === type || next(event)),
});
const without = (type: string): Pick<Fault, 'connection'> => ({
  connection: (connection) => ({
    send: (command) =>
      command.type === type
        ? Promise.resolve({ type: 'ack', id: command.id, conversation: '-', epoch: '-', seq: 1, time: 1 })
        : connection.send(command),
  }),
});

const FAULTS: readonly Fault[] = [
  {
    rule: 'K5',
    name: 'forgets what was unanswered',
    connection: (connection) => ({ send: (command) => held(connection).send(command) }),
  },
  {
    rule: 'K9',
    name: 'falls over what it does not know',
    backEnd: (_, script) => ({ sayUnknown: () => script().cut() }),
  },
  {
    rule: 'K27',
    name: 'resumes any log',
    open: (options) =>
      onEvent(options, (event, next) => {
        if (event.type !== 'welcome' || !event.conversation) return next(event);
        next({ ...event, conversation: { ...event.conversation, resumed: true } });
      }),
  },
  {
    rule: 'K30',
    name: 'takes what the back end cut off',
    connection: (connection) => ({
      send: (command) =>
        connection.send('text' in command ? { ...command, text: command.text.slice(0, 10_000) } : command),
    }),
  },
  {
    rule: 'K31',
    name: 'has no eye on what was missed',
    open: (options) =>
      onEvent(options, (event, next) => {
        if (event.type !== 'welcome' || !event.conversation) return next(event);
        next({ ...event, conversation: { ...event.conversation, events: event.conversation.events.slice(0, 1) } });
      }),
  },
  {
    rule: 'K32',
    name: 'finds nobody again',
    backEnd: ({ createAdapter }) => {
      let pages = 0;
      return {
        createAdapter() {
          const adapter = createAdapter();
          const first = ++pages % 2 === 1;
          const forget = (event: ServerEvent): ServerEvent =>
            event.type === 'welcome' && !first ? { ...event, conversation: null } : event;
          return {
            ...adapter,
            open: (options) => adapter.open(onEvent(options, (event, next) => next(forget(event)))),
          };
        },
        reset: () => void (pages = 0),
      };
    },
  },
  {
    rule: 'K33',
    name: 'takes words for markup',
    open: (options) =>
      onEvent(options, (event, next) =>
        next(event.type === 'message-added' ? { ...event, text: event.text.replace(/<[^>]*>/g, '') } : event),
      ),
  },
  { rule: 'K50', name: 'keeps typing to itself', ...drop('typing-started') },
  { rule: 'K50', name: 'does not say that typing stopped', ...drop('typing-stopped') },
  { rule: 'K51', name: 'tells nobody that the visitor types', connection: () => ({ notify: never }) },
  { rule: 'K52', name: 'keeps cursors to itself', ...drop('cursor-moved') },
  {
    rule: 'K53',
    name: 'gives a face by a path',
    open: (options) =>
      onEvent(options, (event, next) =>
        next('author' in event ? { ...event, author: { ...event.author, avatarUrl: '/ada.png' } } : event),
      ),
  },
  {
    rule: 'K54',
    name: 'does not say that it is over',
    backEnd: ({ agent }) => ({ agent: { ...agent, end: never } as never }),
  },
  { rule: 'K55', name: 'acks an end that is none', ...without('conversation-end') },
  { rule: 'K56', name: 'acks a rating that goes nowhere', ...without('rating-give') },
  { rule: 'K57', name: 'acks a form that goes nowhere', ...without('contact-submit') },
  {
    rule: 'K60',
    name: 'makes words of a card',
    open: (options) =>
      onEvent(options, (event, next) => next(event.type === 'message-added' ? { ...event, card: undefined } : event)),
  },
  {
    rule: 'K90',
    name: 'shows another order than the back end has',
    backEnd: ({ stored }) => ({ stored: async (id) => [...((await stored?.(id)) ?? [])].reverse() }),
  },
];

it.each(FAULTS)('$rule breaks when an adapter $name', async ({ rule, ...fault }) => {
  const sound = rule === 'K9' ? { backEnd: () => ({ sayUnknown: never }) } : {};
  expect(await judge(rule, sound)).toMatchObject({ result: 'kept' });
  expect(await judge(rule, fault)).toMatchObject({ result: 'broken' });
});

/** What the harness's back end answers, as a good adapter says it. */
const GOOD: Readonly<Record<BadAnswer, AdapterError>> = {
  html: new AdapterError('unavailable'),
  unauthorized: new AdapterError('session-unknown'),
  forbidden: new AdapterError('forbidden'),
  'rate-limited': new AdapterError('rate-limited', { retryAfter: 7 }),
  'rate-limited-bare': new AdapterError('rate-limited'),
  failed: new AdapterError('internal'),
  'cut-body': new AdapterError('network-failed'),
};

/** An adapter that says `errors` for bad answers. */
function answering(errors: Readonly<Partial<Record<BadAnswer, Error>>>): Pick<Fault, 'backEnd'> {
  return {
    backEnd({ createAdapter }): Partial<HarnessBackEnd> {
      let how: BadAnswer | null = null;
      return {
        answerBadly: (next) => void (how = next),
        createAdapter() {
          const adapter = createAdapter();
          const check = () => {
            const error = how && (errors[how] ?? GOOD[how]);
            return error ? Promise.reject(error) : Promise.resolve();
          };
          return {
            ...adapter,
            async open(options) {
              await check();
              const connection = await adapter.open(options);
              return { ...connection, send: (command) => check().then(() => connection.send(command)) };
            },
          };
        },
      };
    },
  };
}

it.each([
  ['K70', 'html', new AdapterError('frame-invalid')],
  ['K70', 'html', new SyntaxError('Unexpected token <')],
  ['K71', 'unauthorized', new AdapterError('network-failed')],
  ['K72', 'forbidden', new AdapterError('unavailable')],
  ['K73', 'rate-limited', new AdapterError('rate-limited')],
  ['K74', 'rate-limited-bare', new AdapterError('internal')],
  ['K75', 'failed', new AdapterError('not-found')],
  ['K76', 'cut-body', new AdapterError('frame-invalid')],
] as const)('%s breaks when %s becomes %s', async (rule, how, error) => {
  expect(await judge(rule, answering({}))).toMatchObject({ result: 'kept' });
  expect(await judge(rule, answering({ [how]: error }))).toMatchObject({ result: 'broken' });
});

it('says which capability or which string is missing', async () => {
  expect(await judge('K26', { script: { capabilities: { resume: false } } })).toMatchObject({
    result: 'not-claimed',
    lacks: 'resume',
  });
  expect(await judge('K70')).toMatchObject({ result: 'not-judged', lacks: 'answerBadly(html)' });
});

it('names a refusal that is not coded', async () => {
  const result = await judge('K2', { failure: () => Object.assign(new Error('failed'), problem('internal')) });
  expect(result).toMatchObject({ result: 'broken', how: expect.stringContaining('no AdapterError') as string });
});

/** Never settles once it is closed. */
function held(connection: ChatConnection): Pick<ChatConnection, 'send'> {
  return { send: (command) => connection.send(command).catch(() => new Promise(() => undefined)) };
}
