/** Cards and quick replies. Needs `tokens`, `baseStyles` and `logStyles`. */
export const cardStyles = /* css */ `
.card-slot {
  display: flex;
  flex-direction: column;
  align-items: stretch;
  min-inline-size: 0;
  max-inline-size: min(100%, 22rem);
  padding-block-start: calc(var(--_space) * 2);
}
.card-slot.unreadable {
  display: none;
}
.own > .card-slot {
  align-items: end;
}
/* These say by themselves what the words of the message say for those who cannot see them. */
.row:is(.with-coupon, .with-offer, .with-carousel, .with-form, .with-confirm):has(> .card-slot.filled) > .bubble {
  display: none;
}
/* More buttons than one card holds come without words of their own. */
.with-choices > .bubble:empty {
  display: none;
}
.with-carousel > .card-slot {
  align-self: stretch;
  max-inline-size: none;
  margin-inline-end: calc(var(--_space) * -10);
}
.own.with-carousel > .card-slot {
  margin-inline: 0;
}

/* -- Choices ------------------------------------------------------------------------------------------------------ */
.choices {
  display: flex;
  flex-wrap: wrap;
  gap: calc(var(--_space) * 2);
}
.own .choices {
  justify-content: end;
}
.choice {
  display: inline-flex;
  align-items: center;
  justify-content: center;
  gap: var(--_space);
  min-block-size: 36px;
  max-inline-size: 100%;
  padding: var(--_space) calc(var(--_space) * 3.5);
  border: 1px solid var(--_accent-ink);
  border-radius: 18px;
  background: var(--_surface);
  color: var(--_accent-ink);
  font-weight: 600;
  text-decoration: none;
  text-align: start;
  overflow-wrap: anywhere;
}
.choice .icon {
  inline-size: 16px;
  block-size: 16px;
}
.choice.primary {
  border-color: var(--_accent);
  background: var(--_accent);
  color: var(--_accent-text);
}
.choice:not([aria-disabled='true']):hover {
  background: var(--_accent-soft);
}
.choice.primary:not([aria-disabled='true']):hover {
  background: var(--_accent-hover);
}
.choice[aria-disabled='true'] {
  border-color: var(--_border);
  background: none;
  color: var(--_muted);
  font-weight: 400;
  cursor: default;
}
.choice[aria-pressed='true'] {
  border-color: var(--_accent);
  background: var(--_accent-soft);
  color: var(--_text);
  font-weight: 600;
}
@media (pointer: coarse) {
  .choice {
    min-block-size: 44px;
    border-radius: 22px;
  }
}

/* -- Cards -------------------------------------------------------------------------------------------------------- */
.card {
  display: flex;
  flex-direction: column;
  gap: calc(var(--_space) * 2);
  min-inline-size: 0;
  inline-size: 100%;
  padding: calc(var(--_space) * 4);
  border: 1px solid var(--_border);
  border-radius: var(--_radius-card);
  background: var(--_surface);
  color: var(--_text);
  overflow-wrap: anywhere;
  overflow: hidden;
}
.card :is(p, dl, dd) {
  margin: 0;
}
.card-title {
  font-weight: 600;
}
.card-text {
  color: var(--_muted);
  white-space: pre-wrap;
}
.card-price {
  font-size: var(--_size-title);
  line-height: var(--_line-title);
  font-weight: 600;
  font-variant-numeric: tabular-nums;
}
.offer .card-price {
  font-size: inherit;
}
.card-note {
  margin: 0;
  padding-block-start: var(--_space);
  font-size: var(--_size-small);
  line-height: var(--_line-small);
  color: var(--_muted);
}
.card .card-note {
  padding: 0;
}
.coupon-code {
  display: flex;
  align-items: center;
  justify-content: space-between;
  gap: calc(var(--_space) * 2);
  min-block-size: 44px;
  padding-inline: calc(var(--_space) * 3) var(--_space);
  border: 1px dashed var(--_border-strong);
  border-radius: 10px;
}
.coupon-code code {
  font-family: var(--_font-mono);
  font-weight: 600;
  letter-spacing: 0.04em;
}
.coupon-code [data-copied] {
  color: var(--_success);
}
.offer {
  padding: 0;
  gap: 0;
}
.offer-picture {
  display: block;
  inline-size: 100%;
  aspect-ratio: 16 / 10;
  object-fit: cover;
  background: var(--_bubble);
}
.offer-words {
  display: flex;
  flex-direction: column;
  align-items: start;
  flex: 1;
  gap: var(--_space);
  padding: calc(var(--_space) * 4);
}
.offer-words .choice {
  margin-block-start: auto;
}
.offer-words .card-price + .choice,
.offer-words .card-text + .choice,
.offer-words .card-title + .choice {
  margin-block-start: calc(var(--_space) * 2);
}
.carousel {
  display: flex;
  gap: calc(var(--_space) * 2);
  margin: 0;
  padding: 0 0 calc(var(--_space) * 2);
  overflow-x: auto;
  overscroll-behavior-x: contain;
  scroll-snap-type: x mandatory;
  scrollbar-width: thin;
  scrollbar-color: var(--_border-strong) transparent;
  list-style: none;
}
.carousel:focus-visible {
  outline-offset: -2px;
  border-radius: var(--_radius-card);
}
.carousel > .card {
  flex: none;
  inline-size: min(15rem, 82%);
  scroll-snap-align: start;
}

/* -- Forms -------------------------------------------------------------------------------------------------------- */
.form-field {
  display: flex;
  flex-direction: column;
  gap: var(--_space);
}
.form-field > label {
  font-size: var(--_size-small);
  line-height: var(--_line-small);
  color: var(--_muted);
}
.form-input {
  inline-size: 100%;
  min-block-size: 40px;
  margin: 0;
  padding: var(--_space) calc(var(--_space) * 3);
  border: 1px solid var(--_border-strong);
  border-radius: 10px;
  background: var(--_surface);
  color: var(--_text);
  font: inherit;
}
.form-input[aria-invalid] {
  border-color: var(--_danger);
}
.form-field > .form-tick {
  display: flex;
  align-items: center;
  gap: calc(var(--_space) * 2);
  min-block-size: 32px;
  font-size: inherit;
  line-height: inherit;
  color: var(--_text);
}
.form-tick input {
  flex: none;
  inline-size: 20px;
  block-size: 20px;
  margin: 2px;
  accent-color: var(--_accent);
}
.card .field-fault {
  font-size: var(--_size-small);
  line-height: var(--_line-small);
  color: var(--_danger);
}
.card > button.choice {
  align-self: start;
  margin-block-start: var(--_space);
}
.form-answer {
  display: flex;
  flex-direction: column;
  gap: calc(var(--_space) * 2);
}
.form-answer dt {
  font-size: var(--_size-small);
  line-height: var(--_line-small);
  color: var(--_muted);
}
.form-answer dd {
  white-space: pre-wrap;
}

@media (forced-colors: active) {
  .choice[aria-pressed='true'] {
    outline: 2px solid CanvasText;
  }
  .choice[aria-disabled='true'] {
    color: GrayText;
    border-color: GrayText;
  }
  .choice[aria-pressed='true'] {
    color: CanvasText;
    border-color: CanvasText;
  }
}
`;
