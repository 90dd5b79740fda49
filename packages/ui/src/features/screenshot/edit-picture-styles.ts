/** Looks of the picture editor. Needs `tokens` and `baseStyles`. */
import { PHONE_MAX_WIDTH } from '../../tokens/panel-tokens.js';

/** Style sheet of `picture-editor.ts`. */
export const editPictureStyles = /* css */ `
.picture-editor {
  inline-size: min(96vw, 1200px);
  block-size: min(92vh, 900px);
  max-inline-size: none;
  max-block-size: none;
  margin: auto;
  padding: 0;
  border: 0;
  border-radius: var(--_radius);
  overflow: hidden;
  color: var(--_text);
  background: var(--_surface);
  box-shadow: var(--_shadow);
}
.picture-editor[open] {
  display: grid;
  grid-template-columns: minmax(0, 1fr);
  grid-template-rows: auto minmax(0, 1fr) auto;
}
.picture-editor::backdrop {
  background: rgb(0 0 0 / 55%);
}
.picture-head {
  display: flex;
  flex-wrap: wrap;
  align-items: center;
  justify-content: space-between;
  gap: calc(2 * var(--_space)) calc(4 * var(--_space));
  padding-block: calc(2 * var(--_space));
  padding-inline: calc(5 * var(--_space)) calc(3 * var(--_space));
  border-block-end: 1px solid var(--_border);
}
.picture-head h2 {
  margin: 0;
  font-size: var(--_size-text);
  font-weight: 600;
  line-height: var(--_line-text);
}
.picture-tools {
  display: flex;
  flex-wrap: wrap;
  gap: calc(1 * var(--_space)) calc(3 * var(--_space));
}
.picture-group {
  display: flex;
}
.picture-group .icon-button {
  border-radius: 12px;
}
.picture-group [aria-pressed='true']:not(.picture-swatch) {
  color: var(--_accent-text);
  background: var(--_accent);
}
.picture-group [aria-disabled='true'] {
  cursor: default;
  opacity: 0.4;
  background: none;
}
.picture-swatch::before {
  content: '';
  inline-size: 20px;
  block-size: 20px;
  border: 1px solid var(--_border-strong);
  border-radius: 50%;
  background: var(--_accent);
  forced-color-adjust: none;
}
.picture-swatch.red::before {
  background: #d92d20;
}
.picture-swatch.black::before {
  background: #000;
}
.picture-swatch.white::before {
  background: #fff;
}
.picture-swatch[aria-pressed='true']::before {
  outline: 2px solid var(--_text);
  outline-offset: 2px;
}
[dir='rtl'] > .picture-head :is(.undo, .redo) .icon {
  transform: scaleX(-1);
}
.picture-stage {
  position: relative;
  margin: calc(4 * var(--_space));
}
.picture-canvas {
  position: absolute;
  inset: 0;
  max-inline-size: 100%;
  max-block-size: 100%;
  margin: auto;
  outline-offset: 3px;
  box-shadow: 0 0 0 1px var(--_border);
  cursor: crosshair;
  touch-action: none;
  user-select: none;
  -webkit-user-select: none;
  -webkit-touch-callout: none;
  forced-color-adjust: none;
}
.picture-foot {
  position: relative;
  display: flex;
  align-items: center;
  justify-content: flex-end;
  gap: calc(2 * var(--_space));
  padding-block: calc(3 * var(--_space));
  padding-inline: calc(4 * var(--_space));
  border-block-start: 1px solid var(--_border);
}
.picture-ask {
  flex: 1;
  min-inline-size: 12em;
  margin: 0;
}
/* For those who draw by keys. */
.picture-how {
  flex: 1;
  margin: 0;
  padding-inline-end: calc(4 * var(--_space));
  font-size: var(--_size-small);
  line-height: var(--_line-small);
  text-wrap: pretty;
  color: var(--_muted);
  opacity: 0;
  pointer-events: none;
}
.picture-stage:has(:focus-visible) + .picture-foot .picture-how {
  opacity: 1;
}
/* Beside the buttons there is no room: it lies over the picture, unless a shape may be below it. */
@media (max-width: 799px) {
  .picture-stage.shaping + .picture-foot .picture-how {
    opacity: 0;
  }
  .picture-how {
    position: absolute;
    inset-block-end: 100%;
    inset-inline: calc(4 * var(--_space));
    margin-block-end: calc(4 * var(--_space));
    padding-block: calc(2 * var(--_space));
    padding-inline: calc(3 * var(--_space));
    border: 1px solid var(--_border);
    border-radius: 14px;
    color: var(--_text);
    background: var(--_surface);
  }
}
.picture-button {
  min-block-size: 44px;
  padding-inline: calc(5 * var(--_space));
  border-radius: 22px;
  font-weight: 600;
}
.picture-button:hover {
  background: var(--_hover);
}
.picture-button.main {
  color: var(--_accent-text);
  background: var(--_accent);
}
.picture-button.main:hover {
  background: var(--_accent-hover);
}
.picture-button.danger {
  color: var(--_danger);
}
@media (max-width: ${PHONE_MAX_WIDTH}px), (max-height: ${PHONE_MAX_WIDTH}px) {
  .picture-editor {
    inline-size: 100vw;
    block-size: 100vh;
    block-size: 100dvh;
    padding-block: env(safe-area-inset-top) env(safe-area-inset-bottom);
    padding-inline: env(safe-area-inset-left) env(safe-area-inset-right);
    border-radius: 0;
  }
  .picture-head {
    padding-inline: calc(1 * var(--_space));
  }
  .picture-head h2 {
    position: absolute;
    inline-size: 1px;
    block-size: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  .picture-tools {
    flex: 1;
    justify-content: space-between;
    column-gap: 0;
  }
  .picture-stage {
    margin: calc(3 * var(--_space));
  }
  .picture-foot {
    flex-wrap: wrap;
    padding-block: calc(2 * var(--_space));
  }
  .picture-button {
    flex: 1;
  }
}
@media (forced-colors: active) {
  .picture-editor,
  .picture-button {
    border: 1px solid;
  }
  .picture-group [aria-pressed='true']:not(.picture-swatch) {
    forced-color-adjust: none;
  }
}
`;
