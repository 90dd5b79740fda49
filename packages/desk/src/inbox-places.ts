/** What can stand in the place of the inbox, one at a time: the archive (A9) and the statistics (A10). */
import type { ConversationSummary } from '@support-chat/protocol';
import type { ArchiveSource } from './archive/archive-source.js';
import { DeskArchive } from './archive/desk-archive.js';
import type { ArchiveHost } from './features/archive/archive-panel.js';
import type { LazyPanelOptions } from './lazy-panel.js';
import { DeskStatistics } from './statistics/desk-statistics.js';
import type { StatisticsSource } from './statistics/statistics-source.js';

interface InboxPlacesOptions extends Omit<ArchiveHost, 'source' | 'onClose' | 'onOpen'>, LazyPanelOptions {
  readonly archive: ArchiveSource | undefined;
  readonly statistics: StatisticsSource | undefined;
  /** A conversation was chosen in the archive. */
  readonly onOpen: (id: string) => void;
}

/** See the module. */
export class InboxPlaces {
  readonly #archive: DeskArchive | null;
  readonly #statistics: DeskStatistics | null;

  constructor({ archive, statistics, ...host }: InboxPlacesOptions) {
    this.#archive = archive ? new DeskArchive({ ...host, source: archive }) : null;
    this.#statistics = statistics ? new DeskStatistics({ ...host, source: statistics }) : null;
  }

  /** Null: the inbox itself. */
  get element(): HTMLElement | null {
    return this.#archive?.element ?? this.#statistics?.element ?? null;
  }

  get hasArchive(): boolean {
    return this.#archive !== null;
  }

  get hasStatistics(): boolean {
    return this.#statistics !== null;
  }

  /** Figures want more room than rows. */
  get isWide(): boolean {
    return this.#statistics !== null && this.#statistics.element !== null;
  }

  /** Of a conversation that was opened from the archive. */
  summaryOf(id: string): ConversationSummary | undefined {
    return this.#archive?.summaryOf(id);
  }

  /** Shows one of them, or goes back to the inbox. */
  async toggle(place: 'archive' | 'statistics'): Promise<void> {
    const [wanted, other] = place === 'archive' ? [this.#archive, this.#statistics] : [this.#statistics, this.#archive];
    other?.hide();
    await wanted?.toggle();
  }

  update(): void {
    this.#archive?.update();
    this.#statistics?.update();
  }

  /** Puts the focus into what stands there. */
  focus(): void {
    this.#archive?.focus();
    this.#statistics?.focus();
  }
}
