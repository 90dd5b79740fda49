/** Looks of the panel around log and composer. Needs `tokens` and `baseStyles`. */

/** Style sheet of the panel. */
export const panelStyles = /* css */ `
.panel {
  all: unset;
  pointer-events: auto;
  display: block;
  box-sizing: border-box;
  position: relative;
  flex: none;
  inline-size: var(--_panel-width);
  max-inline-size: calc(100vw - 2 * var(--_offset-x));
  block-size: min(var(--_panel-height), 100dvh - 2 * var(--_offset-y) - var(--_launcher-size) - 8px);
  border-radius: var(--_radius);
  overflow: clip;
  font-family: var(--_font);
  font-size: var(--_size-text);
  line-height: var(--_line-text);
  color: var(--_text);
  background: var(--_surface);
  box-shadow: var(--_shadow);
  transform-origin: bottom right;
  transition:
    opacity var(--_fast) var(--_ease),
    transform var(--_slow) var(--_ease),
    display var(--_fast) allow-discrete,
    overlay var(--_fast) allow-discrete;
}
:host(:is(:dir(rtl), [placement$='-start'])) .panel {
  transform-origin: bottom left;
}
:host(:dir(rtl):is([placement$='-start'])) .panel {
  transform-origin: bottom right;
}
:host([placement^='top']) .panel {
  transform-origin: top;
}
.panel:not([open]) {
  display: none;
  opacity: 0;
  transform: scale(0.92) translateY(8px);
}
@starting-style {
  .panel[open] {
    opacity: 0;
    transform: scale(0.92) translateY(8px);
  }
}
:host(:is([mode='inline'], [mode='page'])) .panel {
  inline-size: 100%;
  max-inline-size: none;
  block-size: 100%;
  transition: none;
}
:host([mode='page']) {
  position: fixed;
  inset: 0;
  z-index: 2147483000;
  display: block;
}
:host([mode='page']) .panel {
  border-radius: 0;
  box-shadow: none;
}
.panel:focus-visible {
  outline: none;
}
.frame {
  display: flex;
  flex-direction: column;
  block-size: 100%;
  min-block-size: 0;
}

/* -- Header ------------------------------------------------------------------------------------------------- */
.menu-anchor {
  position: relative;
  margin-inline-start: auto;
}
.head {
  position: relative;
  z-index: 2;
  flex: none;
  display: flex;
  align-items: center;
  gap: calc(var(--_space) * 1);
  min-block-size: 64px;
  padding-block: calc(var(--_space) * 2);
  padding-inline: calc(var(--_space) * 5) calc(var(--_space) * 3);
  border-block-end: 1px solid var(--_border);
}
.faces {
  flex: none;
  display: flex;
  margin-inline-end: calc(var(--_space) * 2);
}
.faces .avatar {
  position: relative;
  inset: auto;
  inline-size: 36px;
  block-size: 36px;
  font-size: 13px;
  box-shadow: 0 0 0 2px var(--_surface);
}
.team .avatar {
  color: var(--_accent-text);
  background: var(--_accent);
}
.faces .avatar + .avatar {
  margin-inline-start: -10px;
}
.who {
  flex: 1;
  min-inline-size: 0;
}
.title {
  margin: 0;
  font-size: 1rem;
  font-weight: 600;
  line-height: 1.375;
  color: var(--_text);
  overflow: hidden;
  text-overflow: ellipsis;
  white-space: nowrap;
}
.truth {
  display: flex;
  align-items: center;
  gap: 6px;
  min-block-size: 1lh;
  margin: 0;
  font-size: var(--_size-small);
  line-height: var(--_line-small);
  color: var(--_muted);
}
.truth bdi {
  overflow: hidden;
  text-overflow: ellipsis;
  white-space: nowrap;
}
.truth.here::before {
  content: '';
  flex: none;
  inline-size: 8px;
  block-size: 8px;
  border-radius: 50%;
  background: var(--_success);
  forced-color-adjust: none;
}

/* -- Middle ------------------------------------------------------------------------------------------------- */
.middle {
  position: relative;
  flex: 1;
  display: flex;
  flex-direction: column;
  min-block-size: 0;
}
.log-host {
  position: relative;
  flex: 1;
  min-block-size: 0;
  display: flex;
  flex-direction: column;
}
.empty .log-host {
  flex: none;
  block-size: 0;
  overflow: hidden;
}
.home {
  flex: 1;
  min-block-size: 0;
  overflow-y: auto;
  overscroll-behavior: contain;
  padding-block: calc(var(--_space) * 8) calc(var(--_space) * 4);
  padding-inline: calc(var(--_space) * 6);
}
.greeting {
  margin: 0;
  max-inline-size: 14em;
  font-size: 1.625rem;
  font-weight: 650;
  line-height: 1.22;
  letter-spacing: -0.015em;
  text-wrap: balance;
}
.intro {
  margin-block: calc(var(--_space) * 3) 0;
  margin-inline: 0;
  max-inline-size: 30em;
  color: var(--_muted);
  text-wrap: pretty;
}

/* -- Lines above the composer --------------------------------------------------------------------------------- */
.lines {
  flex: none;
  padding-inline: calc(var(--_space) * 5);
}
.preview-note {
  margin: calc(var(--_space) * -3) 0 0;
  padding: 0 calc(var(--_space) * 5) calc(var(--_space) * 3);
  font-size: var(--_size-small);
  line-height: var(--_line-small);
  color: var(--_muted);
  text-align: center;
}
.line {
  display: flex;
  gap: 8px;
  margin: 0;
  padding-block: 4px;
  font-size: var(--_size-small);
  line-height: 1.5;
  color: var(--_muted);
  overflow-wrap: anywhere;
  transition: opacity var(--_fast) var(--_ease);
}
@starting-style {
  .line {
    opacity: 0;
  }
}
.line .icon {
  inline-size: 16px;
  block-size: 16px;
  margin-block-start: 2px;
}
.line.connection {
  color: var(--_warning);
}
.line.stopped {
  color: var(--_danger);
}
.line.ended {
  justify-content: center;
}
.line .text-button {
  margin-inline: 0;
  padding-inline: 4px;
}

/* -- Tooltips: the name of a button that is an icon, after a moment ---------------------------------------------- */
[data-tip] {
  position: relative;
}
[data-tip]::after {
  content: attr(data-tip) / '';
  display: none;
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
  pointer-events: none;
}
.composer [data-tip]::after {
  inset-block: auto calc(100% + 8px);
}
.attach[data-tip]::after {
  inset-inline: 0 auto;
}
[data-tip]:focus-visible::after {
  display: block;
}
@media (hover: hover) {
  [data-tip]:hover:not(:focus-visible)::after {
    display: block;
    animation: tip var(--_fast) var(--_ease) 500ms backwards;
  }
}
@keyframes tip {
  from {
    opacity: 0;
  }
}

@media (pointer: coarse) {
  .line .text-button {
    min-block-size: 44px;
  }
}
@media (prefers-reduced-motion: reduce) {
  .panel {
    transform: none !important;
  }
}
@media (forced-colors: active) {
  .panel {
    border: 1px solid;
  }
}
`;
