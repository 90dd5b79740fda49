/**
 * What the author of an adapter brings to have it judged: a way to start the back end, to play the person at its other
 * end, and to break the line. The kit asks for what is here and for the adapter's capabilities, never for a name.
 */
import type { Card, ChatAdapter, Identity } from '@support-chat/protocol';

/** One adapter with a back end, as a module of its own exports it by default. */
export interface AdapterHarness {
  /** Names the adapter in reports and tables. */
  readonly title: string;
  /** What this machine lacks, `mosquitto` for one; null when all is there. Default: nothing is needed. */
  missing?(): string | null | Promise<string | null>;
  /** Starts the back end. Called once for all rules. */
  start(): HarnessBackEnd | Promise<HarnessBackEnd>;
}

/** A back end that runs, the way to it, and the strings by which both are played. */
export interface HarnessBackEnd {
  /** The adapter as one page has it: once per rule, and again where a rule loads the page anew. */
  createAdapter(): ChatAdapter;
  /**
   * Called before each rule: everything may be forgotten. For back ends that know one visitor only; where every new
   * identity is a new visitor it is not needed.
   */
  reset?(): void | Promise<void>;
  /** Who connects. Default: a new visitor each time. */
  identity?(): Identity | Promise<Identity>;

  /**
   * Ends all connections as a failing network does; new ones succeed. Where the adapter asks from time to time, the next
   * question fails.
   */
  cut(): void | Promise<void>;
  /** Makes the back end unreachable, or reachable again. */
  setReachable(reachable: boolean): void | Promise<void>;
  /**
   * The adapter keeps no connection between two requests, so that losing one is noticed with the next message only: rules
   * about an idle connection that is lost, and about opening without a network, are not judged. Default: false.
   */
  readonly connectionless?: boolean;

  /** Plays the person at the other end. Absent: nobody is there, see {@link HarnessBackEnd.bot}. */
  readonly agent?: HarnessAgent;
  /** A bot answers every message of the visitor by itself, with words. Rules that need no more of the other side use it. */
  readonly bot?: boolean;

  /**
   * All messages the back end has of a conversation, in its order. What is in here has to reach the visitor. Absent: a
   * message counts as stored when {@link HarnessAgent.say} or `send` has resolved.
   */
  stored?(conversation: string): readonly StoredMessage[] | Promise<readonly StoredMessage[]>;
  /** What the back end takes. Default: any text, as long as our own limit of 10,000 UTF-16 code units. */
  readonly text?: HarnessText;
  /**
   * What the back end, or the adapter for it, refuses with these codes: other content under a known id, a command for a
   * log that was replaced. Absent: it need not, but must neither double nor lose the first.
   */
  readonly refuses?: readonly ('id-conflict' | 'epoch-stale')[];

  /** Says something of a type nobody knows to all connections. */
  sayUnknown?(): void | Promise<void>;
  /** All answers to requests are like this until it is called with null. */
  answerBadly?(how: BadAnswer | null): void | Promise<void>;
  /** Which of them it can. Default: all. */
  readonly badAnswers?: readonly BadAnswer[];

  /** Milliseconds until what does not come breaks a rule. Default: 10,000. */
  readonly patience?: number;
  /** Stops everything that {@link AdapterHarness.start} has started. */
  stop?(): void | Promise<void>;
}

/** The person at the other end. What is absent cannot be done there, or cannot be played; `conversation` is the adapter's id. */
export interface HarnessAgent {
  /** Writes. Resolves when it is stored. */
  say(conversation: string, text: string): void | Promise<void>;
  /** Begins or stops typing. */
  type?(conversation: string, active: boolean): void | Promise<void>;
  /** Has read everything. */
  read?(conversation: string): void | Promise<void>;
  /** Takes part under this name, with this face where there are any. */
  join?(conversation: string, who: { readonly name: string; readonly avatarUrl: string }): void | Promise<void>;
  /** Ends the conversation. */
  end?(conversation: string): void | Promise<void>;
  /** Sends a file. */
  sendFile?(conversation: string, file: HarnessFile): void | Promise<void>;
  /** Asks with answers to choose from, in the words of its back end. */
  sendQuickReplies?(conversation: string, text: string, card: ChoicesCard): void | Promise<void>;
  /** Whether the visitor is seen typing now. */
  seesTyping?(conversation: string): boolean | Promise<boolean>;
  /** Whether the visitor's newest rating is seen; its score where it is. */
  seesRating?(conversation: string): number | null | Promise<number | null>;
}

/** Answers to choose from. */
export type ChoicesCard = Extract<Card, { readonly kind: 'choices' }>;

/** A message as the back end has it. */
export interface StoredMessage {
  /** Who wrote it. */
  readonly by: 'visitor' | 'other';
  readonly text: string;
}

/** A file of the other side. */
export interface HarnessFile {
  readonly name: string;
  readonly type: string;
  readonly bytes: Uint8Array;
}

/** What texts a back end takes. */
export interface HarnessText {
  /** UTF-16 code units that are taken at most. Absent: nothing is said of longer ones. */
  readonly longest?: number;
  /** Control characters survive. Default: true; XML has none. */
  readonly controls?: boolean;
}

/** Ways in which other people's servers fail. */
export type BadAnswer =
  /** 200 with a page in place of JSON, as from a proxy or a captive portal. */
  | 'html'
  /** 401. */
  | 'unauthorized'
  /** 403. */
  | 'forbidden'
  /** 429 with `Retry-After: 7`. */
  | 'rate-limited'
  /** 429 without it. */
  | 'rate-limited-bare'
  /** 500. */
  | 'failed'
  /** 200 whose body ends in the middle. */
  | 'cut-body';
