/** The settings of one desk (A12): they stand in place of its columns. */
import type { SettingsHost, SettingsPanel } from '../features/settings/settings-panel.js';
import { LazyPanel, type LazyPanelOptions } from '../lazy-panel.js';

/** See the module. */
export class DeskSettings extends LazyPanel<SettingsPanel> {
  constructor(options: Omit<SettingsHost, 'onClose'> & LazyPanelOptions) {
    super(options, async (onClose) => {
      const { SettingsPanel } = await import('../features/settings/settings-panel.js');
      return new SettingsPanel({ ...options, onClose });
    });
  }

  /** Escape: one step back. */
  back(): void {
    this.panel?.back();
  }
}
