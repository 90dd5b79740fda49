/** A faultless adapter, and the ways to spoil it: what the kit is tried on. */
import type { ChatAdapter, ChatConnection, OpenOptions, ServerEvent } from '@support-chat/protocol';
import {
  checkAdapter,
  createScriptedAdapter,
  type AdapterHarness,
  type HarnessBackEnd,
  type RuleResult,
  type ScriptedAdapter,
  type ScriptedAdapterOptions,
} from '@support-chat/testkit';

/** A deliberate fault. */
export interface Fault {
  /** The rule that has to find it. */
  readonly rule: string;
  readonly name: string;
  open?(options: OpenOptions): OpenOptions;
  connection?(connection: ChatConnection, options: OpenOptions): Partial<ChatConnection>;
  failure?(error: unknown): unknown;
  /** Of the back end, as a harness plays it. */
  backEnd?(backEnd: HarnessBackEnd, script: () => ScriptedAdapter): Partial<HarnessBackEnd>;
  readonly script?: ScriptedAdapterOptions;
}

const AGENT = { name: 'Ada Lovelace', avatarUrl: 'https://faces.example/ada.png' };

/** The harness of a scripted adapter with a fault. */
export function spoiltHarness(fault: Omit<Fault, 'rule' | 'name'> = {}): AdapterHarness {
  return { title: 'spoilt', start: () => startSpoilt(fault) };
}

/** What a rule says of a fault. */
export async function judge(rule: string, fault: Omit<Fault, 'rule' | 'name'> = {}): Promise<RuleResult> {
  const { results } = await checkAdapter(spoiltHarness(fault), { only: [rule], long: true });
  const [result] = results;
  if (!result) throw new Error(`There is no rule ${rule}.`);
  return result;
}

function startSpoilt(fault: Omit<Fault, 'rule' | 'name'>): HarnessBackEnd {
  const create = () => createScriptedAdapter({ agent: AGENT, ...fault.script });
  let script = create();
  const adapter: ChatAdapter = {
    name: 'spoilt',
    async open(options) {
      try {
        const spoilt = fault.open?.(options) ?? options;
        const connection = await script.open(spoilt);
        return { ...connection, ...fault.connection?.(connection, options) };
      } catch (error) {
        throw fault.failure?.(error) ?? error;
      }
    },
  };
  const backEnd: HarnessBackEnd = {
    createAdapter: () => adapter,
    reset() {
      script = create();
    },
    cut: () => script.cut(),
    setReachable: (reachable) => (reachable ? script.goOnline() : script.goOffline()),
    agent: {
      say: (_conversation, text) => script.agentSays(text),
      type: (_conversation, active) => script.agentTypes(active),
      read: () => script.agentReads(),
      join: () => script.agentJoins(),
      end: () => script.end(),
      sendQuickReplies: (_conversation, text, card) => script.agentSays(text, card),
      seesTyping: () => script.signals.findLast((signal) => signal.type === 'typing')?.active ?? false,
      seesRating: () => script.log.findLast((event) => event.type === 'rating-given')?.score ?? null,
    },
    stored: () =>
      script.log.flatMap((event) =>
        event.type === 'message-added'
          ? [{ by: event.author.kind === 'visitor' ? ('visitor' as const) : ('other' as const), text: event.text }]
          : [],
      ),
    text: { longest: 10_000 },
    refuses: ['id-conflict', 'epoch-stale'],
    patience: 200,
  };
  return { ...backEnd, ...fault.backEnd?.(backEnd, () => script) };
}

/** Options whose events go through `handle` first. */
export function onEvent(
  options: OpenOptions,
  handle: (event: ServerEvent, next: (event: ServerEvent) => void) => unknown,
): OpenOptions {
  return { ...options, onEvent: (event) => void handle(event, (passed) => options.onEvent(passed)) };
}
