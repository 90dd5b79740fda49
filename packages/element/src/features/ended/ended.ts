/**
 * What stands below a conversation that has ended, a chunk of its own: the rating (V16) and the way to another
 * conversation (V18). Writing on needs no way of its own: the composer is there.
 */
import { mayBegin, type Chat, type ChatState } from '@support-chat/core';
import type { RatingSettings } from '@support-chat/protocol';
import {
  adoptStyles,
  historyWords,
  withLaterWords,
  type Localizer,
  type MessageKey,
  type MessageLog,
} from '@support-chat/ui';
import { html, nothing, render } from 'lit/html.js';
import { Rating } from '../rating/rating.js';
import { endedStyles } from './ended-styles.js';

/** See the module. */
export class Ended {
  readonly #rating: Rating;
  readonly #log: MessageLog;
  readonly #chat: Pick<Chat, 'dispatch'>;
  readonly #focusComposer: () => void;
  readonly #element = document.createElement('div');
  #language: Localizer | undefined;
  #words: Localizer<MessageKey | keyof typeof historyWords> | undefined;
  #state: ChatState | undefined;

  /** @param log - gets both after everything else */
  constructor(log: MessageLog, chat: Pick<Chat, 'dispatch'>, focusComposer: () => void) {
    this.#log = log;
    this.#chat = chat;
    this.#focusComposer = focusComposer;
    this.#rating = new Rating({
      container: log.after,
      announcer: log.announcer,
      onGive: (score, text) => chat.dispatch({ type: 'send', text, details: { type: 'rating-give', score } }),
    });
    this.#element.className = 'ended';
    log.after.append(this.#element);
    const root = log.after.getRootNode();
    if (root instanceof ShadowRoot) adoptStyles(root, endedStyles);
  }

  /** Takes the state of now. */
  update(state: ChatState, localizer: Localizer, settings: RatingSettings): void {
    this.#state = state;
    this.#rating.update(state, localizer, settings);
    if (localizer !== this.#language) {
      this.#language = localizer;
      // Without them the menu's page leads there too.
      withLaterWords(localizer).then(
        (later) => {
          if (localizer !== this.#language) return;
          this.#words = later.extended(historyWords);
          this.#draw();
        },
        () => undefined,
      );
    }
    this.#draw();
  }

  #draw(): void {
    const words = this.#words;
    const may = words && this.#state && mayBegin(this.#state);
    const begin = (): void => {
      this.#chat.dispatch({ type: 'begin' });
      this.#focusComposer();
      if (words) this.#log.announcer.status(words.text('history-begun'));
    };
    render(
      may
        ? html`<button type="button" class="ended-begin" part="begin" @click=${begin}>
            ${words.text('history-new')}
          </button>`
        : nothing,
      this.#element,
    );
  }
}
