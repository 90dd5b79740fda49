/** What a rule of the kit is, and what it works with. */
import type { Capabilities, ChatAdapter, ErrorCode } from '@support-chat/protocol';
import { AdapterError } from '@support-chat/protocol';
import type { BadAnswer, HarnessAgent, HarnessBackEnd } from './harness.js';
import type { Session, SessionOptions, StartedSession } from './session.js';

/** What a harness has to be able to play for a rule. */
export type Play =
  /** The other side writes when asked. */
  | 'say'
  /** The other side writes: when asked, or a bot by itself. */
  | 'other side'
  /** Connections are kept, so that one can be lost. */
  | 'connection'
  | 'stored'
  | 'sayUnknown'
  | 'text.longest'
  | `answerBadly(${BadAnswer})`
  | `agent.${Exclude<keyof HarnessAgent, 'say'>}`;

/** What a rule works with. */
export interface Bench {
  readonly backEnd: HarnessBackEnd;
  /** As one page has it. */
  readonly adapter: ChatAdapter;
  readonly capabilities: Capabilities;
  /** Opens a connection of the adapter, or of another page's. */
  open(options?: SessionOptions, adapter?: ChatAdapter): Promise<Session>;
  /** Begins an attempt, which `opened` tells the end of. */
  start(options?: SessionOptions): Promise<StartedSession>;
  /** Plays the other side, which has to be claimed by {@link RuleDefinition.plays}. */
  readonly agent: HarnessAgent;
  /** The other side writes, asked or in answer to a message that this sends. Resolves when the session has it. */
  hear(session: Session, conversation: string, text: string): Promise<void>;
  /** What is written while nobody has to listen; does nothing where the other side cannot be asked. */
  sayAside(conversation: string, text: string): Promise<void>;
}

/** A rule before it has a back end. */
export interface RuleDefinition {
  /** `K` and a number; stable. */
  readonly id: string;
  readonly title: string;
  /** Capabilities without which it says nothing. */
  readonly claims?: readonly (keyof Capabilities)[];
  /** What of the harness it cannot do without. */
  readonly plays?: readonly Play[];
  /** Takes minutes: only run where that is asked for. */
  readonly long?: boolean;
  /** @throws Error that says how the rule is broken */
  run(bench: Bench): Promise<void>;
}

/** Whether a harness can play something. */
export function canPlay(backEnd: HarnessBackEnd, play: Play): boolean {
  const { agent } = backEnd;
  if (play === 'say') return agent !== undefined;
  if (play === 'other side') return agent !== undefined || backEnd.bot === true;
  if (play === 'connection') return backEnd.connectionless !== true;
  if (play === 'stored') return backEnd.stored !== undefined;
  if (play === 'sayUnknown') return backEnd.sayUnknown !== undefined;
  if (play === 'text.longest') return backEnd.text?.longest !== undefined;
  const [, badly] = /^answerBadly\((.*)\)$/.exec(play) ?? [];
  if (badly !== undefined) {
    return backEnd.answerBadly !== undefined && (backEnd.badAnswers?.includes(badly as BadAnswer) ?? true);
  }
  return agent?.[play.slice('agent.'.length) as keyof HarnessAgent] !== undefined;
}

/** Fails the rule. */
export function assert(condition: unknown, complaint: string): asserts condition {
  if (!condition) throw new Error(complaint);
}

/** The error a promise is rejected with; fails the rule when it is not, or not by an `AdapterError`. */
export async function refusalOf(promise: Promise<unknown>): Promise<AdapterError> {
  const error: unknown = await promise.then(
    () => assert(false, 'It was not refused.'),
    (reason: unknown) => reason,
  );
  assert(error instanceof AdapterError, `Rejected with ${String(error)}, which is no AdapterError.`);
  return error;
}

/** The code of {@link refusalOf}. */
export async function codeOf(promise: Promise<unknown>): Promise<ErrorCode> {
  return (await refusalOf(promise)).code;
}
