/** Looks of Markdown in bubbles. Needs `logStyles`. */
export const markdownStyles = /* css */ `
.bubble :is(ul, ol, .code) {
  margin: 0;
}
.bubble > * + :is(ul, ol, .code) {
  margin-block-start: calc(var(--_space) * 2);
}
.bubble a {
  color: inherit;
  text-decoration: underline;
  text-underline-offset: 2px;
  text-decoration-thickness: 1px;
  unicode-bidi: isolate;
}
.bubble a:hover {
  text-decoration-thickness: 2px;
}
.bubble .host {
  font-size: var(--_size-small);
}
.bubble :is(ul, ol) {
  padding-inline-start: 1.5em;
  white-space: normal;
}
.bubble li {
  white-space: pre-wrap;
}
.bubble li::marker {
  font-variant-numeric: tabular-nums;
}
.bubble code {
  font-family: var(--_font-mono);
  font-size: 0.9em;
}
.bubble :not(pre) > code {
  padding: 1px 5px;
  border-radius: 5px;
  background: color-mix(in oklab, currentColor 12%, transparent);
}
.code {
  position: relative;
  border-radius: 10px;
  background: color-mix(in oklab, currentColor 10%, transparent);
  white-space: normal;
}
.code pre {
  margin: 0;
  padding: calc(var(--_space) * 2.5) calc(var(--_space) * 11) calc(var(--_space) * 2.5) calc(var(--_space) * 3);
  white-space: pre-wrap;
  line-height: 1.5;
  tab-size: 2;
}
.code .copy {
  position: absolute;
  inset-block-start: var(--_space);
  inset-inline-end: var(--_space);
  display: grid;
  place-items: center;
  inline-size: 32px;
  block-size: 32px;
  border-radius: 8px;
  opacity: 0.75;
}
.code .copy:is(:hover, :focus-visible) {
  background: color-mix(in oklab, currentColor 12%, transparent);
  opacity: 1;
}
.code .copy .icon {
  inline-size: 16px;
  block-size: 16px;
}
.code .copy[data-copied] .icon {
  display: none;
}
.code .copy[data-copied]::after {
  content: '';
  inline-size: 10px;
  block-size: 5px;
  border: solid currentColor;
  border-width: 0 0 1.75px 1.75px;
  transform: translateY(-2px) rotate(-45deg);
}

@media (forced-colors: active) {
  .code {
    border: 1px solid CanvasText;
  }
}
`;
