/**
 * The rating of an ended conversation (V16), a chunk of its own: five faces, words if one likes, thanks. Owns its element
 * and what was filled in and not sent; what was given is in the log and in the outbox. Skipped, it stays within reach.
 */
import type { ChatState } from '@support-chat/core';
import type { RatingSettings } from '@support-chat/protocol';
import { adoptStyles, icon, ratingWords, type Announcer, type Localizer, type MessageKey } from '@support-chat/ui';
import { html, nothing, render, type TemplateResult } from 'lit/html.js';
import { FACES } from './faces.js';
import { ratingOf } from './rating-of.js';
import { ratingStyles } from './rating-styles.js';

type RatingLocalizer = Localizer<MessageKey | keyof typeof ratingWords>;

/** What is shown. */
interface View {
  readonly state: ChatState;
  readonly localizer: RatingLocalizer;
  readonly settings: RatingSettings;
}

const SCORES = [1, 2, 3, 4, 5] as const;
type Score = (typeof SCORES)[number];

export interface RatingOptions {
  /** Gets the rating after everything else. */
  readonly container: HTMLElement;
  readonly announcer: Announcer;
  readonly onGive: (score: number, comment: string) => void;
}

/** See the module. */
export class Rating {
  readonly #options: RatingOptions;
  readonly #element = document.createElement('div');
  #view: View | undefined;
  /** The ending that is rated; another one begins anew. */
  #ending: number | null = null;
  #score: Score | null = null;
  #comment = '';
  #mode: 'asking' | 'skipped' | 'changing' = 'asking';

  constructor(options: RatingOptions) {
    this.#options = options;
    const { container } = options;
    this.#element.className = 'rating';
    this.#element.part.add('rating');
    container.append(this.#element);
    const root = container.getRootNode();
    // The panel may have gone while this part was on its way.
    if ('host' in root) adoptStyles(root as ShadowRoot, ratingStyles);
    // These keys walk the log around it; in here they choose a face or move the caret.
    this.#element.addEventListener('keydown', (event) => {
      if (/^(Arrow|Home|End|Page)/.test(event.key)) event.stopPropagation();
    });
  }

  /** Takes the state of now. */
  update(state: ChatState, localizer: Localizer, settings: RatingSettings): void {
    this.#view = { state, localizer: localizer.extended(ratingWords), settings };
    const { ending } = ratingOf(state);
    if (ending !== this.#ending) {
      this.#ending = ending;
      this.#mode = 'asking';
      this.#score = null;
      this.#comment = '';
    }
    this.#draw();
  }

  #draw(): void {
    const view = this.#view;
    if (!view) return;
    const { state, settings } = view;
    const asks = state.conversation.phase === 'ended' && state.capabilities?.rating && settings.enabled !== false;
    this.#element.hidden = !asks;
    render(asks ? this.#template(view, ratingOf(state).score) : nothing, this.#element);
  }

  #template(view: View, given: number | null): TemplateResult {
    if (given !== null && this.#mode !== 'changing') return this.#thanks(view, given);
    if (this.#mode === 'skipped') return this.#reopener(view.localizer.text('rating-ask'));
    return this.#form(view);
  }

  #form({ localizer }: View): TemplateResult {
    const chosen = this.#score;
    const submit = (event: Event): void => {
      event.preventDefault();
      this.#give();
    };
    return html`<form @submit=${submit}>
      <p class="rating-title" id="rating-title">${localizer.text('rating-title')}</p>
      <div class="faces-row" role="radiogroup" aria-labelledby="rating-title">
        ${SCORES.map(
          (score) =>
            html`<label title=${localizer.text(`rating-${score}`)}
              ><input
                type="radio"
                name="score"
                aria-label=${localizer.text(`rating-${score}`)}
                .checked=${score === chosen}
                @change=${() => this.#set(score)}
              />${icon(FACES[score])}</label
            >`,
        )}
      </div>
      <p class="rating-word" aria-hidden="true">${chosen ? localizer.text(`rating-${chosen}`) : ''}</p>
      ${
        chosen
          ? html`<label class="rating-comment"
              ><span>${localizer.text('rating-comment')}</span
              ><textarea
                rows="2"
                dir="auto"
                maxlength="2000"
                .value=${this.#comment}
                @input=${(event: Event) => (this.#comment = (event.target as HTMLTextAreaElement).value)}
              ></textarea>
            </label>`
          : nothing
      }
      <div class="rating-buttons">
        <button type="button" class="text-button" part="rating-skip" @click=${() => this.#skip()}>
          ${localizer.text('rating-skip')}
        </button>
        ${
          chosen
            ? html`<button type="submit" class="rating-send" part="rating-send">
                ${localizer.text('composer-send')}
              </button>`
            : nothing
        }
      </div>
    </form>`;
  }

  #thanks({ localizer, settings }: View, score: number): TemplateResult {
    return html`<p class="rating-title" tabindex="-1">${settings.thanks ?? localizer.text('rating-thanks')}</p>
      ${
        settings.rewardUrl
          ? html`<p>
              <a
                class="rating-send"
                part="rating-reward"
                href=${settings.rewardUrl}
                target="_blank"
                rel="noopener noreferrer"
                >${localizer.text('rating-reward')}</a
              >
            </p>`
          : nothing
      }
      <p class="rating-note">${localizer.text('rating-given', { score })} ${this.#change(localizer)}</p>`;
  }

  #change(localizer: RatingLocalizer): TemplateResult {
    return html`<button type="button" class="text-button" @click=${() => this.#open()}>
      ${localizer.text('rating-change')}
    </button>`;
  }

  #reopener(words: string): TemplateResult {
    return html`<button type="button" class="text-button" @click=${() => this.#open()}>${words}</button>`;
  }

  #set(score: Score): void {
    this.#score = score;
    this.#draw();
  }

  #skip(): void {
    const given = this.#view ? ratingOf(this.#view.state).score : null;
    this.#mode = given === null ? 'skipped' : 'asking';
    this.#draw();
    this.#element.querySelector<HTMLElement>('.text-button')?.focus();
  }

  #open(): void {
    this.#mode = 'changing';
    this.#draw();
    this.#element.querySelector<HTMLElement>('input:checked, input')?.focus();
  }

  #give(): void {
    if (this.#score === null || !this.#view) return;
    this.#mode = 'asking';
    this.#options.onGive(this.#score, this.#comment.trim());
    const { settings, localizer } = this.#view;
    this.#options.announcer.status(settings.thanks ?? localizer.text('rating-thanks'));
    this.#element.querySelector<HTMLElement>('.rating-title')?.focus();
  }
}
