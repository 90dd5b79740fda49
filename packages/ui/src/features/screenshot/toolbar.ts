/** The tools, colours and steps above the picture: one stop for Tab, arrows go from button to button. */
import { checkIcon } from '../../icon-paths.js';
import { icon } from '../../icons.js';
import { html, nothing, type TemplateResult } from 'lit/html.js';
import type { Localizer } from '../../localizer/localizer.js';
import type { PictureKey } from '../../locales/features/picture.js';
import type { MessageKey } from '../../locales/messages.js';
import { TOOLS, type Tool } from './picture-edits.js';
import { redoIcon, removeIcon, toolIcons, undoIcon } from './picture-icons.js';

/** Names of the colours; `accent` is the site's. */
export const COLOURS = ['accent', 'red', 'black', 'white'] as const;
export type Colour = (typeof COLOURS)[number];

/** What the toolbar shows and does. */
export interface ToolbarModel {
  readonly words: Localizer<MessageKey | PictureKey>;
  readonly tool: Tool;
  readonly colour: Colour;
  readonly canUndo: boolean;
  readonly canRedo: boolean;
  /** A shape is in progress. */
  readonly shaping: boolean;
  /** Which button Tab reaches. */
  readonly at: string;
  readonly onTool: (tool: Tool) => void;
  readonly onColour: (colour: Colour) => void;
  readonly onStep: (step: Step) => void;
  /** The focus came to a button. */
  readonly onFocus: (name: string) => void;
}

export type Step = 'undo' | 'redo' | 'keep' | 'remove';

/** See the module. */
export function toolbar(model: ToolbarModel): TemplateResult {
  const { words, at, onFocus } = model;
  const stepButton = (step: Step, path: string, able: boolean): TemplateResult => {
    const name = words.text(`picture-${step}`);
    // Disabled for real it would drop the focus that pressed it last.
    return html`<button
      type="button"
      class=${`icon-button ${step}`}
      aria-label=${name}
      title=${name}
      aria-disabled=${able ? nothing : 'true'}
      tabindex=${at === step ? '0' : '-1'}
      @focus=${() => onFocus(step)}
      @click=${() => able && model.onStep(step)}
    >
      ${icon(path)}
    </button>`;
  };
  return html`<div
    class="picture-tools"
    role="toolbar"
    aria-label=${words.text('picture-tools')}
    @keydown=${(event: KeyboardEvent) => walk(event, words.direction)}
  >
    <div class="picture-group">
      ${TOOLS.map((tool) => {
        const name = words.text(`picture-${tool}`);
        return html`<button
          type="button"
          class="icon-button"
          part="picture-tool"
          aria-label=${name}
          title=${name}
          aria-pressed=${tool === model.tool}
          tabindex=${at === tool ? '0' : '-1'}
          @focus=${() => onFocus(tool)}
          @click=${() => model.onTool(tool)}
        >
          ${icon(toolIcons[tool])}
        </button>`;
      })}
    </div>
    <div class="picture-group">
      ${stepButton('undo', undoIcon, model.canUndo)} ${stepButton('redo', redoIcon, model.canRedo)}
    </div>
    <div class="picture-group" role="group" aria-label=${words.text('picture-colour')}>
      ${COLOURS.map((colour) => {
        const name = words.text(`picture-${colour}`);
        return html`<button
          type="button"
          class=${`icon-button picture-swatch ${colour}`}
          aria-label=${name}
          title=${name}
          aria-pressed=${colour === model.colour}
          tabindex=${at === colour ? '0' : '-1'}
          @focus=${() => onFocus(colour)}
          @click=${() => model.onColour(colour)}
        ></button>`;
      })}
    </div>
    <div class="picture-group">
      ${stepButton('keep', checkIcon, model.shaping)} ${stepButton('remove', removeIcon, model.shaping)}
    </div>
  </div>`;
}

function walk(event: KeyboardEvent, direction: 'ltr' | 'rtl'): void {
  if (event.altKey || event.ctrlKey || event.metaKey) return;
  const buttons = [...(event.currentTarget as HTMLElement).querySelectorAll('button')];
  const at = buttons.indexOf(event.target as HTMLButtonElement);
  const on = direction === 'rtl' ? -1 : 1;
  const to = { ArrowRight: at + on, ArrowLeft: at - on, Home: 0, End: -1 }[event.key];
  if (at < 0 || to === undefined) return;
  event.preventDefault();
  buttons.at(to % buttons.length)?.focus();
}
