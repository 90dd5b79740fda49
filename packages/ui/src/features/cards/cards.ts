/**
 * Cards and quick replies in the log (V15), a chunk of its own. Fills the slots that rows hold, each for itself, so a
 * card follows its answer wherever its row is. Owns what is typed into forms until it is sent, keyboard and voice; what
 * was answered is derived from the state.
 */
import type { ChatAction, ChatState } from '@support-chat/core';
import {
  CARD_LIMITS,
  fieldFault,
  readCard,
  type Card,
  type CardAnswer,
  type FieldFault,
  type FieldValue,
} from '@support-chat/protocol';
import { nothing, render, type TemplateResult } from 'lit/html.js';
import { cardWords } from '../../locales/features/cards.js';
import type { Localizer } from '../../localizer/localizer.js';
import type { Announcer } from '../../log/announcer.js';
import type { CardSlot, SlotFiller } from '../../log/row-slots.js';
import type { Perspective } from '../../log/entries.js';
import { adoptStyles } from '../../styles/adopt-styles.js';
import { cardKeys } from './card-keys.js';
import { cardStyles } from './card-styles.js';
import type { CardLocalizer, CardView } from './card-view.js';
import { choicesTemplate, confirmTemplate } from './choice-templates.js';
import { formTemplate, valueText } from './form-template.js';
import { givenAnswers } from './given-answers.js';
import { carouselTemplate, couponTemplate, offerTemplate } from './offer-templates.js';

/** The answer as it is to be sent. */
export type CardReply = Omit<Extract<ChatAction, { type: 'send' }>, 'type'>;

export interface CardsOptions {
  /** Of the log. */
  readonly container: HTMLElement;
  readonly perspective: Perspective;
  readonly announcer: Announcer;
  /** As of now; what was filled last may be a frame old. */
  readonly state: () => ChatState | null;
  readonly onAnswer: (reply: CardReply) => void;
  /** A personal offer was taken, which the server is told. */
  readonly onAction: (action: Extract<ChatAction, { type: 'identify' }>) => void;
  readonly signal: AbortSignal;
}

const TEMPLATES: { readonly [Kind in Card['kind']]: (view: CardView<Kind>) => TemplateResult } = {
  choices: choicesTemplate,
  confirm: confirmTemplate,
  coupon: couponTemplate,
  offer: offerTemplate,
  carousel: carouselTemplate,
  form: formTemplate,
};

/** Fills card slots. */
export class Cards implements SlotFiller {
  readonly #options: CardsOptions;
  readonly #read = new WeakMap<object, Card | null>();
  /** What a slot shows was made of this. */
  readonly #shown = new WeakMap<CardSlot, string>();
  readonly #values = new Map<string, Record<string, FieldValue>>();
  readonly #faults = new Map<string, Readonly<Record<string, FieldFault>>>();
  #localizer: CardLocalizer | undefined;
  #base: Localizer | undefined;

  constructor(options: CardsOptions) {
    this.#options = options;
    const root = options.container.getRootNode();
    if ('host' in root) adoptStyles(root as ShadowRoot, cardStyles);
    options.container.addEventListener('keydown', cardKeys, { capture: true });
    if (options.perspective !== 'visitor') return;
    const { signal } = options;
    options.container.addEventListener('click', (event) => this.#taken(event), { signal });
  }

  /** Draws what is not drawn yet, or has another answer now. */
  fill(slots: readonly CardSlot[], state: ChatState, localizer: Localizer): void {
    if (localizer !== this.#base) {
      this.#base = localizer;
      this.#localizer = localizer.extended(cardWords);
    }
    const given = givenAnswers(state);
    for (const slot of slots) this.#draw(slot, given);
  }

  #draw(slot: CardSlot, given: ReadonlyMap<string, CardAnswer>, anew = false): void {
    const raw = slot.card;
    const id = slot.closest<HTMLElement>('.row')?.dataset.id;
    const localizer = this.#localizer;
    if (!raw || id === undefined || !localizer) return;
    const answer = given.get(id);
    const key = `${id} ${localizer.locale} ${JSON.stringify(answer)}`;
    const before = this.#shown.get(slot);
    if (!anew && before === key) return;
    // A row that shows another message now: nothing of the card before may stay in its fields.
    if (before && !before.startsWith(`${id} `)) render(nothing, slot);
    this.#shown.set(slot, key);
    let card = this.#read.get(raw);
    if (card === undefined) this.#read.set(raw, (card = readCard(raw)));
    slot.classList.toggle('unreadable', card === null);
    slot.classList.toggle('filled', card !== null);
    if (!card) {
      render(nothing, slot);
      return;
    }
    const hadFocus = slot.contains((slot.getRootNode() as ShadowRoot).activeElement);
    const view: CardView = {
      id,
      card,
      answer,
      asked: this.#options.perspective === 'visitor',
      localizer,
      values: this.#values.get(id) ?? {},
      faults: this.#faults.get(id) ?? {},
      now: Date.now(),
      choose: (choice, text) => this.#reply(text, { to: id, choice }, text),
      put: (field, value) => this.#put(id, field, value),
      submit: () => this.#submit(slot, view),
    };
    render(TEMPLATES[card.kind](view as never), slot);
    // A form that gave way to its answer takes the focus along to its row.
    if (hadFocus && !slot.contains((slot.getRootNode() as ShadowRoot).activeElement)) {
      slot.closest<HTMLElement>('.row')?.focus({ preventScroll: true });
    }
  }

  /** Of a personal offer, a code that is copied and a link that is followed count as taken (P-K6). */
  #taken({ target }: Event): void {
    const slot = (target as Element).closest('.card [data-action="copy"], .card a')?.closest<CardSlot>('.card-slot');
    const id = slot?.closest<HTMLElement>('.row')?.dataset.id;
    if (id !== undefined && typeof slot?.card?.['offer'] === 'string') {
      this.#options.onAction({ type: 'identify', profile: { taken: [id] } });
    }
  }

  #put(id: string, field: string, value: FieldValue | undefined): void {
    const { [field]: _before, ...rest } = this.#values.get(id) ?? {};
    this.#values.set(id, value === undefined || value === '' ? rest : { ...rest, [field]: value });
  }

  #submit(slot: CardSlot, { id, card, localizer }: CardView): void {
    if (card.kind !== 'form' || this.#given(id)) return;
    const typed = this.#values.get(id) ?? {};
    const values: Record<string, FieldValue> = {};
    const faults: Record<string, FieldFault> = {};
    for (const field of card.fields) {
      const value = field.type === 'number' ? numberOf(typed[field.id]) : trimmed(typed[field.id]);
      const fault = fieldFault(field, value);
      if (fault) faults[field.id] = fault;
      else if (value !== undefined && value !== '') values[field.id] = value;
    }
    this.#faults.set(id, faults);
    this.#draw(slot, new Map(), true);
    if (Object.keys(faults).length > 0) {
      slot.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
      return;
    }
    const lines = card.fields.map((field) => {
      const words = valueText(field, values[field.id], localizer);
      return words && `${field.label}: ${words}`;
    });
    this.#reply(lines.filter(Boolean).join('\n') || card.title, { to: id, values }, localizer.text('cards-answered'));
  }

  #given(id: string): boolean {
    const state = this.#options.state();
    return state !== null && givenAnswers(state).has(id);
  }

  #reply(text: string, answer: CardAnswer, said: string): void {
    const { announcer, onAnswer } = this.#options;
    // The second of two quick taps comes before the first one is seen.
    if (this.#given(answer.to)) return;
    onAnswer({ text, details: { type: 'message-send', answer } });
    announcer.status('choice' in answer ? (this.#localizer?.text('cards-chosen', { choice: said }) ?? said) : said);
  }
}

function trimmed(value: FieldValue | undefined): FieldValue | undefined {
  return typeof value === 'string' ? value.trim().slice(0, CARD_LIMITS.text + 1) : value;
}

/** A figure as people type it, with a comma or a point. */
function numberOf(value: FieldValue | undefined): FieldValue | undefined {
  if (typeof value !== 'string' || value.trim() === '') return undefined;
  const number = Number(value.trim().replace(',', '.'));
  return Number.isNaN(number) ? value : number;
}
