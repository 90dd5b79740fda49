/** What the fake Direct Line keeps, and what it hands out. */
import { randomUUID } from 'node:crypto';
import type { WebSocket } from 'ws';

/** An activity as the Bot Framework has it: fields beyond these are the bot's and the client's. */
export interface Activity extends Readonly<Record<string, unknown>> {
  readonly type: string;
  readonly id: string;
  readonly from: { readonly id: string; readonly name?: string; readonly role?: string };
  readonly channelData?: Readonly<Record<string, unknown>>;
  readonly text?: string;
}

/** A file that somebody sent. */
export interface StoredFile {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly bytes: Buffer;
}

export interface Conversation {
  readonly id: string;
  /** In their order; `typing` is not kept (documented: WebSocket only). */
  readonly activities: Activity[];
  readonly files: StoredFile[];
  /** Only one at a time (documented). */
  stream: WebSocket | null;
  /** Somebody has started it, or its token was only made. */
  started: boolean;
  /** Visitors ask for it in vain: 404. */
  ended: boolean;
}

/** What a token lets its bearer do, and until when; milliseconds since 1970. */
export interface Grant {
  readonly conversation: Conversation;
  expiresAt: number;
}

export function newConversation(): Conversation {
  return { id: `${randomUUID()}-eu`, activities: [], files: [], stream: null, started: false, ended: false };
}

/** An answer that is an error, in the form that is documented: `{error: {code, message}}`. */
export class Refusal extends Error {
  readonly status: number;
  readonly body: unknown;

  constructor(status: number, code: string, message: string) {
    super(`${status} ${code}: ${message}`);
    this.status = status;
    this.body = { error: { code, message } };
  }
}
