/** What a part of a streamed answer says, whichever dialect it came in. */
import type { CardData, Problem } from '@support-chat/protocol';

/** A page that an answer rests on. */
export interface Source {
  readonly url: string;
  /** Default: the address. */
  readonly title?: string | undefined;
}

export type AnswerPart =
  /** What follows of the text. */
  | { readonly type: 'text'; readonly text: string }
  /** What follows is another paragraph. */
  | { readonly type: 'break' }
  | { readonly type: 'source'; readonly source: Source }
  | { readonly type: 'card'; readonly card: CardData }
  /** The answer is whole; what ends without this was cut off. */
  | { readonly type: 'end' }
  | { readonly type: 'failed'; readonly problem: Problem };
