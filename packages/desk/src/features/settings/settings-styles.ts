/** The settings: list of pages, fields, and the bar that saves. Needs the desk's styles. */
export const settingsStyles = /* css */ `
.settings {
  position: absolute;
  inset: 0;
  z-index: 2;
  display: grid;
  grid-template: minmax(0, 1fr) / var(--_inbox-width) minmax(0, 1fr);
  background: var(--_surface);
}
.desk.in-settings > :not(.settings, .announcements, dialog) {
  visibility: hidden;
}
.settings-nav {
  overflow: auto;
  background: var(--_side);
  border-inline-end: 1px solid var(--_border);
}
.settings-head,
.settings-page-head {
  display: flex;
  align-items: center;
  gap: var(--_space);
  min-block-size: 64px;
  padding-inline: calc(var(--_space) * 3);
}
.settings h1,
.settings-page-head h2 {
  font-size: var(--_size-title);
  line-height: var(--_line-title);
  font-weight: 600;
}
.settings h2:focus-visible {
  outline: none;
}
.settings-nav ul {
  display: grid;
  gap: 2px;
  padding: 0 calc(var(--_space) * 2) calc(var(--_space) * 4);
}
.settings-link {
  display: flex;
  align-items: center;
  justify-content: space-between;
  gap: calc(var(--_space) * 2);
  inline-size: 100%;
  min-block-size: 40px;
  padding: calc(var(--_space) * 2) calc(var(--_space) * 3);
  border-radius: 10px;
  text-align: start;
}
.settings-link:hover {
  background: var(--_hover);
}
.settings-link[aria-current] {
  background: var(--_accent-soft);
  font-weight: 600;
}
.settings-link:focus-visible {
  outline-offset: -2px;
}
.settings-mark {
  flex: none;
  inline-size: 8px;
  block-size: 8px;
  border-radius: 50%;
  background: var(--_warning);
}
.settings-page {
  display: flex;
  flex-direction: column;
  min-inline-size: 0;
  min-block-size: 0;
}
.settings-page-head {
  flex: none;
  padding-inline: calc(var(--_space) * 6);
  border-block-end: 1px solid var(--_border);
}
.desk:not(.phone) .settings-back {
  display: none;
}
.settings-body {
  flex: 1;
  min-block-size: 0;
  overflow: auto;
  padding: 0 calc(var(--_space) * 6) calc(var(--_space) * 8);
}
.settings-body > :not(.settings-told) {
  max-inline-size: 720px;
}
.settings-told {
  padding-block: calc(var(--_space) * 3) calc(var(--_space) * 2);
  min-block-size: calc(var(--_space) * 5);
  font-size: var(--_size-small);
  color: var(--_muted);
}
.settings .problem {
  color: var(--_danger);
}
.settings-skeleton {
  block-size: 240px;
}
.settings-failed {
  display: grid;
  justify-items: start;
  gap: calc(var(--_space) * 3);
}
.settings h3 {
  margin: calc(var(--_space) * 7) 0 calc(var(--_space) * 1);
  font-size: var(--_size-text);
  font-weight: 600;
}
.settings-told + * h3:first-child,
.settings-told + h3 {
  margin-block-start: 0;
}
.settings .hint,
.settings .problem {
  font-size: var(--_size-small);
  line-height: var(--_line-small);
}
.settings .hint {
  color: var(--_muted);
}
.settings h3 + .hint {
  margin-block-end: calc(var(--_space) * 3);
}
.settings-fields {
  display: grid;
  grid-template-columns: repeat(auto-fit, minmax(min(220px, 100%), 1fr));
  gap: calc(var(--_space) * 4);
  align-items: start;
}
.settings-field,
.settings-check {
  display: grid;
  gap: calc(var(--_space) * 1.5);
  min-inline-size: 0;
}
.settings-field > label,
.settings-choices > legend {
  padding: 0;
  font-size: var(--_size-small);
  font-weight: 600;
}
.settings :is(input:not([type='checkbox'], [type='radio'], [type='color'], [type='file']), select, textarea) {
  inline-size: 100%;
  min-inline-size: 0;
  min-block-size: 40px;
  margin: 0;
  padding: var(--_space) calc(var(--_space) * 3);
  border: 1px solid var(--_border-strong);
  border-radius: 10px;
  background: var(--_surface);
  color: var(--_text);
  font: inherit;
}
.settings textarea {
  resize: vertical;
}
.settings :is(input, select, textarea)[aria-invalid='true'] {
  border-color: var(--_danger);
  box-shadow: 0 0 0 1px var(--_danger);
}
.settings-check label,
.settings-choices label {
  display: flex;
  align-items: center;
  gap: calc(var(--_space) * 2);
  min-block-size: 28px;
}
.settings :is(input[type='checkbox'], input[type='radio']) {
  flex: none;
  inline-size: 18px;
  block-size: 18px;
  margin: 0;
  accent-color: var(--_accent);
}
.settings-choices {
  display: flex;
  flex-wrap: wrap;
  gap: calc(var(--_space) * 1) calc(var(--_space) * 5);
  min-inline-size: 0;
  margin: 0;
  padding: 0;
  border: 0;
}
.settings-choices > legend {
  margin-block-end: var(--_space);
}
.settings-choices > :is(.hint, .problem, .settings-fields) {
  flex-basis: 100%;
}
.settings-list {
  display: grid;
  gap: calc(var(--_space) * 2);
  margin-block: calc(var(--_space) * 2);
}
.settings-list > li {
  border: 1px solid var(--_border);
  border-radius: var(--_radius-card);
}
.settings-row {
  display: flex;
  flex-wrap: wrap;
  align-items: center;
  gap: calc(var(--_space) * 2) calc(var(--_space) * 3);
  padding: calc(var(--_space) * 3) calc(var(--_space) * 4);
}
.settings-row > .grow {
  flex: 1 1 160px;
  min-inline-size: 0;
  overflow-wrap: anywhere;
}
.settings-row small {
  display: block;
  font-size: var(--_size-small);
  line-height: var(--_line-small);
  color: var(--_muted);
}
.settings-row.with-fields {
  align-items: end;
}
.settings-row.with-fields > .button {
  min-block-size: 40px;
}
.settings-list + .settings-row {
  padding-inline: 0;
}
.settings-row.with-fields > .settings-field {
  flex: 1 1 140px;
}
.settings-form {
  display: grid;
  gap: calc(var(--_space) * 4);
  padding: calc(var(--_space) * 4);
}
.settings-form.bare {
  padding: 0;
}
.settings-list .settings-form {
  border-block-start: 1px solid var(--_border);
}
.settings-card {
  margin-block: calc(var(--_space) * 3);
  border: 1px solid var(--_border);
  border-radius: var(--_radius-card);
}
.settings .hint + .settings-actions {
  margin-block: calc(var(--_space) * 3) calc(var(--_space) * 4);
}
.settings-actions {
  display: flex;
  flex-wrap: wrap;
  gap: calc(var(--_space) * 2);
}
.settings .button.quiet {
  border: 1px solid var(--_border-strong);
  background: none;
  color: var(--_text);
}
.settings .button.quiet:hover {
  background: var(--_hover);
}
.settings .button.danger {
  border-color: var(--_danger);
  color: var(--_danger);
}
.settings .button[aria-disabled='true'] {
  opacity: 0.6;
  cursor: default;
}
.settings-warning {
  padding: calc(var(--_space) * 2.5) calc(var(--_space) * 3.5);
  border-radius: var(--_radius-card);
  background: color-mix(in oklab, var(--_warning) 12%, var(--_surface));
  font-size: var(--_size-small);
  line-height: var(--_line-small);
}
.settings-empty {
  padding-block: calc(var(--_space) * 3);
  font-size: var(--_size-small);
  color: var(--_muted);
}
.save-bar {
  display: flex;
  flex-wrap: wrap;
  align-items: center;
  justify-content: flex-end;
  flex: none;
  gap: calc(var(--_space) * 2);
  min-block-size: 60px;
  padding: calc(var(--_space) * 2.5) calc(var(--_space) * 6);
  border-block-start: 1px solid var(--_border);
  background: var(--_surface);
}
.save-bar p {
  flex: 1 1 200px;
  font-size: var(--_size-small);
  line-height: var(--_line-small);
}
.save-bar.calm {
  border-color: transparent;
}
.save-bar.conflict {
  background: color-mix(in oklab, var(--_warning) 12%, var(--_surface));
}
.desk.phone .settings {
  grid-template-columns: minmax(0, 1fr);
}
.desk.phone .settings:not(.on-page) .settings-page,
.desk.phone .settings.on-page .settings-nav {
  display: none;
}
.desk.phone .settings-page-head {
  padding-inline: calc(var(--_space) * 2);
}
.desk.phone .settings-body,
.desk.phone .save-bar {
  padding-inline: calc(var(--_space) * 4);
}
@media (pointer: coarse) {
  .settings-link,
  .settings :is(input:not([type='checkbox'], [type='radio']), select),
  .settings-check label,
  .settings-choices label {
    min-block-size: 44px;
  }
  .settings :is(input, textarea, select) {
    font-size: max(16px, 1rem);
  }
}
@media (forced-colors: active) {
  .settings-link[aria-current] {
    outline: 2px solid Highlight;
    outline-offset: -2px;
  }
}
`;
