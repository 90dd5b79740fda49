/** Looks of the rating. Needs `tokens`, `baseStyles` and `logStyles`. */
export const ratingStyles = /* css */ `
.rating {
  display: flex;
  flex-direction: column;
  align-items: center;
  margin: calc(var(--_space) * 4) calc(var(--_space) * 4) 0;
  padding: calc(var(--_space) * 4);
  border: 1px solid var(--_border);
  border-radius: var(--_radius-card);
  text-align: center;
}
.rating:has(> .text-button) {
  border-color: transparent;
  padding: 0;
}
.rating form {
  display: flex;
  flex-direction: column;
  align-items: center;
  inline-size: 100%;
}
.rating p {
  margin: 0;
}
.rating-title {
  font-weight: 600;
}
.rating-title:focus-visible {
  border-radius: 4px;
}
.faces-row {
  display: flex;
  gap: var(--_space);
  padding-block-start: calc(var(--_space) * 2);
}
.faces-row label {
  position: relative;
  display: grid;
  place-items: center;
  inline-size: 44px;
  block-size: 44px;
  border-radius: 50%;
  color: var(--_muted);
  cursor: pointer;
}
.faces-row .icon {
  inline-size: 28px;
  block-size: 28px;
}
.faces-row label:hover {
  background: var(--_hover);
  color: var(--_text);
}
.faces-row label:has(:checked) {
  background: var(--_accent-soft);
  color: var(--_accent-ink);
}
.faces-row label:has(:focus-visible) {
  outline: 2px solid var(--_accent-ink);
}
.faces-row input {
  position: absolute;
  inset: 0;
  inline-size: 100%;
  block-size: 100%;
  margin: 0;
  appearance: none;
  opacity: 0;
  cursor: pointer;
}
.rating-word {
  min-block-size: 1.5em;
  font-size: var(--_size-small);
  color: var(--_muted);
}
.rating-comment {
  display: flex;
  flex-direction: column;
  align-items: stretch;
  gap: var(--_space);
  inline-size: 100%;
  padding-block-start: calc(var(--_space) * 2);
  text-align: start;
}
.rating-comment span,
.rating-note {
  font-size: var(--_size-small);
  line-height: var(--_line-small);
  color: var(--_muted);
}
.rating-comment textarea {
  min-block-size: 60px;
  padding: calc(var(--_space) * 2) calc(var(--_space) * 3);
  border: 1px solid var(--_border-strong);
  border-radius: 10px;
  background: var(--_surface);
  color: var(--_text);
  font: inherit;
  resize: vertical;
}
.rating-buttons {
  display: flex;
  align-items: center;
  justify-content: center;
  gap: calc(var(--_space) * 4);
  min-block-size: 36px;
  padding-block-start: calc(var(--_space) * 2);
}
.rating-send {
  display: inline-block;
  min-block-size: 36px;
  padding: 7px calc(var(--_space) * 4);
  border-radius: 18px;
  background: var(--_accent);
  color: var(--_accent-text);
  font-weight: 600;
  text-decoration: none;
}
.rating-send:hover {
  background: var(--_accent-hover);
}
a.rating-send {
  margin-block: calc(var(--_space) * 3);
}
@media (forced-colors: active) {
  .faces-row label:has(:checked) {
    outline: 3px solid CanvasText;
    outline-offset: -3px;
  }
}
`;
