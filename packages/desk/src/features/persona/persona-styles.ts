/** Looks of the dialog about oneself, and of the face in it and in the settings. Needs the desk's styles. */
export const personaStyles = /* css */ `
.persona-dialog form {
  padding: calc(var(--_space) * 2) calc(var(--_space) * 6) calc(var(--_space) * 6);
}
.persona-dialog .problem {
  margin: 0;
  font-size: var(--_size-small);
  line-height: var(--_line-small);
  color: var(--_danger);
}
.persona-dialog > .problem {
  padding-inline: calc(var(--_space) * 6);
}
.persona-dialog > .problem:not([hidden]) {
  padding-block-end: calc(var(--_space) * 4);
}
.settings-row .avatar {
  position: static;
  flex: none;
  inline-size: 36px;
  block-size: 36px;
  font-size: var(--_size-small);
}
.face-field {
  display: flex;
  align-items: center;
  gap: calc(var(--_space) * 4);
  min-inline-size: 0;
}
.face-field .avatar {
  position: static;
  flex: none;
  inline-size: 72px;
  block-size: 72px;
  font-size: 24px;
}
.face-choices {
  display: flex;
  flex-wrap: wrap;
  gap: calc(var(--_space) * 2);
  min-inline-size: 0;
}
.face-choices .button.quiet {
  border: 1px solid var(--_border-strong);
  background: none;
  color: var(--_text);
  cursor: pointer;
}
.face-choices .button.quiet:hover {
  background: var(--_hover);
}
.face-choices label:has(:focus-visible) {
  outline: 2px solid var(--_accent-ink);
  outline-offset: 2px;
}
.face-choices .problem {
  flex-basis: 100%;
}
`;
