/** What a message's text means: the tree between parsing and rendering. Plain data, no markup. */

/** A run of text, or something within a line. */
export type Inline =
  | string
  | { readonly type: 'strong' | 'emphasis'; readonly children: readonly Inline[] }
  | { readonly type: 'code'; readonly text: string }
  | Link;

export interface Link {
  readonly type: 'link';
  /** Absolute, of an allowed scheme. */
  readonly href: string;
  readonly children: readonly Inline[];
  /** Where it really leads; present when the words could make one believe in another place. */
  readonly host?: string;
}

/** A part of a message from one line to another. */
export type Block =
  /** Line breaks in it are kept as they were typed. */
  | { readonly type: 'paragraph'; readonly children: readonly Inline[] }
  | { readonly type: 'quote'; readonly children: readonly Block[] }
  /** `start` is the first number of a numbered list, null for bullets. */
  | { readonly type: 'list'; readonly start: number | null; readonly items: readonly (readonly Inline[])[] }
  | { readonly type: 'code'; readonly text: string };
