/** Bubbles and the Markdown in them. Part of `logStyles`; reads the corners that rows set. */
export const bubbleStyles = /* css */ `
/* -- Bubbles: small corners where two of one group meet ---------------------------------------------------------- */
.bubble {
  min-inline-size: 0;
  max-inline-size: min(100%, 34rem);
  padding: calc(var(--_space) * 2) calc(var(--_space) * 3.5);
  border-radius: var(--_radius-bubble);
  background: var(--_bubble);
  color: var(--_bubble-text);
  white-space: pre-wrap;
  overflow-wrap: anywhere;
  unicode-bidi: isolate;
}
.own > .bubble {
  background: var(--_own-bubble);
  color: var(--_own-bubble-text);
}
/* The inner corners. Physical, because a logical corner would follow the direction of the words in the bubble. */
[dir='ltr'] .row:not(.own, .first) > .bubble,
[dir='rtl'] .row.own:not(.first) > .bubble {
  border-top-left-radius: var(--_radius-inner);
}
[dir='ltr'] .row:not(.own, .last) > .bubble,
[dir='rtl'] .row.own:not(.last) > .bubble {
  border-bottom-left-radius: var(--_radius-inner);
}
[dir='ltr'] .row.own:not(.first) > .bubble,
[dir='rtl'] .row:not(.own, .first) > .bubble {
  border-top-right-radius: var(--_radius-inner);
}
[dir='ltr'] .row.own:not(.last) > .bubble,
[dir='rtl'] .row:not(.own, .last) > .bubble {
  border-bottom-right-radius: var(--_radius-inner);
}
/* Not on its way: an outline of a message. */
.row.failed > .bubble {
  background: var(--_surface);
  color: var(--_text);
  box-shadow: inset 0 0 0 1px var(--_danger);
}

/* -- What is in them ---------------------------------------------------------------------------------------------- */
.bubble :is(p, ul, ol, blockquote, .code) {
  margin: 0;
}
.bubble > * + :is(p, ul, ol, blockquote, .code) {
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
.bubble :focus-visible {
  outline-color: currentColor;
  border-radius: 4px;
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
.bubble blockquote {
  padding-inline-start: calc(var(--_space) * 3);
  border-inline-start: 3px solid color-mix(in oklab, currentColor 30%, transparent);
  white-space: normal;
}
.bubble > [part='quote'] {
  margin-block-end: calc(var(--_space) * 1.5);
}
.bubble blockquote p {
  white-space: pre-wrap;
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
`;
