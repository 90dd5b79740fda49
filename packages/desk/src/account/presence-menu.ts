/** Available or away, as a menu of the platform's own. Draws what it is given; keeps nothing. */
import type { Presence } from '@support-chat/protocol';
import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import type { DeskLocalizer } from '../desk-localizer.js';

/** Everything the menu shows. */
export interface PresenceMenuView {
  readonly presence: Presence;
  /** What was chosen last was not stored. */
  readonly failed: boolean;
  /** It was changed at this desk: it is said aloud. */
  readonly changed: boolean;
  readonly localizer: DeskLocalizer;
  readonly onChoose: (presence: 'available' | 'away') => void;
}

/** Draws the menu. */
export function presenceMenu({ presence, failed, changed, localizer, onChoose }: PresenceMenuView): TemplateResult {
  const choose = (event: Event): void => {
    onChoose((event.currentTarget as HTMLSelectElement).value === 'away' ? 'away' : 'available');
  };
  return html`<span class="presence-menu ${presence}">
      <select part="presence" aria-label=${localizer.text('presence-label')} .value=${live(presence)} @change=${choose}>
        <option value="available">${localizer.text('presence-available')}</option>
        <option value="away">${localizer.text('presence-chosen-away')}</option>
        <option value="idle" hidden disabled>${localizer.text('presence-idle')}</option>
      </select>
    </span>
    <span class="visually-hidden" role="status"
      >${changed && !failed ? localizer.text(PRESENCE_WORDS[presence]) : nothing}</span
    >
    ${failed ? html`<span class="presence-failed" role="alert">${localizer.text('presence-failed')}</span>` : nothing}`;
}

const PRESENCE_WORDS = {
  available: 'presence-available',
  away: 'presence-chosen-away',
  idle: 'presence-idle',
} as const satisfies Record<Presence, string>;
