/** The dialog in which a card is made. Needs the desk's styles: it looks like its other dialogs. */
export const cardDialogStyles = /* css */ `
.card-dialog {
  inline-size: min(26rem, 100vw - 32px);
}
.card-dialog form {
  display: flex;
  flex-direction: column;
  gap: calc(var(--_space) * 3);
  padding: calc(var(--_space) * 2) calc(var(--_space) * 6) calc(var(--_space) * 6);
}
.card-dialog .card-row {
  display: flex;
  flex-direction: column;
  gap: var(--_space);
  min-inline-size: 0;
}
.card-dialog :is(.card-row > span, legend) {
  padding: 0;
  font-size: var(--_size-small);
  line-height: var(--_line-small);
  color: var(--_muted);
}
.card-dialog :is(input:not([type='checkbox']), select, textarea) {
  inline-size: 100%;
  min-block-size: 36px;
  box-sizing: border-box;
  margin: 0;
  padding: var(--_space) calc(var(--_space) * 2.5);
  border: 1px solid var(--_border-strong);
  border-radius: 10px;
  background: var(--_surface);
  color: var(--_text);
  font: inherit;
}
.card-dialog textarea {
  resize: vertical;
}
.card-dialog fieldset {
  display: flex;
  flex-direction: column;
  gap: var(--_space);
  min-inline-size: 0;
  margin: 0;
  padding: 0;
  border: 0;
}
.card-dialog legend {
  padding-block-end: var(--_space);
}
.card-dialog .card-row[hidden] {
  display: none;
}
.card-dialog .card-hint {
  margin: 0;
  padding: 0 calc(var(--_space) * 6) calc(var(--_space) * 2);
  color: var(--_muted);
}
.card-dialog .card-hint:last-child {
  padding-block-end: calc(var(--_space) * 6);
}
.card-dialog .problem {
  margin: 0;
  color: var(--_danger);
}
.card-dialog .question-answers {
  display: grid;
  grid-template-columns: 1fr 1fr;
  gap: calc(var(--_space) * 2);
}
.card-dialog .question-answers legend {
  grid-column: 1 / -1;
}
.card-dialog .card-price-row,
.card-dialog .card-field-row {
  display: grid;
  grid-template-columns: 1fr 1fr;
  align-items: center;
  gap: calc(var(--_space) * 2);
}
.card-dialog .card-field-row label {
  display: flex;
  align-items: center;
  gap: calc(var(--_space) * 1.5);
}
.card-dialog [type='checkbox'] {
  inline-size: 18px;
  block-size: 18px;
  margin: 3px;
  accent-color: var(--_accent);
}
/* Only a list needs them. */
.card-dialog fieldset:not(:has([value='select']:checked)) > .card-options {
  display: none;
}
.card-dialog .button {
  align-self: end;
}
`;
