/** Shortcuts: the list below what is typed, and the dialog. Needs the desk's styles: it looks like its other dialogs. */
export const shortcutStyles = /* css */ `
.composer {
  position: relative;
}
.shortcut-suggestions {
  position: absolute;
  z-index: 1;
  inset-inline: calc(var(--_space) * 3);
  inset-block-end: 100%;
  max-block-size: 280px;
  overflow: auto;
  margin: 0;
  padding: var(--_space);
  border: 1px solid var(--_border);
  border-radius: var(--_radius-card);
  background: var(--_surface);
  box-shadow: var(--_shadow);
  list-style: none;
}
.shortcut-suggestions li {
  display: flex;
  align-items: center;
  gap: calc(var(--_space) * 2);
  min-block-size: 36px;
  padding-inline: calc(var(--_space) * 2);
  border-radius: 8px;
  cursor: pointer;
}
.shortcut-suggestions li > span {
  overflow: hidden;
  color: var(--_muted);
  text-overflow: ellipsis;
  white-space: nowrap;
}
.shortcut-suggestions [aria-selected='true'] {
  background: var(--_accent-soft);
}
.shortcut-name {
  flex: none;
  font-weight: 600;
}
.shortcut-dialog {
  display: flex;
  flex-direction: column;
  gap: calc(var(--_space) * 2);
  inline-size: min(34rem, 100vw - 32px);
  max-block-size: min(40rem, 100dvh - 32px);
  padding: 0 calc(var(--_space) * 6) calc(var(--_space) * 6);
}
.shortcut-dialog .keys-head {
  margin-inline: calc(var(--_space) * -6);
}
.shortcut-dialog:not([open]) {
  display: none;
}
.shortcut-dialog :is(input:not([type='file']), textarea) {
  inline-size: 100%;
  min-block-size: 36px;
  box-sizing: border-box;
  margin: 0;
  padding: var(--_space) calc(var(--_space) * 2.5);
  border: 1px solid var(--_border-strong);
  border-radius: 10px;
  background: var(--_surface);
  color: var(--_text);
  font: inherit;
}
.shortcut-dialog textarea {
  resize: vertical;
}
.shortcut-said {
  margin: 0;
  color: var(--_muted);
}
.shortcut-said:empty {
  display: none;
}
.shortcut-said[role='alert'] {
  color: var(--_danger);
}
.shortcut-list {
  flex: 1;
  min-block-size: 0;
  overflow: auto;
  margin: 0;
  padding: 0;
  list-style: none;
}
.shortcut-list li {
  display: flex;
  align-items: center;
}
.shortcut-use {
  display: grid;
  grid-template-columns: auto 1fr;
  flex: 1;
  gap: 0 calc(var(--_space) * 2);
  min-inline-size: 0;
  padding: calc(var(--_space) * 1.5) calc(var(--_space) * 2);
  border: 0;
  border-radius: 10px;
  background: none;
  color: inherit;
  font: inherit;
  text-align: start;
  cursor: pointer;
}
.shortcut-use:hover {
  background: var(--_accent-soft);
}
.shortcut-locale {
  color: var(--_muted);
  font-size: var(--_size-small);
}
.shortcut-text {
  grid-column: 1 / -1;
  overflow: hidden;
  color: var(--_muted);
  text-overflow: ellipsis;
  white-space: nowrap;
}
.shortcut-none,
.shortcut-hint {
  margin: 0;
  color: var(--_muted);
  font-size: var(--_size-small);
}
.shortcut-form {
  display: flex;
  flex-direction: column;
  gap: calc(var(--_space) * 3);
}
.shortcut-form .card-row {
  display: flex;
  flex-direction: column;
  gap: var(--_space);
}
.shortcut-actions {
  display: flex;
  flex-wrap: wrap;
  justify-content: flex-end;
  gap: calc(var(--_space) * 2);
}
.shortcut-actions .button.quiet {
  border: 1px solid var(--_border-strong);
  background: none;
  color: var(--_text);
  cursor: pointer;
}
.shortcut-actions .button.quiet:focus-within {
  outline: 2px solid var(--_accent-ink);
  outline-offset: 2px;
}
.icon-button.danger {
  color: var(--_danger);
}
@media (pointer: coarse) {
  .shortcut-suggestions li {
    min-block-size: 44px;
  }
  .shortcut-dialog :is(input, textarea) {
    font-size: max(16px, 1rem);
  }
}
@media (forced-colors: active) {
  .shortcut-suggestions [aria-selected='true'] {
    outline: 2px solid Highlight;
    outline-offset: -2px;
  }
}
`;
