/**
 * The face of the scripted adapter: what a script can begin with, and the strings by which it is played.
 */
import type {
  Article,
  Author,
  Capabilities,
  Card,
  ChatAdapter,
  ClientCommand,
  ConversationPhase,
  ErrorCode,
  LogEvent,
  OwnCard,
  Problem,
  ServerEvent,
  Signal,
} from '@support-chat/protocol';
import type { ScriptedLine } from './sample-lines.js';

/** How a scripted conversation begins. */
export interface ScriptedConversationOptions {
  /** Default: `none` without messages, else `live` when the agent wrote, else `queued`. */
  readonly phase?: 'none' | ConversationPhase;
  /** The log so far: lines, or a number of sample lines. Default: none. */
  readonly messages?: number | readonly ScriptedLine[];
  /** Who asks. Default: a visitor without a name. */
  readonly visitor?: Partial<Author>;
  /** How far the agent has read: a `seq`. Default: up to the agent's own last message. */
  readonly readByAgent?: number;
  /** How far the visitor has read. Default: everything. */
  readonly readByVisitor?: number;
}

export interface ScriptedAdapterOptions extends ScriptedConversationOptions {
  /** Who answers. Default: an agent named Ada. */
  readonly agent?: Partial<Author>;
  /** What the visitor talked about before, oldest first. Default: nothing. */
  readonly earlier?: readonly ScriptedConversationOptions[];
  /** Further conversations that an agent finds in the inbox. */
  readonly inbox?: readonly ScriptedConversationOptions[];
  /** Events in the newest page; give the length of the log to have all of it at once. Default: 100. */
  readonly pageSize?: number;
  /** Overrides; all true by default. What is false is really absent. */
  readonly capabilities?: Partial<Capabilities>;
  /** Default: true. */
  readonly staffed?: boolean;
  /** What the owner has set, as the back end says it. Default: nothing. */
  readonly site?: unknown;
  /** What can be searched; counted in `site`. Default: none. */
  readonly articles?: readonly Article[];
  /** Whether the visitor may have what is kept of them, and have it erased. Default: false. */
  readonly visitorData?: boolean;
  /** No back end answers until `goOnline()`. Default: false. */
  readonly offline?: boolean;
  /** Wall time, milliseconds. Default: begins on 15 January 2026, 09:30 UTC and goes on 20 s with each event. */
  readonly now?: () => number;
}

/** A chat adapter and the strings by which it is played. */
export interface ScriptedAdapter extends ChatAdapter {
  /** All commands that arrived, repeated ones included, in order. */
  readonly received: readonly ClientCommand[];
  /** All signals that arrived, pings included, in order. */
  readonly signals: readonly Signal[];
  /** Commands that wait for {@link ScriptedAdapter.releaseAcks}. */
  readonly held: readonly ClientCommand[];
  /** Connections that are open now. */
  readonly connections: number;
  /** The log as the back end has it. */
  readonly log: readonly LogEvent[];
  /** The agent takes the conversation. */
  agentJoins(): void;
  /** The agent writes, joining first when they have not; with a card beside the words. */
  agentSays(text: string, card?: Card | OwnCard): void;
  /** The agent begins, or with `false` stops, typing. */
  agentTypes(active?: boolean): void;
  /**
   * A bot has got as far as this with its next message (P-R11); called again with more, the same message grows. It is
   * stored by {@link ScriptedAdapter.botSays}, given up by `null`.
   */
  botStreams(text: string | null): void;
  /** The bot's message is written to its end, and stored under the id it was streamed under. */
  botSays(text: string, card?: Card | OwnCard): void;
  /** The agent's device has everything. */
  agentReceives(): void;
  /** The agent has read everything. */
  agentReads(): void;
  /** The visitor writes from elsewhere: another tab, or the visitor's side of an agent's story. */
  visitorSays(text: string): void;
  /** The visitor types; seen by agents, with what they have typed so far. */
  visitorTypes(active?: boolean, preview?: string): void;
  /** Another tab of the visitor opens one of their conversations: by its place in `earlier`, or a new one with these words. */
  visitorOpens(which: number | string): void;
  /** The visitor rates the conversation, which has ended. */
  visitorRates(score: number, text?: string): void;
  visitorReads(): void;
  /** The agent ends the conversation. */
  end(): void;
  setStaffed(staffed: boolean): void;
  /** Cuts all connections; the next attempt succeeds. Default reason: `connection-lost`. */
  cut(reason?: Problem | ErrorCode): void;
  /** Cuts all connections and fails every attempt until {@link ScriptedAdapter.goOnline}. */
  goOffline(reason?: Problem | ErrorCode): void;
  goOnline(): void;
  /** The next command is refused with this. */
  refuseNext(reason: Problem | ErrorCode): void;
  /** From now on commands are neither stored nor answered. */
  holdAcks(): void;
  /** Stores and answers what was held, in order, and all that comes later. */
  releaseAcks(): void;
  /** The log was restored from a backup: a new epoch for everybody (L4). */
  restore(): void;
  /** Any event, to all connections. */
  emit(event: ServerEvent): void;
}
