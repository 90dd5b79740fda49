/** The statistics of one desk (A10): they stand in the place of the inbox, and are counted anew each time. */
import type { StatisticsHost, StatisticsPanel } from '../features/statistics/statistics-panel.js';
import { LazyPanel, type LazyPanelOptions } from '../lazy-panel.js';

/** See the module. */
export class DeskStatistics extends LazyPanel<StatisticsPanel> {
  constructor(options: Omit<StatisticsHost, 'onClose'> & LazyPanelOptions) {
    super(options, async (onClose) => {
      const { StatisticsPanel } = await import('../features/statistics/statistics-panel.js');
      return new StatisticsPanel({ ...options, onClose });
    });
  }

  protected override again(panel: StatisticsPanel): void {
    panel.look();
  }
}
