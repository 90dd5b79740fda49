/** The page of the opening hours. Needs the styles of the settings. */
export const hoursStyles = /* css */ `
.hours > .settings-fields,
.hours-told {
  margin-block-start: calc(var(--_space) * 4);
}
.hours-told {
  display: grid;
  gap: calc(var(--_space) * 3);
  padding: calc(var(--_space) * 4);
  border-radius: var(--_radius-card);
  background: var(--_bubble);
}
.hours-told > p {
  min-block-size: 1lh;
  font-weight: 600;
}
.hours-told .hint {
  color: var(--_muted);
}
.hours-day {
  padding-block-end: 0;
}
.hours-none {
  padding: calc(var(--_space) * 2) calc(var(--_space) * 4) 0;
}
.hours .settings-list .settings-row.with-fields {
  padding-block: calc(var(--_space) * 2) 0;
}
`;
