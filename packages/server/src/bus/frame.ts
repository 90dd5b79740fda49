/**
 * One server frame, encoded once for all who get it. Owns the text and its bytes; knows nothing about sockets.
 */
import type { Cursor, ServerFrame } from '@support-chat/protocol';

/** `exact` frames have to arrive or the connection ends; `ephemeral` ones may be dropped under pressure (S3). */
export type FrameKind = 'exact' | 'ephemeral';

interface FrameOptions {
  /** Place in the log after this frame was applied: the `id:` of an SSE event (C3). */
  readonly cursor?: Cursor | undefined;
  /** Conversation the cursor belongs to. */
  readonly conversation?: string | undefined;
  /** Who does not get it: a connection's id or a participant's key. */
  readonly except?: string | undefined;
}

/** A frame that is ready to be sent. Shared by every sink, so it is never changed. */
export class Frame {
  readonly text: string;
  readonly kind: FrameKind;
  readonly cursor: Cursor | null;
  readonly conversation: string | null;
  readonly except: string | null;
  #bytes: Buffer | null = null;

  constructor(text: string, kind: FrameKind, options: FrameOptions = {}) {
    this.text = text;
    this.kind = kind;
    this.cursor = options.cursor ?? null;
    this.conversation = options.conversation ?? null;
    this.except = options.except ?? null;
  }

  /** Encodes a frame of the protocol. */
  static of(frame: ServerFrame, kind: FrameKind, options?: FrameOptions): Frame {
    return new Frame(JSON.stringify(frame), kind, options);
  }

  /** The text as UTF-8, made at the first use and shared from then on. Must not be written to. */
  get bytes(): Buffer {
    return (this.#bytes ??= Buffer.from(this.text));
  }
}
