/**
 * What `describeBadInput` asks of each adapter: how its back end is made to answer badly, and what is to become of it. A fault that
 * a protocol does not know is named with the reason, so that none is forgotten.
 */
import type { ChatAdapter, ErrorCode } from '@support-chat/protocol';
import type { VisitorChat } from './visitor-chat.js';

/** The answers that are none. */
export const BAD_INPUTS = [
  'a page',
  'an error with 200',
  '401',
  '403',
  '404',
  '409',
  '413',
  '429 with Retry-After',
  '429 without',
  '500',
  '502 with a page',
  'a cut body',
] as const;

export type BadInput = (typeof BAD_INPUTS)[number];

/**
 * What a visitor says only so that the other side says something, where that never speaks unasked: `…` and more. The suite
 * looks past such words, and so does {@link BadInputBackEnd.stored}.
 */
export const isPrompt = (text: string): boolean => text.startsWith('…');

/** The protocol has no such thing. */
export interface Absent {
  /** Why. */
  readonly absent: string;
}

/** What becomes of a message that was answered badly. */
export type MessageOutcome =
  /**
   * It goes again by itself. `stored`: the back end may have it already and recognises it, so both are tried. `code` is what the
   * visitor is told meanwhile: null when the line alone shows it.
   */
  | { readonly becomes: 'repeated'; readonly code: ErrorCode | null; readonly stored: boolean }
  /** Nobody knows whether it is stored: the next connection finds it, or the person decides. */
  | { readonly becomes: 'perhaps' }
  /** It is shown as failed and goes by the person's hand. */
  | { readonly becomes: 'failed'; readonly code: ErrorCode }
  /** The credential is worth nothing any more: it goes by itself, in a new conversation. */
  | { readonly becomes: 'begun anew' }
  | Absent;

/** What becomes of a connection that was answered badly: the code that is shown meanwhile, or for good; null when nobody hears of it. */
export type ConnectionOutcome = { readonly code: ErrorCode | null } | Absent;

/** One visitor's back end. All of it is at the newest conversation. */
export interface BadInputBackEnd {
  createAdapter(): ChatAdapter;
  /** What visitors said, in all conversations and in order; when there is that much of it. */
  stored(count: number): Promise<readonly string[]>;
  /** The next message is answered like this. `isStored`: it is stored all the same. */
  answerMessage(how: BadInput, isStored: boolean): void;
  /** Ends the line; the next attempt to connect is answered like this, those after it as always. */
  refuseConnection(how: BadInput): void | Promise<void>;
  /**
   * The other side says something, under `id` (what an earlier call gave) and of `time` (milliseconds since 1970), when those are
   * named. @returns its id
   */
  say(text: string, more?: { readonly id?: string; readonly time?: number }): string | Promise<string>;
  /** What there may be between two versions of a back end, and what is none: each is passed over. */
  readonly nonsense: Readonly<Record<string, () => unknown>>;
  /** The credential is worth nothing from here on. */
  expire(): void | Promise<void>;
  /** Ends it. Fails when something was asked of it that the real one would not have taken. */
  close(): Promise<void>;
}

export interface BadInputHarness<BackEnd extends BadInputBackEnd = BadInputBackEnd> {
  readonly title: string;
  /** What the machine lacks for it. Default: nothing. */
  readonly lacks?: string | null;
  readonly messages: Readonly<Record<BadInput, MessageOutcome>>;
  readonly connections: Readonly<Record<BadInput, ConnectionOutcome>>;
  /** What an id is that comes again with other words: a change in its place, what was said first, or another message. */
  readonly repeats: 'changed' | 'first' | 'another' | Absent;
  /** Whether the other side names times. */
  readonly times: 'told' | Absent;
  /** What a visitor is whose credential is worth nothing any more. */
  readonly expiry: 'goes on' | 'begins anew' | Absent;
  /** Names of {@link BadInputBackEnd.nonsense}. */
  readonly nonsense: readonly string[];
  start(): Promise<BackEnd>;
  /** After the first words were stored, before a test begins. */
  begun?(visitor: VisitorChat): Promise<void>;
  /** All tests are over. */
  stop?(): Promise<void>;
}
