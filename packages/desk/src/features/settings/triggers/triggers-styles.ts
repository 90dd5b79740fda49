/** The page of the proactive messages. Needs the styles of the settings. */
export const triggersStyles = /* css */ `
.trigger-row {
  gap: var(--_space) calc(var(--_space) * 2);
}
.trigger-words {
  display: -webkit-box;
  -webkit-box-orient: vertical;
  -webkit-line-clamp: 2;
  overflow: hidden;
}
.trigger-off .trigger-words {
  color: var(--_muted);
}
.trigger-switch {
  display: flex;
  align-items: center;
  gap: calc(var(--_space) * 1.5);
  min-block-size: 32px;
  padding-inline-end: var(--_space);
  font-size: var(--_size-small);
}
.trigger-row .icon-button[aria-disabled='true'] {
  opacity: 0.35;
  cursor: default;
}
.trigger-message {
  display: grid;
  grid-template-columns: repeat(auto-fit, minmax(min(280px, 100%), 1fr));
  gap: calc(var(--_space) * 4);
  align-items: start;
}
.trigger-preview {
  display: grid;
  align-content: start;
  gap: calc(var(--_space) * 1.5);
  min-inline-size: 0;
}
.trigger-preview-title {
  font-size: var(--_size-small);
  font-weight: 600;
}
.trigger-device {
  block-size: 220px;
  overflow: hidden;
  border-radius: var(--_radius-card);
  box-shadow: 0 0 0 1px var(--_border);
}
.trigger-device iframe {
  display: block;
  inline-size: 100%;
  block-size: 100%;
  border: 0;
}
.settings-form > h3 {
  margin-block: calc(var(--_space) * 2) calc(var(--_space) * -3);
}
.settings-form > h3 + .hint {
  margin-block-end: calc(var(--_space) * -1);
}
.desk.phone .trigger-row > .grow {
  flex-basis: 100%;
}
.desk.phone .trigger-switch {
  margin-inline-end: auto;
}
.condition-group {
  display: grid;
  gap: calc(var(--_space) * 3);
}
.condition {
  padding: calc(var(--_space) * 3);
  border-radius: 10px;
  background: color-mix(in oklab, var(--_text) 4%, transparent);
}
.condition-fields {
  display: grid;
  grid-template-columns: repeat(auto-fit, minmax(min(130px, 100%), 1fr));
  gap: calc(var(--_space) * 3);
  align-items: start;
}
.condition-fields > :is(:first-child, .condition-foot, .settings-field:has(textarea)) {
  grid-column: 1 / -1;
}
.condition-foot {
  display: flex;
  flex-wrap: wrap;
  align-items: center;
  justify-content: space-between;
  gap: calc(var(--_space) * 2);
}
`;
