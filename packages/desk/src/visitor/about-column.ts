/** The column about the visitor, and what it has asked for: see `about-visitor.ts` for how it looks. */
import type { ConversationSummary } from '@support-chat/protocol';
import { nothing, type TemplateResult } from 'lit';
import type { DeskLocalizer } from '../desk-localizer.js';
import { aboutVisitor } from './about-visitor.js';
import type { VisitorSource } from './visitor-source.js';
import { VisitorWatch } from './visitor-watch.js';

interface AboutColumnOptions {
  /** Undefined: nobody knows more than the inbox says. */
  readonly source: VisitorSource | undefined;
  readonly localizer: () => DeskLocalizer;
  /** What the owner calls a department. */
  readonly nameOfDepartment: (id: string) => string;
  /** Wall time. */
  readonly now: () => number;
  /** Another chat of the visitor was chosen. */
  readonly onOpen: (id: string) => void;
  readonly onClose: () => void;
  readonly onChange: () => void;
  readonly signal: AbortSignal;
}

/** See the module. */
export class AboutColumn {
  readonly #options: AboutColumnOptions;
  readonly #watch: VisitorWatch | null;
  /** Chats that were opened from here, which no inbox may show. */
  readonly #opened = new Map<string, ConversationSummary>();

  constructor(options: AboutColumnOptions) {
    this.#options = options;
    const { source, onChange, signal } = options;
    this.#watch = source ? new VisitorWatch({ source, onChange, signal }) : null;
  }

  /** Of a chat that was opened from here. */
  summaryOf(id: string): ConversationSummary | undefined {
    return this.#opened.get(id);
  }

  /** @param conversation - the one in front, while the column is shown; else undefined */
  render(conversation: ConversationSummary | undefined): TemplateResult | typeof nothing {
    if (conversation === undefined) return nothing;
    const { localizer, now, nameOfDepartment, onClose, onOpen } = this.#options;
    const watch = this.#watch;
    watch?.look(conversation);
    return aboutVisitor({
      ...{ conversation, nameOfDepartment, onClose },
      localizer: localizer(),
      now: now(),
      details: watch?.details ?? null,
      failed: watch?.problem != null,
      onRetry: () => watch?.retry(),
      onOpen: (other) => {
        this.#opened.set(other.id, other);
        onOpen(other.id);
      },
    });
  }
}
