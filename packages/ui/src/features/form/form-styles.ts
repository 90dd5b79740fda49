/** Looks of the forms that stand in the panel. Needs `tokens` and `baseStyles`. */

/** Style sheet of `field-form.ts` and of the pages it stands on. */
export const formStyles = /* css */ `
.reception {
  flex: 1;
  min-block-size: 0;
  overflow-y: auto;
  overscroll-behavior: contain;
  padding-block: calc(var(--_space) * 6) calc(var(--_space) * 5);
  padding-inline: calc(var(--_space) * 6);
}
.reception-title {
  margin: 0;
  font-size: 1.25rem;
  font-weight: 650;
  line-height: 1.3;
  text-wrap: balance;
}
.reception-title:focus {
  outline: none;
}
.reception-why {
  margin-block: calc(var(--_space) * 1.5) 0;
  margin-inline: 0;
  max-inline-size: 34em;
  color: var(--_muted);
  text-wrap: pretty;
}
.reception-number {
  margin-block: calc(var(--_space) * 4) 0;
  margin-inline: 0;
  font-weight: 600;
  font-variant-numeric: tabular-nums;
}
.reception-back {
  margin-block-start: calc(var(--_space) * 4);
}
.fields {
  display: grid;
  gap: calc(var(--_space) * 4);
  margin-block-start: calc(var(--_space) * 5);
}
.form-field {
  display: grid;
  gap: 6px;
  min-inline-size: 0;
}
.form-field label {
  font-size: var(--_size-small);
  line-height: var(--_line-small);
  font-weight: 600;
}
.form-field :is(input, textarea, select) {
  inline-size: 100%;
  min-block-size: 44px;
  padding-block: 10px;
  padding-inline: 14px;
  font: inherit;
  font-size: max(1rem, var(--_size-text));
  color: var(--_text);
  background: var(--_surface);
  border: 1px solid var(--_border-strong);
  border-radius: var(--_radius-card);
}
.form-field textarea {
  min-block-size: 104px;
  max-block-size: 240px;
  field-sizing: content;
  resize: none;
}
.form-field :is(input, textarea, select):focus-visible {
  outline: 2px solid var(--_accent-ink);
  outline-offset: -1px;
}
.form-field [aria-invalid='true'] {
  border-color: var(--_danger);
}
.check {
  grid-template-columns: auto 1fr;
  align-items: center;
  gap: 10px;
}
.form-field.check input {
  inline-size: 24px;
  block-size: 24px;
  min-block-size: 24px;
  margin: 0;
  accent-color: var(--_accent);
}
.check label {
  font-size: var(--_size-text);
  font-weight: 400;
}
.mistake {
  display: flex;
  gap: 6px;
  margin: 0;
  font-size: var(--_size-small);
  line-height: var(--_line-small);
  color: var(--_danger);
}
.check .mistake {
  grid-column: 1 / -1;
}
.mistake .icon {
  inline-size: 16px;
  block-size: 16px;
  margin-block-start: 1px;
}
.submit {
  min-block-size: 48px;
  padding-inline: calc(var(--_space) * 5);
  border-radius: 24px;
  font-weight: 600;
  color: var(--_accent-text);
  background: var(--_accent);
}
.submit:disabled {
  opacity: 0.6;
}
@media (pointer: coarse) {
  .reception .text-button {
    min-block-size: 44px;
  }
}
@media (forced-colors: active) {
  .submit {
    border: 1px solid;
  }
}
`;
