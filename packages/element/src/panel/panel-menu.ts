/** The menu in the panel's header: a button and a list of commands, worked by pointer and by arrow keys alike. */
import { ellipsisIcon, icon } from '@support-chat/ui';
import { html, nothing, type TemplateResult } from 'lit/html.js';

/** One command. */
export interface MenuItem {
  readonly label: string;
  /** A path of `icon-paths.ts`. */
  readonly path: string;
  readonly run: () => void;
}

interface MenuOptions {
  readonly label: string;
  readonly open: boolean;
  readonly items: readonly MenuItem[];
  /** The person opened or closed it, or chose something. */
  readonly onToggle: (open: boolean) => void;
}

/** Renders the button, and when open the list. */
export function panelMenu({ label, open, items, onToggle }: MenuOptions): TemplateResult {
  const close = (event: Event): void => {
    focusButton(event);
    onToggle(false);
  };
  return html`<div class="menu-anchor" @focusout=${(event: FocusEvent) => left(event) && onToggle(false)}>
    <button
      class="icon-button menu-button"
      type="button"
      aria-label=${label}
      data-tip=${open ? nothing : label}
      aria-haspopup="menu"
      aria-expanded=${open ? 'true' : 'false'}
      @click=${() => onToggle(!open)}
      @keydown=${(event: KeyboardEvent) => {
        if (event.key !== 'ArrowDown' || open) return;
        event.preventDefault();
        onToggle(true);
      }}
    >
      ${icon(ellipsisIcon)}
    </button>
    ${
      open
        ? html`<div
            class="menu"
            role="menu"
            tabindex="-1"
            aria-label=${label}
            @keydown=${(event: KeyboardEvent) => {
              if (event.key === 'Escape') {
                event.preventDefault();
                event.stopPropagation();
                close(event);
              } else walk(event);
            }}
          >
            ${items.map(
              (item) =>
                html`<button
                  class="menu-item"
                  type="button"
                  role="menuitem"
                  tabindex="-1"
                  @click=${(event: Event) => {
                    close(event);
                    item.run();
                  }}
                >
                  ${icon(item.path)}<span>${item.label}</span>
                </button>`,
            )}
          </div>`
        : nothing
    }
  </div>`;
}

/** Puts the focus on the first command of an open menu. */
export function focusMenu(container: ParentNode): void {
  container.querySelector<HTMLElement>('[role="menuitem"]')?.focus();
}

function focusButton(event: Event): void {
  const anchor = (event.currentTarget as Element).closest('.menu-anchor');
  anchor?.querySelector<HTMLElement>('.menu-button')?.focus();
}

function left({ currentTarget, relatedTarget }: FocusEvent): boolean {
  return relatedTarget !== null && !(currentTarget as Node).contains(relatedTarget as Node);
}

function walk(event: KeyboardEvent): void {
  const items = [...(event.currentTarget as Element).querySelectorAll<HTMLElement>('[role="menuitem"]')];
  const at = items.indexOf(event.target as HTMLElement);
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 }[event.key];
  if (to === undefined) return;
  event.preventDefault();
  items.at(to % items.length)?.focus();
}
