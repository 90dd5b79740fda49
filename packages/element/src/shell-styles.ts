/**
 * What the page pays for before anyone touches the chat: the launcher. Everything else is styled by what
 * is loaded later.
 */

/** Style sheet of the shell, for a constructed sheet. */
export const shellStyles = /* css */ `
:host {
  display: contents;
}
:host([hidden]) {
  display: none;
}
.layer {
  all: unset;
  position: fixed;
  margin: auto;
  inline-size: fit-content;
  block-size: fit-content;
  z-index: 2147483000;
  inset-block-end: max(var(--_offset-y), env(safe-area-inset-bottom));
  inset-inline-end: var(--_offset-x);
  display: flex;
  flex-direction: column-reverse;
  align-items: end;
  gap: 8px;
  font-size: 15px;
  line-height: 22px;
  color: var(--_text);
  pointer-events: none;
}
.layer > * {
  pointer-events: auto;
}
:host([placement$='-start']) .layer {
  inset-inline: var(--_offset-x) auto;
  align-items: start;
}
:host([placement^='left']) .layer {
  inset: 0 auto 0 var(--_offset-x);
  align-items: start;
}
:host([placement^='right']) .layer {
  inset: 0 var(--_offset-x) 0 auto;
  align-items: end;
}
/* Ends in 't-…': left or right. */
:host(:is([placement^='top'], [placement$='t-start'])) .layer {
  inset-block: var(--_offset-y) auto;
  flex-direction: column;
}
:host(:is([placement='top'], [placement='bottom'])) .layer {
  inset-inline: 0;
  align-items: center;
}
:host([placement$='t-end']) .layer {
  inset-block: auto var(--_offset-y);
}
.launcher {
  position: relative;
  display: grid;
  place-items: center;
  inline-size: var(--_launcher-size);
  block-size: var(--_launcher-size);
  padding: 0;
  border: 0;
  border-radius: 50%;
  font: inherit;
  color: var(--_accent-text);
  background: var(--_accent);
  box-shadow: var(--_shadow-launcher);
  cursor: pointer;
  touch-action: manipulation;
  transition: scale var(--_slow) var(--_ease);
}
.launcher:hover {
  scale: 1.04;
}
.launcher:active {
  scale: 0.96;
}
/* Only when loading takes long enough to notice. */
[aria-busy='true'] {
  opacity: 0.6;
  transition: opacity var(--_slow) 400ms;
}
:focus-visible {
  outline: 2px solid var(--_accent);
  outline-offset: 2px;
}
.glyph {
  grid-area: 1/1;
}
.glyph svg {
  display: block;
  inline-size: 26px;
  block-size: 26px;
  fill: none;
  stroke: currentColor;
  stroke-width: 1.75;
  stroke-linecap: round;
  stroke-linejoin: round;
}
.load-failure {
  max-inline-size: 260px;
  padding: 12px 16px;
  border: 0;
  border-radius: 12px;
  font: inherit;
  text-align: start;
  color: inherit;
  background: var(--_surface);
  box-shadow: var(--_shadow-launcher);
}
:host(:is([mode='inline'], [mode='page'])) .layer {
  display: contents;
}
:host(:is([mode='inline'], [mode='page']):not([consent='required'])) .launcher {
  display: none;
}
:host([mode='inline']) {
  display: block;
  block-size: var(--sc-panel-height, 704px);
}
@media (forced-colors: active) {
  .launcher,
  .load-failure {
    border: 1px solid;
  }
}
`;
