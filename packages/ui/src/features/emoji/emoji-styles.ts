/** Looks of the emoji picker and of the suggestions. Needs `tokens`, `baseStyles` and `composerStyles`. */
export const emojiStyles = /* css */ `
.composer {
  position: relative;
}
/* The tip would stand behind the picker. */
.emoji[aria-expanded='true'][data-tip]::after {
  content: none;
}
.emoji-card {
  position: absolute;
  z-index: 4;
  inset-block-end: 100%;
  inset-inline: calc(4 * var(--_space));
  display: flex;
  flex-direction: column;
  max-inline-size: 376px;
  margin: 0;
  margin-inline-start: auto;
  padding: calc(2 * var(--_space));
  border-radius: var(--_radius-card);
  overflow: auto;
  background: var(--_surface);
  box-shadow: var(--_shadow);
}
.emoji-picker {
  block-size: 380px;
}
.emoji-char,
.emoji-grid,
.emoji-tabs,
.emoji-tone {
  font-family: 'Apple Color Emoji', 'Segoe UI Emoji', 'Noto Color Emoji', sans-serif;
}
.emoji-search {
  flex: none;
  display: flex;
  align-items: center;
  gap: calc(2 * var(--_space));
  min-block-size: 40px;
  padding-inline: calc(3 * var(--_space));
  border: 1px solid var(--_border-strong);
  border-radius: var(--_radius-field);
  color: var(--_muted);
}
.emoji-search:focus-within {
  border-color: var(--_accent-ink);
  box-shadow: 0 0 0 1px var(--_accent-ink);
}
.emoji-search input {
  flex: 1;
  min-inline-size: 0;
  padding: 0;
  border: 0;
  outline: 0;
  font: inherit;
  color: var(--_text);
  background: none;
}
.emoji-search input::placeholder {
  color: var(--_muted);
  opacity: 1;
}
.emoji-tabs {
  flex: none;
  display: flex;
  margin-block: calc(1 * var(--_space));
}
.emoji-tabs button {
  flex: 1;
  min-inline-size: 24px;
  min-block-size: 36px;
  border-block-end: 2px solid transparent;
  font-size: 18px;
}
.emoji-tabs [aria-selected='true'] {
  border-color: var(--_accent-ink);
}
.emoji-tabs button:hover,
.emoji-grid button:hover {
  border-radius: 8px;
  background: var(--_hover);
}
.emoji-grid {
  flex: 1 0 48px;
  min-block-size: 0;
  overflow: hidden auto;
  overscroll-behavior: contain;
  scrollbar-width: thin;
}
.emoji-row {
  display: flex;
}
.emoji-grid button {
  flex: none;
  inline-size: calc(100% / var(--_columns, 8));
  block-size: 40px;
  border-radius: 8px;
  font-size: 24px;
  line-height: 1;
}
.emoji-picker button:focus-visible {
  outline-offset: -2px;
}
.emoji-note {
  flex: 1;
  margin: calc(4 * var(--_space));
  text-align: center;
  color: var(--_muted);
}
.emoji-foot {
  flex: none;
  display: flex;
  flex-wrap: wrap;
  align-items: center;
  justify-content: end;
  margin-block-start: calc(1 * var(--_space));
}
.emoji-name {
  flex: 1 1 80px;
  overflow: hidden;
  font-size: var(--_size-small);
  white-space: nowrap;
  text-overflow: ellipsis;
  color: var(--_muted);
}
.emoji-tones {
  display: flex;
}
.emoji-tone {
  position: relative;
  display: grid;
  place-items: center;
  inline-size: 32px;
  block-size: 32px;
  border-radius: 8px;
  font-size: 18px;
}
.emoji-tone input {
  position: absolute;
  inset: 0;
  margin: 0;
  appearance: none;
  border-radius: 8px;
  cursor: pointer;
}
.emoji-tone input:checked {
  box-shadow: inset 0 0 0 2px var(--_accent-ink);
}
.emoji-suggestions {
  list-style: none;
  max-block-size: 280px;
}
.emoji-suggestions li {
  display: flex;
  align-items: center;
  gap: calc(2 * var(--_space));
  min-block-size: 36px;
  padding-inline: calc(2 * var(--_space));
  border-radius: 8px;
  cursor: pointer;
}
.emoji-suggestions [aria-selected='true'] {
  background: var(--_accent-soft);
}
.emoji-code {
  margin-inline-start: auto;
  font-size: var(--_size-small);
  color: var(--_muted);
}
@media (pointer: coarse) {
  .emoji-grid button {
    block-size: 44px;
  }
  .emoji-tone {
    inline-size: 44px;
    block-size: 44px;
  }
  .emoji-suggestions li,
  .emoji-tabs button,
  .emoji-search {
    min-block-size: 44px;
  }
  .emoji-search input {
    font-size: max(16px, 1rem);
  }
}
@media (max-width: 479px) {
  .emoji-card {
    inset-inline: 0;
    max-inline-size: none;
    border-radius: var(--_radius-card) var(--_radius-card) 0 0;
  }
}
@media (max-height: 420px) {
  .emoji-foot {
    display: none;
  }
}
@media (forced-colors: active) {
  .emoji-card {
    border: 1px solid;
  }
  .emoji-suggestions [aria-selected='true'] {
    outline: 2px solid Highlight;
    outline-offset: -2px;
  }
  .emoji-tone input:checked {
    outline: 2px solid Highlight;
    outline-offset: -2px;
  }
}
`;
