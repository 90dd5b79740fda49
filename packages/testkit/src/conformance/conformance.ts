/**
 * The rules every adapter keeps (C4), run one by one. They judge an adapter by what it does with a real back end, not by
 * how; a rule about something that the adapter does not claim, or the harness cannot play, says so instead.
 */
import { AdapterError, type Capabilities, type ChatAdapter } from '@support-chat/protocol';
import { answerRules } from './answer-rules.js';
import { connectionRules } from './connection-rules.js';
import { conversationRules } from './conversation-rules.js';
import { featureRules } from './feature-rules.js';
import type { HarnessAgent, HarnessBackEnd } from './harness.js';
import { logRules } from './log-rules.js';
import { canPlay, type Bench, type RuleDefinition } from './rule.js';
import { steadyRule } from './steady-rule.js';
import { Session, type SessionOptions, type StartedSession } from './session.js';

/** All rules, in the order in which they are run. */
export const RULES: readonly RuleDefinition[] = [
  ...connectionRules,
  ...logRules,
  ...conversationRules,
  ...featureRules,
  ...answerRules,
  steadyRule,
];

/** How a rule went. */
export type RuleOutcome =
  | { readonly result: 'kept' }
  /** `how` says what was expected and what came. */
  | { readonly result: 'broken'; readonly how: string }
  /** The adapter lacks a capability the rule is about. */
  | { readonly result: 'not-claimed'; readonly lacks: keyof Capabilities }
  /** The harness cannot play what the rule needs. */
  | { readonly result: 'not-judged'; readonly lacks: string };

/** A rule with how it went. */
export type RuleResult = Pick<RuleDefinition, 'id' | 'title'> & RuleOutcome;

const PATIENCE = 10_000;
/** A rule that takes this many times the patience waits for something that never comes. */
const RULE_LIMIT = 4;
const LONG_RULE_LIMIT = 30;
/** Attempts to open a connection that a rule only needs. */
const MOST_ATTEMPTS = 3;

/**
 * Opens a connection and asks what it can do.
 *
 * @throws Error that says why there is none
 */
export async function readCapabilities(backEnd: HarnessBackEnd): Promise<Capabilities> {
  await backEnd.reset?.();
  const stage = createStage(backEnd, backEnd.createAdapter());
  try {
    const session = await within(stage.open(), patienceOf(backEnd), 'open() was not settled.');
    return session.connection.capabilities;
  } finally {
    stage.clear();
  }
}

/** Runs one rule on a back end that runs. Never rejects, unless the harness does. */
export async function judge(
  rule: RuleDefinition,
  backEnd: HarnessBackEnd,
  capabilities: Capabilities,
): Promise<RuleOutcome> {
  const unclaimed = rule.claims?.find((capability) => capabilities[capability] !== true);
  if (unclaimed) return { result: 'not-claimed', lacks: unclaimed };
  const unplayed = rule.plays?.find((play) => !canPlay(backEnd, play));
  if (unplayed) return { result: 'not-judged', lacks: unplayed };

  await backEnd.reset?.();
  const adapter = backEnd.createAdapter();
  const stage = createStage(backEnd, adapter);
  const limit = ruleLimit(rule, backEnd.patience);
  try {
    const bench: Bench = { backEnd, adapter, capabilities, ...stage };
    await within(rule.run(bench), limit, `It was not over after ${limit / 1000} s: something is never answered.`);
    return { result: 'kept' };
  } catch (error) {
    return { result: 'broken', how: error instanceof Error ? error.message || error.name : String(error) };
  } finally {
    stage.clear();
    await backEnd.answerBadly?.(null);
    await backEnd.setReachable(true);
  }
}

/** Milliseconds a rule may take. */
export function ruleLimit({ long }: RuleDefinition, patience = PATIENCE): number {
  return patience * (long ? LONG_RULE_LIMIT : RULE_LIMIT);
}

function patienceOf({ patience = PATIENCE }: HarnessBackEnd): number {
  return patience;
}

const nobody: HarnessAgent = {
  say: () => Promise.reject(new Error('The harness has no agent.')),
};

/** What a rule does with connections and the other side; `clear` ends all of it. */
function createStage(backEnd: HarnessBackEnd, adapter: ChatAdapter) {
  const sessions: Session[] = [];
  const { agent = nobody } = backEnd;

  async function start(options: SessionOptions = {}, from = adapter): Promise<StartedSession> {
    const identity = options.identity ?? (await backEnd.identity?.()) ?? { kind: 'visitor' as const };
    const session = Session.start(from, { patience: patienceOf(backEnd), ...options, identity });
    sessions.push(session);
    return session;
  }

  return {
    agent,
    start,
    async open(options?: SessionOptions, from?: ChatAdapter): Promise<Session> {
      for (let attempt = 1; ; attempt++) {
        const session = await start(options, from);
        try {
          await within(session.opened, patienceOf(backEnd), 'open() was not settled.');
          return session;
        } catch (error) {
          // A cut may still hit what the platform keeps open for the next request; core would simply try again.
          const isNetwork = error instanceof AdapterError && error.code === 'network-failed';
          if (!isNetwork || attempt === MOST_ATTEMPTS) throw error;
        }
      }
    },
    async hear(session: Session, conversation: string, text: string): Promise<void> {
      if (backEnd.agent) {
        await agent.say(conversation, text);
        return session.sees(text);
      }
      const { seq, epoch } = await session.say(text);
      await session.until(
        ({ view: { cursor, events } }) =>
          events.some((event) => {
            const isAnswer = event.type === 'message-added' && event.author.kind !== 'visitor';
            return isAnswer && (event.seq > seq || cursor?.epoch !== epoch);
          }),
        'The bot did not answer.',
      );
    },
    async sayAside(conversation: string, text: string): Promise<void> {
      if (backEnd.agent) await agent.say(conversation, text);
    },
    clear(): void {
      for (const session of sessions.splice(0)) {
        session.abort();
        session.close();
      }
    },
  };
}

/** The result of a task, unless it takes too long. */
function within<Result>(task: Promise<Result>, limit: number, complaint: string): Promise<Result> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(complaint)), limit);
    task.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
