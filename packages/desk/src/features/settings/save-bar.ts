/** The foot of a page: what is not saved yet, and what stands in the way. Draws what it is given; keeps nothing. */
import { html, nothing, type TemplateResult } from 'lit';
import type { DeskLocalizer } from '../../desk-localizer.js';
import type { Saveable } from './draft.js';
import { wordsIn } from './settings-page.js';
import { settingsWords } from './settings-words.js';

interface SaveBarView {
  readonly drafts: readonly Saveable[];
  /** Everything was saved a moment ago. */
  readonly saved: boolean;
  readonly localizer: DeskLocalizer;
  readonly onSave: () => void;
  /** After a conflict. */
  readonly onOverwrite: () => void;
}

/** Draws the bar. The place where it speaks is always there, so that what it says is heard. */
export function saveBar({ drafts, saved, localizer, onSave, onOverwrite }: SaveBarView): TemplateResult {
  const say = wordsIn(localizer, settingsWords);
  const changed = drafts.filter(({ dirty }) => dirty);
  const saving = drafts.some(({ phase }) => phase === 'saving');
  const conflicts = changed.filter(({ conflict }) => conflict);
  if (conflicts.length > 0) {
    return html`<div class="save-bar conflict">
      <p role="alert">${say('conflict')}</p>
      <button
        type="button"
        class="button small quiet"
        @click=${() => conflicts.forEach((draft) => void draft.takeTheirs())}
      >
        ${say('take-theirs')}
      </button>
      <button type="button" class="button small" @click=${onOverwrite}>${say('overwrite')}</button>
    </div>`;
  }
  const wrong = wrongWords(changed, localizer);
  return html`<div class="save-bar ${changed.length > 0 || saved ? '' : 'calm'}">
    <p class=${wrong ? 'problem' : ''} role=${wrong ? 'alert' : 'status'}>
      ${wrong ?? (saving ? say('saving') : changed.length > 0 ? say('unsaved') : saved ? say('saved') : nothing)}
    </p>
    ${
      changed.length > 0
        ? html`<button
              type="button"
              class="button small quiet"
              aria-disabled=${saving ? 'true' : nothing}
              @click=${() => changed.forEach((draft) => saving || draft.discard())}
            >
              ${say('discard')}
            </button>
            <button type="button" class="button small" aria-disabled=${saving ? 'true' : nothing} @click=${onSave}>
              ${say('save')}
            </button>`
        : nothing
    }
  </div>`;
}

function wrongWords(changed: readonly Saveable[], localizer: DeskLocalizer): string | null {
  const say = wordsIn(localizer, settingsWords);
  if (changed.some(({ hasProblems }) => hasProblems)) return say('not-saved', { reason: say('check-fields') });
  const failure = changed.find((draft) => draft.failure !== null)?.failure;
  if (!failure) return null;
  const reason =
    failure === 'settings-invalid' || failure === 'frame-invalid' ? say('refused') : localizer.error(failure);
  return say('not-saved', { reason });
}
