/** Looks of the search for articles and of an article. Needs `tokens`, `baseStyles`, `panelStyles` and `pageStyles`. */

/** Style sheet of what `help.ts` renders. */
export const helpStyles = /* css */ `
.help {
  margin-block-start: calc(var(--_space) * 7);
}
.page-body .help {
  margin-block-start: 0;
}
.help-field {
  display: flex;
  align-items: center;
  gap: calc(var(--_space) * 2);
  min-block-size: 44px;
  padding-inline: calc(var(--_space) * 3);
  border: 1px solid var(--_border);
  border-radius: 12px;
  color: var(--_muted);
}
.help-field:focus-within {
  outline: 2px solid var(--_accent);
  outline-offset: -1px;
}
.help-field input {
  flex: 1;
  align-self: stretch;
  min-inline-size: 0;
  padding: 0;
  border: 0;
  outline: 0;
  background: none;
  color: var(--_text);
  font: inherit;
  font-size: 1rem;
}
.help-field input::placeholder {
  color: var(--_muted);
  opacity: 1;
}
.help-note {
  margin-block: calc(var(--_space) * 3) 0;
  color: var(--_muted);
}
.help-note:empty {
  display: none;
}
.help-list {
  margin: calc(var(--_space) * 2) 0 0;
  padding: 0;
  list-style: none;
}
.help-item {
  display: block;
  inline-size: 100%;
  min-block-size: 44px;
  padding-block: calc(var(--_space) * 2.5);
  padding-inline: calc(var(--_space) * 3);
  border: 0;
  border-radius: 12px;
  background: none;
  color: var(--_text);
  font: inherit;
  font-weight: 550;
  text-align: start;
  cursor: pointer;
}
.help-item:hover {
  background: var(--_hover);
}
.help-item:focus-visible {
  outline: 2px solid var(--_accent);
  outline-offset: -2px;
}
.help-excerpt {
  display: -webkit-box;
  overflow: hidden;
  color: var(--_muted);
  font-weight: 400;
  -webkit-box-orient: vertical;
  -webkit-line-clamp: 2;
}
.help-text {
  max-inline-size: none;
  margin-block-end: calc(var(--_space) * 6);
  padding: 0;
  border-radius: 0;
  background: none;
  color: var(--_text);
}
.help-text .copy {
  display: none;
}
@media (forced-colors: active) {
  .help-item {
    border: 1px solid;
  }
}
`;
