/** Looks of the spell check at the composer. */
export const spellingStyles = /* css */ `
.composer {
  position: relative;
}
.spelling-sheet {
  position: absolute;
  overflow: hidden;
  pointer-events: none;
}
.spelling-sheet > div {
  box-sizing: border-box;
  color: transparent;
  white-space: pre-wrap;
  overflow-wrap: break-word;
  unicode-bidi: plaintext;
  user-select: none;
  forced-color-adjust: none;
}
.misspelt {
  text-decoration: underline wavy var(--_danger) 1px;
  text-decoration-skip-ink: none;
  text-underline-offset: 3px;
}
.spelling-suggestions {
  position: absolute;
  z-index: 1;
  inset-inline-start: calc(var(--_space) * 3);
  inset-block-end: 100%;
  min-inline-size: 200px;
  max-inline-size: calc(100% - var(--_space) * 6);
  max-block-size: 320px;
  box-sizing: border-box;
  overflow: auto;
  margin: 0;
  padding: var(--_space);
  border: 1px solid var(--_border);
  border-radius: var(--_radius-card);
  background: var(--_surface);
  box-shadow: var(--_shadow);
  list-style: none;
}
.spelling-suggestions li {
  display: flex;
  align-items: center;
  min-block-size: 36px;
  padding-inline: calc(var(--_space) * 2);
  border-radius: 8px;
  cursor: pointer;
  overflow-wrap: anywhere;
}
.spelling-suggestions li:hover {
  background: var(--_hover);
}
.spelling-suggestions [aria-selected='true'] {
  background: var(--_accent-soft);
}
.spelling-suggestions .own {
  color: var(--_muted);
}
@media (pointer: coarse) {
  .spelling-suggestions li {
    min-block-size: 44px;
  }
}
@media (forced-colors: active) {
  .misspelt {
    text-decoration-color: CanvasText;
  }
  .spelling-suggestions [aria-selected='true'] {
    outline: 2px solid Highlight;
    outline-offset: -2px;
  }
}
`;
