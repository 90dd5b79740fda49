/** The page of the look: form and preview side by side where there is room. Needs the styles of the settings. */
export const lookStyles = /* css */ `
.settings-body:has(> .look) {
  container-type: inline-size;
}
.settings-body > .look {
  max-inline-size: none;
  display: grid;
  gap: calc(var(--_space) * 8);
}
.look-form {
  min-inline-size: 0;
  max-inline-size: 720px;
}
.look-form > h3:first-child,
.look-preview > h3 {
  margin-block-start: 0;
}
.colour-field {
  display: grid;
  grid-template-columns: 40px minmax(0, 1fr);
  gap: calc(var(--_space) * 1.5) calc(var(--_space) * 2);
}
.colour-field > input {
  inline-size: 40px;
  block-size: 40px;
  margin-block-start: 25px;
  padding: 2px;
  border: 1px solid var(--_border-strong);
  border-radius: 10px;
  background: var(--_surface);
  cursor: pointer;
}
.colour-field > .hint {
  grid-column: 2;
}
.snippet {
  margin-block: calc(var(--_space) * 3);
  padding: calc(var(--_space) * 3) calc(var(--_space) * 4);
  border-radius: var(--_radius-card);
  background: var(--_bubble);
  font-family: var(--_font-mono);
  font-size: var(--_size-small);
  line-height: 1.5;
  white-space: pre-wrap;
  overflow-wrap: anywhere;
}
.look-preview .button[aria-pressed='true'] {
  border-color: var(--_accent-ink);
  background: var(--_accent-soft);
}
.look-device {
  --_scale: 0.6;
  inline-size: calc(640px * var(--_scale));
  max-inline-size: 100%;
  block-size: calc(820px * var(--_scale));
  margin-block-start: calc(var(--_space) * 3);
  overflow: hidden;
  border-radius: var(--_radius-card);
  box-shadow: 0 0 0 1px var(--_border);
}
.look-device[hidden],
.look-preview .settings-actions[hidden] {
  display: none;
}
.look-device.phone {
  --_scale: 0.75;
  inline-size: calc(390px * var(--_scale));
  block-size: calc(720px * var(--_scale));
}
.look-device iframe {
  display: block;
  inline-size: calc(100% / var(--_scale));
  block-size: calc(100% / var(--_scale));
  border: 0;
  transform: scale(var(--_scale));
  transform-origin: 0 0;
}
.look-device:dir(rtl) iframe {
  transform-origin: 100% 0;
}
@container (min-width: 840px) {
  .settings-body > .look {
    grid-template-columns: minmax(0, 720px) 384px;
  }
  .look-preview {
    position: sticky;
    inset-block-start: 0;
    align-self: start;
  }
}
@media (pointer: coarse) {
  .colour-field > input {
    inline-size: 44px;
    block-size: 44px;
  }
}
`;
