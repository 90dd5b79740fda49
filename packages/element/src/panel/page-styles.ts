/** Looks of a page over the conversation. Needs `tokens`, `baseStyles` and `panelStyles`. */

/** Style sheet of what `page` renders. */
export const pageStyles = /* css */ `
.page {
  position: absolute;
  inset: 0;
  z-index: 3;
  display: flex;
  flex-direction: column;
  min-block-size: 0;
  background: var(--_surface);
}
.page .head {
  padding-inline: calc(var(--_space) * 3);
}
.page-body {
  flex: 1;
  min-block-size: 0;
  overflow-y: auto;
  overscroll-behavior: contain;
  padding-block: calc(var(--_space) * 4);
  padding-inline: calc(var(--_space) * 5);
  user-select: text;
}
.page-body:focus-visible {
  outline-offset: -2px;
}
[dir='rtl'] .page-back svg {
  transform: scaleX(-1);
}
.page-back + .title {
  margin-inline-start: var(--_space);
}
.page-back[data-tip]::after {
  inset-inline: 0 auto;
}
`;
