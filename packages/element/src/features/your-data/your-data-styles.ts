/** Looks of the page about the visitor's data. Needs `tokens`, `baseStyles`, `panelStyles` and `pageStyles`. */

/** Style sheet of `your-data-page.ts`. */
export const yourDataStyles = /* css */ `
.data-intro {
  margin-block: 0 calc(var(--_space) * 5);
}
.data-deed {
  margin-block-end: calc(var(--_space) * 5);
}
.data-deed p {
  margin-block: calc(var(--_space) * 1.5) 0;
  color: var(--_muted);
  text-wrap: pretty;
}
.data-deed button {
  min-block-size: 44px;
  padding-inline: calc(var(--_space) * 4);
  border: 1px solid var(--_border-strong);
  border-radius: var(--_radius-card);
  font-weight: 600;
}
.data-deed button:hover {
  background: var(--_hover);
}
.data-deed button[aria-disabled='true'] {
  opacity: 0.6;
  cursor: default;
}
.data-deed :is(.data-delete, .data-confirm) {
  border-color: var(--_danger);
  color: var(--_danger);
}
.data-question {
  padding: calc(var(--_space) * 4);
  border: 1px solid var(--_danger);
  border-radius: var(--_radius-card);
}
.data-question p {
  margin-block-start: 0;
}
.data-question strong {
  display: block;
  color: var(--_text);
}
.data-ways {
  display: flex;
  flex-wrap: wrap;
  gap: calc(var(--_space) * 2);
  margin-block-start: calc(var(--_space) * 3);
}
.data-ways button {
  flex: 1 0 auto;
}
.data-report {
  min-block-size: 1.5em;
  color: var(--_muted);
}
.data-report.failed {
  color: var(--_danger);
}
`;
