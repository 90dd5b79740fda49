/** Looks of the composer. The field's edge is 3 to 1 against the surface; its text is 16 px on phones (no zoom). */
/** Style sheet of the composer. Needs `tokens` and `baseStyles`. */
export const composerStyles = /* css */ `
.composer {
  flex: none;
  padding-block: calc(2 * var(--_space)) calc(4 * var(--_space));
  padding-inline: calc(4 * var(--_space));
}
.field {
  display: flex;
  align-items: flex-end;
  gap: calc(1 * var(--_space));
  min-block-size: 44px;
  box-sizing: border-box;
  padding: 3px;
  border: 1px solid var(--_border-strong);
  border-radius: var(--_radius-field);
  background: var(--_surface);
  transition: border-color var(--_fast) var(--_ease);
  cursor: text;
}
.field:focus-within {
  border-color: var(--_accent-ink);
  box-shadow: 0 0 0 1px var(--_accent-ink);
}
.field.invalid {
  border-color: var(--_danger);
  box-shadow: 0 0 0 1px var(--_danger);
}
.input {
  flex: 1;
  min-inline-size: 0;
  box-sizing: border-box;
  min-block-size: 36px;
  max-block-size: calc(6lh + 14px);
  margin: 0;
  padding-block: 7px;
  padding-inline: 13px 4px;
  border: 0;
  outline: none;
  resize: none;
  field-sizing: content;
  font: inherit;
  color: inherit;
  background: none;
  overflow-y: auto;
  scrollbar-width: thin;
}
.input::placeholder {
  color: var(--_muted);
  opacity: 1;
  white-space: nowrap;
  text-overflow: ellipsis;
}
.send {
  position: relative;
  flex: none;
  display: grid;
  place-items: center;
  inline-size: 36px;
  block-size: 36px;
  padding: 0;
  border: 0;
  border-radius: 50%;
  color: var(--_accent-text);
  background: var(--_accent);
  cursor: pointer;
  transition:
    opacity var(--_fast) var(--_ease),
    transform var(--_fast) var(--_ease);
}
.attach,
.emoji {
  margin: -2px;
}
.attach + .input {
  padding-inline-start: 4px;
}
.send[hidden] {
  display: none;
}
.send:hover {
  background: var(--_accent-hover);
}
.send:active {
  transform: scale(0.94);
}
.send:disabled {
  color: var(--_muted);
  background: var(--_bubble);
  cursor: default;
}
@starting-style {
  .send {
    opacity: 0;
    transform: scale(0.6);
  }
}
.counter {
  margin-block: calc(1 * var(--_space)) 0;
  margin-inline: calc(4 * var(--_space));
  font-size: var(--_size-small);
  line-height: var(--_line-small);
  font-variant-numeric: tabular-nums;
  color: var(--_muted);
}
.invalid ~ .counter {
  color: var(--_danger);
}
@media (pointer: coarse) {
  .send {
    inline-size: 44px;
    block-size: 44px;
  }
  .input {
    min-block-size: 44px;
    padding-block: 11px;
    font-size: max(16px, 1rem);
  }
}
`;
