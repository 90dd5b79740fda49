/** Notes: the switch between reply and note, the composer of notes, and their rows. Nothing of it is in the accent. */
export const noteStyles = /* css */ `
.writing-mode {
  display: flex;
  align-items: center;
  flex: none;
  flex-wrap: wrap;
  gap: calc(var(--_space) * 1) calc(var(--_space) * 3);
  inline-size: 100%;
  max-inline-size: 760px;
  margin-inline: auto;
  padding-inline: calc(var(--_space) * 4);
  padding-block-start: calc(var(--_space) * 2);
  font-size: var(--_size-small);
  line-height: var(--_line-small);
}
.writing-choice {
  display: flex;
  gap: 2px;
}
.writing-choice button {
  display: flex;
  align-items: center;
  gap: var(--_space);
  min-block-size: 28px;
  padding-inline: calc(var(--_space) * 2.5);
  border-radius: 8px;
  font-weight: 600;
  color: var(--_muted);
}
.writing-choice button:hover {
  background: var(--_hover);
}
.writing-choice [aria-pressed='true'] {
  background: var(--_accent-soft);
  color: var(--_accent-ink);
}
.writing-choice .as-note[aria-pressed='true'] {
  background: var(--_warning);
  color: var(--_surface);
}
.writing-choice .icon {
  inline-size: 15px;
  block-size: 15px;
}
.writing-mode p {
  color: var(--_warning);
}

/* The whole foot says it, not only a word: nobody writes to the visitor by mistake. */
.writing-note .pane-foot {
  background: color-mix(in oklab, var(--_warning) 14%, var(--_surface));
  box-shadow: inset 0 2px var(--_warning);
}
.writing-note .writing-mode {
  padding-block-end: calc(var(--_space) * 2);
}
.pane-foot > [hidden] {
  display: none;
}
.pane-foot > .note-composer {
  padding-inline-start: calc(var(--_space) * 4);
}
.note-composer .field {
  border-color: color-mix(in oklab, var(--_warning) 60%, var(--_surface));
}
.note-composer .field:focus-within {
  border-color: var(--_warning);
  box-shadow: 0 0 0 1px var(--_warning);
}
.note-composer .send,
.note-composer .send:hover {
  background: var(--_warning);
  color: var(--_surface);
}

.row.note {
  align-items: stretch;
  padding-inline: calc(var(--_space) * 4);
}
.note-body {
  padding: calc(var(--_space) * 2.5) calc(var(--_space) * 3.5);
  border: 1px dashed color-mix(in oklab, var(--_warning) 60%, var(--_surface));
  border-radius: var(--_radius-card);
  background: color-mix(in oklab, var(--_warning) 14%, var(--_surface));
  overflow-wrap: anywhere;
}
.note-head {
  display: flex;
  align-items: center;
  gap: calc(var(--_space) * 1.5);
  padding-block-end: var(--_space);
  font-size: var(--_size-small);
  line-height: var(--_line-small);
  color: var(--_warning);
}
.note-head .icon {
  flex: none;
  inline-size: 15px;
  block-size: 15px;
}
.note-head time {
  margin-inline-start: auto;
  font-variant-numeric: tabular-nums;
  color: var(--_muted);
}
.note-text {
  white-space: pre-wrap;
}
.note-state {
  padding-block-start: var(--_space);
  font-size: var(--_size-small);
  line-height: var(--_line-small);
  color: var(--_muted);
}
.note-state.problem {
  color: var(--_danger);
}
.note-actions {
  display: flex;
  gap: calc(var(--_space) * 3);
}
@media (pointer: coarse) {
  .writing-choice button {
    min-block-size: 44px;
  }
}
@media (forced-colors: active) {
  .writing-note .pane-foot {
    border-block-start: 4px double;
  }
}
`;
