/** Looks of a launcher that can be moved. Needs the shell's tokens. */

/** For the shadow root of the element. */
export const launcherPlaceStyles = /* css */ `
:host([draggable-launcher]) .launcher,
:host([draggable-launcher]) ::slotted([slot='launcher']) {
  touch-action: none;
  user-select: none;
  -webkit-user-select: none;
  -webkit-touch-callout: none;
}
.layer.moving {
  cursor: grabbing;
}
.layer.moving .launcher {
  cursor: inherit;
  scale: 1.04;
}
.place-said {
  position: absolute;
  inline-size: 1px;
  block-size: 1px;
  overflow: hidden;
  clip-path: inset(50%);
  white-space: nowrap;
}
`;
