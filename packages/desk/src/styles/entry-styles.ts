/** Signing in, the first start, and what stands there when neither is possible. */
export const entryStyles = /* css */ `
.entry {
  display: grid;
  place-items: center;
  min-block-size: 100%;
  padding: calc(var(--_space) * 6);
}
.entry form,
.entry-failure {
  display: grid;
  gap: calc(var(--_space) * 4);
  inline-size: min(360px, 100%);
}
.entry h1 {
  font-size: 1.625rem;
  line-height: 1.25;
  font-weight: 600;
  letter-spacing: -0.01em;
  text-wrap: balance;
}
.entry-intro {
  margin-block: calc(var(--_space) * -2) calc(var(--_space) * 2);
  color: var(--_muted);
}
.entry-field {
  display: grid;
  gap: calc(var(--_space) * 1.5);
}
.entry label {
  font-size: var(--_size-small);
  font-weight: 600;
}
.entry input {
  inline-size: 100%;
  block-size: 44px;
  padding-inline: calc(var(--_space) * 3.5);
  border: 1px solid var(--_border-strong);
  border-radius: var(--_radius-card);
  background: var(--_surface);
  color: inherit;
  font: inherit;
  font-size: max(16px, 1rem);
}
.entry input:focus-visible {
  border-color: var(--_accent-ink);
  outline: none;
  box-shadow: 0 0 0 1px var(--_accent-ink);
}
.entry input[aria-invalid] {
  border-color: var(--_danger);
  box-shadow: 0 0 0 1px var(--_danger);
}
.entry .problem,
.entry .hint,
.entry .refused {
  font-size: var(--_size-small);
  line-height: var(--_line-small);
}
.entry .hint {
  color: var(--_muted);
}
.entry .problem {
  color: var(--_danger);
}
.entry .refused {
  padding: calc(var(--_space) * 3) calc(var(--_space) * 4);
  border-radius: var(--_radius-card);
  background: color-mix(in oklab, var(--_danger) 10%, var(--_surface));
}
.entry .button {
  margin-block-start: calc(var(--_space) * 2);
}
.entry .button[aria-disabled] {
  background: var(--_bubble);
  color: var(--_muted);
  cursor: default;
}
.entry .instead {
  justify-self: center;
}
.entry-failure {
  justify-items: center;
  text-align: center;
}
.entry-failure h1 {
  font-size: var(--_size-title);
  line-height: var(--_line-title);
}
.entry-failure .icon {
  inline-size: 28px;
  block-size: 28px;
  color: var(--_warning);
}
.entry-failure p {
  color: var(--_muted);
}
@media (forced-colors: active) {
  .entry input[aria-invalid] {
    outline: 2px solid Mark;
  }
}
`;
