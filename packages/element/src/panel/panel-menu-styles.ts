/** Looks of the menu in the header and of the tooltips at buttons that are icons. Needs `tokens` and `baseStyles`. */

/** Style sheet of {@link panelMenu} and of `data-tip`. */
export const panelMenuStyles = /* css */ `
/* -- Menu --------------------------------------------------------------------------------------------------- */
.menu-anchor {
  position: relative;
  margin-inline-start: auto;
}
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

/* -- Tooltips: the name of a button that is an icon, after a moment ---------------------------------------------- */
[data-tip] {
  position: relative;
}
[data-tip]::after {
  content: attr(data-tip) / '';
  position: absolute;
  z-index: 3;
  inset-block-start: calc(100% + 4px);
  inset-inline-end: 0;
  inline-size: max-content;
  max-inline-size: 200px;
  padding: 4px 8px;
  border-radius: 6px;
  font-size: 0.75rem;
  font-weight: 500;
  line-height: 16px;
  white-space: nowrap;
  color: var(--_surface);
  background: var(--_text);
  opacity: 0;
  visibility: hidden;
  pointer-events: none;
  transition: opacity var(--_fast) var(--_ease);
}
.composer [data-tip]::after {
  inset-block: auto calc(100% + 8px);
}
.plain-back[data-tip]::after {
  inset-inline: 0 auto;
}
[data-tip]:focus-visible::after {
  opacity: 1;
  visibility: visible;
}
@media (hover: hover) {
  [data-tip]:hover::after {
    opacity: 1;
    visibility: visible;
    transition-delay: 500ms;
  }
}
`;
