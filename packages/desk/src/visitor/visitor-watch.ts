/**
 * What is known of the visitor who is looked at: asked for when somebody else is in front, and again whenever their row of
 * the inbox says that more is known. What is there stays until the new answer has come.
 */
import {
  ProtocolError,
  readVisitorDetails,
  type ConversationSummary,
  type ErrorCode,
  type VisitorDetails,
} from '@support-chat/protocol';
import type { VisitorSource } from './visitor-source.js';

interface VisitorWatchOptions {
  readonly source: VisitorSource;
  readonly onChange: () => void;
  readonly signal: AbortSignal;
}

/** See the module. */
export class VisitorWatch {
  readonly #options: VisitorWatchOptions;
  /** The conversation that is looked at, and as of when. */
  #seen: Pick<ConversationSummary, 'id' | 'about'> | null = null;
  #details: VisitorDetails | null = null;
  #problem: ErrorCode | null = null;
  #asking: AbortController | undefined;

  constructor(options: VisitorWatchOptions) {
    this.#options = options;
    options.signal.addEventListener('abort', () => this.#asking?.abort(), { once: true });
  }

  /** Of the conversation that was looked at last; null while nothing is known. */
  get details(): VisitorDetails | null {
    return this.#details;
  }

  /** Why the newest is not known; null: it is, or is on its way. */
  get problem(): ErrorCode | null {
    return this.#problem;
  }

  /** Somebody looks at the visitor of this conversation. */
  look({ id, about }: ConversationSummary): void {
    if (this.#seen?.id === id && this.#seen.about === about) return;
    if (this.#seen?.id !== id) this.#details = null;
    this.#seen = { id, ...(about !== undefined && { about }) };
    void this.#load(id);
  }

  /** Asks once more. */
  retry(): void {
    if (this.#seen) void this.#load(this.#seen.id);
  }

  async #load(conversation: string): Promise<void> {
    const { source, onChange } = this.#options;
    this.#asking?.abort();
    const asking = (this.#asking = new AbortController());
    this.#problem = null;
    try {
      const answer = await source.load(conversation, asking.signal);
      if (asking.signal.aborted) return;
      this.#details = readVisitorDetails(answer, 'answer');
    } catch (error) {
      if (asking.signal.aborted) return;
      if (!(error instanceof ProtocolError)) throw error;
      this.#problem = error.code;
    }
    onChange();
  }
}
