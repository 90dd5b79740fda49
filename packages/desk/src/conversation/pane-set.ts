/** The panes of the chats on the desk: made when they are first shown, and ended with their chats. */
import type { DeskLocalizer } from '../desk-localizer.js';
import type { OpenChat } from '../desk-session.js';
import { ConversationPane, type PaneContext, type PaneHost } from './conversation-pane.js';

/** See the module. */
export class PaneSet {
  readonly #panes = new Map<string, ConversationPane>();
  readonly #hostOf: (id: string) => PaneHost;

  constructor(hostOf: (id: string) => PaneHost) {
    this.#hostOf = hostOf;
  }

  /** The pane of an open chat. */
  of({ id, chat }: OpenChat, localizer: DeskLocalizer): ConversationPane {
    let pane = this.#panes.get(id);
    if (!pane) {
      pane = new ConversationPane({ id, chat }, this.#hostOf(id), localizer);
      this.#panes.set(id, pane);
    }
    return pane;
  }

  /** The pane of a chat, when it has been shown. */
  find(id: string | null): ConversationPane | undefined {
    return id === null ? undefined : this.#panes.get(id);
  }

  /** Tells each what changed, and ends those whose chats are no more. */
  update(chats: readonly OpenChat[], contextOf: (id: string) => PaneContext): void {
    const open = new Set(chats.map(({ id }) => id));
    for (const [id, pane] of this.#panes) {
      if (open.has(id)) pane.update(contextOf(id));
      else {
        pane.destroy();
        this.#panes.delete(id);
      }
    }
  }

  setLocalizer(localizer: DeskLocalizer): void {
    for (const pane of this.#panes.values()) pane.setLocalizer(localizer);
  }

  destroy(): void {
    for (const pane of this.#panes.values()) pane.destroy();
  }
}
