/** A list of commands, worked by pointer and by arrow keys alike: the open menu of a button, whoever the button belongs to. */
import { html, nothing, type TemplateResult } from 'lit/html.js';
import { icon } from '../../icons.js';

/** One command. */
export interface MenuCommand {
  readonly label: string;
  /** For the page's styles; default: none. */
  readonly part?: string;
  /** Path of its icon. */
  readonly path: string;
  readonly run: () => void;
}

export interface CommandMenuOptions {
  /** Name of the menu. */
  readonly label: string;
  readonly commands: readonly MenuCommand[];
  /** The person left it or chose something; before that is run. Puts the focus where it belongs. */
  readonly onClose: (event: Event) => void;
}

/** Renders the menu. Give it a place to stand: its nearest positioned ancestor is the button's. */
export function commandMenu({ label, commands, onClose }: CommandMenuOptions): TemplateResult {
  return html`<div
    class="menu"
    role="menu"
    tabindex="-1"
    aria-label=${label}
    @keydown=${(event: KeyboardEvent) => {
      if (event.key === 'Escape') {
        event.preventDefault();
        event.stopPropagation();
        onClose(event);
      } else walk(event);
    }}
  >
    ${commands.map(
      (command) =>
        html`<button
          class="menu-item"
          part=${command.part ?? nothing}
          type="button"
          role="menuitem"
          tabindex="-1"
          @click=${(event: Event) => {
            onClose(event);
            command.run();
          }}
        >
          ${icon(command.path)}<span>${command.label}</span>
        </button>`,
    )}
  </div>`;
}

/** Puts the focus on the first command of an open menu. */
export function focusMenu(container: ParentNode): void {
  container.querySelector<HTMLElement>('[role="menuitem"]')?.focus();
}

function walk(event: KeyboardEvent): void {
  const items = [...(event.currentTarget as Element).querySelectorAll<HTMLElement>('[role="menuitem"]')];
  const at = items.indexOf(event.target as HTMLElement);
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 }[event.key];
  if (to === undefined) return;
  event.preventDefault();
  items.at(to % items.length)?.focus();
}
