/** The archive of one desk (A9): it stands in the place of the inbox, and knows what was opened from it. */
import type { ArchiveHit, ConversationSummary } from '@support-chat/protocol';
import type { ArchiveHost, ArchivePanel } from '../features/archive/archive-panel.js';
import { LazyPanel, type LazyPanelOptions } from '../lazy-panel.js';

interface DeskArchiveOptions extends Omit<ArchiveHost, 'onClose' | 'onOpen'>, LazyPanelOptions {
  readonly onOpen: (id: string) => void;
}

/** See the module. */
export class DeskArchive extends LazyPanel<ArchivePanel> {
  /** By id: conversations that no inbox shows, as they were found. */
  readonly #opened: Map<string, ArchiveHit>;

  constructor(options: DeskArchiveOptions) {
    const opened = new Map<string, ArchiveHit>();
    super(options, async (onClose) => {
      const { ArchivePanel } = await import('../features/archive/archive-panel.js');
      const onOpen = (hit: ArchiveHit): void => {
        opened.set(hit.id, hit);
        options.onOpen(hit.id);
      };
      return new ArchivePanel({ ...options, onOpen, onClose });
    });
    this.#opened = opened;
  }

  /** Of a conversation that was opened from here. */
  summaryOf(id: string): ConversationSummary | undefined {
    return this.#opened.get(id);
  }
}
