/**
 * The rule that takes long: a real chat over the adapter, cut again and again while both sides write. Judged is what a
 * person sees in the end against what the back end has.
 */
import { createChat, type Chat, type ChatState } from '@support-chat/core';
import type { ChatAdapter } from '@support-chat/protocol';
import { SeededRandom } from '../simulator/seeded-random.js';
import { assert, type Bench, type RuleDefinition } from './rule.js';

const CUTS = 50;
const MESSAGES = 100;
/** Where in a round the cut falls is drawn from it. */
const SEED = 5;

const texts = ({ timeline }: ChatState): readonly string[] =>
  [...timeline.closed.flatMap(({ events }) => events), ...timeline.open].flatMap((event) =>
    event.type === 'message-added' ? [event.text] : [],
  );

function until(chat: Chat, condition: (state: ChatState) => boolean): Promise<void> {
  return new Promise((resolve) => {
    const check = (state: ChatState): void => {
      if (!condition(state)) return;
      stop();
      resolve();
    };
    const stop = chat.subscribe(check);
    check(chat.getState());
  });
}

/** As a person would who waits for no backoff, and sends again what is marked as not sent and is not in the log. */
function impatient(chat: Chat): void {
  chat.subscribe((state) => {
    if (state.connection.phase === 'waiting') chat.dispatch({ type: 'connect' });
    if (state.connection.phase !== 'online') return;
    for (const { id, text, phase } of state.outbox) {
      if (phase === 'failed') chat.dispatch({ type: texts(state).includes(text) ? 'discard' : 'retry', id });
    }
  });
}

/** Connects as whom the harness wants, until the back end has given a token of its own. */
async function asVisitor({ adapter, backEnd }: Bench): Promise<ChatAdapter> {
  const given = await backEnd.identity?.();
  if (!given) return adapter;
  return {
    ...adapter,
    open: (options) => {
      const { identity } = options;
      const known = identity.kind === 'visitor' && identity.token !== undefined;
      return adapter.open(known ? options : { ...options, identity: given });
    },
  };
}

/** Everything before the window, page by page. */
async function loadAll(chat: Chat): Promise<void> {
  while (!chat.getState().timeline.atStart) {
    const before = chat.getState().timeline;
    chat.dispatch({ type: 'load-history' });
    await until(chat, ({ timeline }) => !timeline.loadingHistory && timeline !== before);
  }
}

async function talk(chat: Chat, { backEnd, agent, capabilities }: Bench): Promise<void> {
  const random = new SeededRandom(SEED);
  const isOnline = ({ connection }: ChatState): boolean => connection.phase === 'online';
  const rest = MESSAGES / CUTS;
  let [written, said] = [0, 0];
  const write = (): void => chat.dispatch({ type: 'send', text: `Visitor ${++written}` });
  write();
  await until(chat, (state) => state.conversation.id !== null && texts(state).includes('Visitor 1'));
  const conversation = chat.getState().conversation.id ?? '';
  for (let cut = 1; cut <= CUTS; cut++) {
    await until(chat, isOnline);
    const sent = new Promise<void>((resolve) => chat.on('message-sent', () => resolve()));
    while (written < Math.min(MESSAGES, cut * rest)) write();
    const saying = (async () => {
      for (; backEnd.agent && said < cut * rest; said++) await agent.say(conversation, `Other ${said + 1}`);
    })();
    // In the middle of what is on its way, after one of both sides has arrived, or when all was said.
    await random.pick([() => Promise.resolve(), () => Promise.race([sent, saying]), () => saying])?.();
    const { changedAt } = chat.getState().connection;
    await backEnd.cut();
    const isNoticed = ({ connection }: ChatState): boolean => connection.changedAt !== changedAt;
    if (!backEnd.connectionless) await until(chat, isNoticed);
    await saying;
  }
  const others = backEnd.agent ? Array.from({ length: MESSAGES }, (_, index) => `Other ${index + 1}`) : [];
  await until(chat, (state) => {
    const shown = new Set(texts(state));
    const newest = others.slice(-10);
    return isOnline(state) && state.outbox.length === 0 && newest.every((text) => shown.has(text));
  });
  if (capabilities.history) await loadAll(chat);
  const stored = (await backEnd.stored?.(conversation)) ?? [];
  // A bot may still be answering the last message.
  if (!backEnd.agent) await until(chat, (state) => texts(state).at(-1) === stored.at(-1)?.text);
  compare(
    chat,
    stored.map(({ text }) => text),
    others,
    capabilities.idempotentSend,
  );
}

function compare(chat: Chat, stored: readonly string[], others: readonly string[], idempotent: boolean): void {
  const shown = texts(chat.getState());
  const whole = chat.getState().timeline.atStart;
  const expected = whole ? stored : stored.slice(-shown.length);
  const differs = expected.findIndex((text, index) => shown[index] !== text);
  assert(
    differs < 0 && shown.length === expected.length,
    `The log shows ${shown.length} messages of ${stored.length}; at ${differs} it has '${shown[differs]}' where the back end has '${expected[differs]}'.`,
  );
  const own = Array.from({ length: MESSAGES }, (_, index) => `Visitor ${index + 1}`);
  for (const text of [...own, ...others]) {
    const times = stored.filter((one) => one === text).length;
    assert(times > 0, `'${text}' is lost.`);
    // Where a repeated id is not recognised, the person's second try may be the second one that is stored.
    assert(times === 1 || !idempotent, `'${text}' is stored ${times} times.`);
  }
}

export const steadyRule: RuleDefinition = {
  id: 'K90',
  title: `${CUTS} cuts while ${MESSAGES} messages go each way: nothing doubled, nothing lost, order as the back end has it`,
  plays: ['other side', 'stored'],
  long: true,
  async run(bench) {
    const log = { debug: () => undefined, error: () => undefined };
    const chat = createChat({ adapter: await asVisitor(bench), ports: { log } });
    const stopped = new Promise<never>((_, reject) => {
      chat.subscribe(({ connection: { phase, problem } }) => {
        if (phase === 'stopped') reject(new Error(`The chat has stopped: ${problem?.code}, ${problem?.detail ?? ''}`));
      });
    });
    impatient(chat);
    try {
      await Promise.race([talk(chat, bench), stopped]);
    } finally {
      await chat.destroy();
    }
  },
};
