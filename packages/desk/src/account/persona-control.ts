/**
 * How visitors see the agent at this desk: opens the dialog in which that is changed, and remembers what came of it, because
 * a connection says who it belongs to only once.
 */
import type { Author } from '@support-chat/protocol';
import type { LitElement } from 'lit';
import type { DeskLocalizer } from '../desk-localizer.js';
import type { PersonaSource } from './persona-source.js';

interface PersonaControlOptions {
  readonly source: PersonaSource;
  /** The desk. */
  readonly element: LitElement;
  /** Ends the work. */
  readonly signal: AbortSignal;
}

/** See the module. */
export class PersonaControl {
  readonly #options: PersonaControlOptions;
  #changed: Author | null = null;

  constructor(options: PersonaControlOptions) {
    this.#options = options;
  }

  /** The agent as visitors see them by now. @param self - as the connection said it */
  seen(self: Author | null): Author | null {
    return self && this.#changed?.id === self.id ? this.#changed : self;
  }

  /** Opens the dialog. @throws when it could not be loaded */
  async open(localizer: DeskLocalizer): Promise<void> {
    const { source, element, signal } = this.#options;
    const { PersonaDialog } = await import('../features/persona/persona-dialog.js');
    if (signal.aborted) return;
    new PersonaDialog({
      ...{ source, localizer, signal, root: element.renderRoot as ShadowRoot },
      onChange: (author) => {
        this.#changed = author;
        element.requestUpdate();
      },
    }).open();
  }
}
