/** Looks of the question before anything is stored. Needs `tokens` and `baseStyles`. */

/** Style sheet of {@link ConsentQuestion}. */
export const consentStyles = /* css */ `
.consent {
  all: unset;
  display: block;
  inline-size: min(360px, 100vw - 2 * var(--_offset-x));
  max-block-size: calc(100dvh - 2 * var(--_offset-y) - var(--_launcher-size) - 8px);
  padding: calc(var(--_space) * 6);
  border-radius: var(--_radius);
  overflow-y: auto;
  overscroll-behavior: contain;
  font-family: var(--_font);
  font-size: var(--_size-text);
  line-height: var(--_line-text);
  text-align: start;
  color: var(--_text);
  background: var(--_surface);
  box-shadow: var(--_shadow);
  pointer-events: auto;
  transition:
    opacity var(--_fast) var(--_ease),
    transform var(--_slow) var(--_ease);
}
.consent:not([open]) {
  display: none;
}
@starting-style {
  .consent {
    opacity: 0;
    transform: translateY(8px);
  }
}
:host(:is([mode='inline'], [mode='page'])) .consent {
  inline-size: auto;
  max-inline-size: 420px;
  max-block-size: none;
}
.consent:focus-visible {
  outline: none;
}
.consent :is(h2, p) {
  margin: 0;
}
.consent h2 {
  font-size: var(--_size-title);
  font-weight: 650;
  line-height: var(--_line-title);
  text-wrap: balance;
}
.consent p {
  margin-block-start: calc(var(--_space) * 2);
  color: var(--_muted);
  text-wrap: pretty;
}
.consent a {
  display: inline-block;
  margin-block-start: calc(var(--_space) * 2);
  padding-block: 2px;
  font-weight: 600;
  color: var(--_accent-ink);
}
/* The two ways out weigh the same: nobody is pushed. */
.consent-ways {
  display: flex;
  flex-wrap: wrap;
  gap: calc(var(--_space) * 2);
  margin-block-start: calc(var(--_space) * 5);
}
.consent-ways button {
  flex: 1 0 auto;
  min-block-size: 48px;
  padding-inline: calc(var(--_space) * 5);
  border: 1px solid var(--_border-strong);
  border-radius: 24px;
  font-weight: 600;
}
.consent-ways button:hover {
  background: var(--_hover);
}
.consent-ways .agree {
  border-color: var(--_accent);
  color: var(--_accent-text);
  background: var(--_accent);
}
.consent-ways .agree:hover {
  background: var(--_accent-hover);
}
@media (pointer: coarse) {
  .consent a {
    padding-block: 12px;
  }
}
@media (prefers-reduced-motion: reduce) {
  .consent {
    transform: none !important;
  }
}
@media (forced-colors: active) {
  .consent {
    border: 1px solid;
  }
}
`;
