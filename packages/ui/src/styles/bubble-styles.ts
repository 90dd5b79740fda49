/** Bubbles; the Markdown in them has styles of its own. Part of `logStyles`; reads the corners that rows set. */
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
.bubble :is(p, blockquote) {
  margin: 0;
}
.bubble > * + :is(p, blockquote) {
  margin-block-start: calc(var(--_space) * 2);
}
.bubble :focus-visible {
  outline-color: currentColor;
  border-radius: 4px;
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
`;
