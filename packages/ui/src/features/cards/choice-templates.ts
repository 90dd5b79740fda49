/** Quick replies and the OK to a price: buttons of which one is pressed, once. */
import { html, nothing, type TemplateResult } from 'lit/html.js';
import { checkIcon } from '../../icon-paths.js';
import { icon } from '../../icons.js';
import { money, type CardView } from './card-view.js';

interface Choice {
  readonly id: string;
  readonly label: string;
  /** What the person says by it. */
  readonly text: string;
  readonly primary?: boolean;
}

/** Chips below the words of the message. */
export function choicesTemplate(view: CardView<'choices'>): TemplateResult {
  const choices = view.card.choices.map(({ id, label }) => ({ id, label, text: label }));
  return buttons(view, choices, 'quick-replies', view.localizer.text('cards-choices'));
}

/** A price to say OK to. */
export function confirmTemplate(view: CardView<'confirm'>): TemplateResult {
  const { card, localizer } = view;
  const price = money(card.price, localizer);
  const choices = [
    {
      id: 'ok',
      label: localizer.text('cards-accept'),
      text: localizer.text('cards-accepted', { price }),
      primary: true,
    },
    { id: 'no', label: localizer.text('cards-decline'), text: localizer.text('cards-decline') },
  ];
  return html`<div class="card" part="card">
    <p class="card-title" dir="auto">${card.title}</p>
    <p class="card-price">${price}</p>
    ${buttons(view, choices, 'quick-replies', `${card.title}, ${price}`)}
  </div>`;
}

/** Pressed and locked ones keep their place and the focus: `aria-disabled`, not `disabled`. */
function buttons(
  view: Pick<CardView, 'answer' | 'asked' | 'localizer' | 'choose'>,
  choices: readonly Choice[],
  part: string,
  name: string,
): TemplateResult {
  const { answer, asked, localizer } = view;
  const chosen = answer && 'choice' in answer ? answer.choice : undefined;
  const locked = !asked || answer !== undefined;
  const said = choices.find(({ id }) => id === chosen)?.label;
  const state = said
    ? localizer.text('cards-chosen', { choice: said })
    : asked
      ? ''
      : localizer.text('cards-unanswered');
  return html`<div class="choices" part=${part} role="group" aria-label=${state ? `${name}. ${state}` : name}>
      ${choices.map(
        ({ id, label, text, primary }) =>
          html`<button
            type="button"
            class=${primary ? 'choice primary' : 'choice'}
            part="quick-reply"
            aria-disabled=${locked ? 'true' : 'false'}
            aria-pressed=${locked && id === chosen ? 'true' : nothing}
            @click=${() => locked || view.choose(id, text)}
          >
            ${id === chosen ? icon(checkIcon) : nothing}<span dir="auto">${label}</span>
          </button>`,
      )}
    </div>
    ${asked || answer ? nothing : html`<p class="card-note">${state}</p>`}`;
}
