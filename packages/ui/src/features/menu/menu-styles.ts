/** Looks of an open menu. Needs `tokens` and `baseStyles`. */

/** Style sheet of `command-menu.ts`. */
export const menuStyles = /* css */ `
/* -- Menu --------------------------------------------------------------------------------------------------- */
.menu {
  position: absolute;
  inset-block-start: calc(100% + 4px);
  inset-inline-end: 0;
  inline-size: max-content;
  max-inline-size: min(300px, calc(100cqi - 32px));
  padding: 6px;
  border-radius: var(--_radius-card);
  background: var(--_surface);
  box-shadow: var(--_shadow);
  transform-origin: top right;
  transition:
    opacity var(--_fast) var(--_ease),
    transform var(--_fast) var(--_ease);
}
:dir(rtl) > .menu {
  transform-origin: top left;
}
@starting-style {
  .menu {
    opacity: 0;
    transform: scale(0.96);
  }
}
.menu-item {
  display: flex;
  align-items: center;
  gap: 12px;
  inline-size: 100%;
  min-block-size: 40px;
  padding-inline: 10px 14px;
  border-radius: 8px;
  text-align: start;
}
.menu-item .icon {
  color: var(--_muted);
}
.menu-item:hover,
.menu-item:focus-visible {
  background: var(--_hover);
}
.menu-item:focus-visible {
  outline-offset: -2px;
}

@media (pointer: coarse) {
  .menu-item {
    min-block-size: 44px;
  }
}
@media (forced-colors: active) {
  .menu {
    border: 1px solid;
  }
}
`;
