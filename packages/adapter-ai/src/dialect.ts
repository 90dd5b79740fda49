/** How a question is put to a back end, and how its answer is read. */
import type { MessageAdded } from '@support-chat/protocol';
import type { AnswerPart } from './answer-part.js';

/** What a question carries along of a message. */
export type Asked = Pick<MessageAdded, 'id' | 'author' | 'text'>;

export interface Dialect {
  /** Of the adapter. */
  readonly name: string;
  /** Where questions are posted to. */
  address(api: string): string;
  /** Where an answer goes on that is being written; absent: nowhere. */
  resumeAddress?(api: string, conversation: string): string;
  /** A question, which is the end of `messages`. */
  body(conversation: string, messages: readonly Asked[]): Readonly<Record<string, unknown>>;
  /** The data of one event. Never throws. */
  read(data: string): readonly AnswerPart[];
}
